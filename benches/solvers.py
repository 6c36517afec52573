"""The optimiser of `plan stationing` beside OR-tools' and networkx' min-cost flow.

    pip install ortools networkx      # not among the project's own packages
    python benches/solvers.py [--doctors 500] [--firms 2000]

The same made-up problems for all. Gains are whole thousandths, since both others want whole numbers; counties
have a most, and all must reach the same optimum. networkx is left out where it would take minutes.
"""

from __future__ import annotations

import argparse
import importlib
import os
import platform
import random
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from programme.assignment import Pair, Problem, Quota, solve

COUNTIES, MOST, POSTS = 8, 40, 200
SLOW = 50_000
"""Pairs up to which networkx is asked."""


class Arc(NamedTuple):
    """An arc of the flow: from, to, capacity, cost in thousandths."""

    start: int
    end: int
    capacity: int
    cost: int


def problem(doctors: int, firms: int, each: int) -> Problem:
    """`each` doctors may go to a firm."""
    chance = random.Random(1)
    pairs = [
        Pair(doctor, firm, chance.randrange(1000) / 1000)
        for firm in range(firms)
        for doctor in sorted(chance.sample(range(doctors), each))
    ]
    county = [firm % COUNTIES for firm in range(firms)]
    quotas = [Quota(str(number), 0, MOST) for number in range(COUNTIES)]
    return Problem(pairs, [1] * doctors, [2] * firms, county, quotas, POSTS)


def arcs(given: Problem) -> Iterator[Arc]:
    """Source 0, sink 1, then doctors, firms and counties; an arc from source to sink takes what is left."""
    firm = 2 + len(given.loads)
    county = firm + len(given.capacities)
    yield Arc(0, 1, given.total, 0)
    yield from (Arc(0, 2 + place, load, 0) for place, load in enumerate(given.loads))
    yield from (Arc(2 + one.doctor, firm + one.firm, 1, -round(one.gain * 1000)) for one in given.pairs)
    for place, most in enumerate(given.capacities):
        yield Arc(firm + place, county + given.county[place], most, 0)
    yield from (Arc(county + place, 1, one.high or 0, 0) for place, one in enumerate(given.quotas))


def ours(given: Problem) -> float:
    """The gain as `plan stationing` finds it."""
    found = solve(given)
    assert found
    return found.gain


def by_ortools(given: Problem) -> float:
    """By SimpleMinCostFlow."""
    flow = importlib.import_module("ortools.graph.python.min_cost_flow").SimpleMinCostFlow()
    for one in arcs(given):
        flow.add_arc_with_capacity_and_unit_cost(*one)
    flow.set_node_supply(0, given.total)
    flow.set_node_supply(1, -given.total)
    assert flow.solve() == flow.OPTIMAL
    return -float(flow.optimal_cost()) / 1000


def by_networkx(given: Problem) -> float:
    """By network_simplex."""
    networkx = importlib.import_module("networkx")
    graph = networkx.DiGraph()
    graph.add_node(0, demand=-given.total)
    graph.add_node(1, demand=given.total)
    for one in arcs(given):
        graph.add_edge(one.start, one.end, capacity=one.capacity, weight=one.cost)
    return -float(networkx.network_simplex(graph)[0]) / 1000


def timed(way: Callable[[Problem], float], given: Problem) -> tuple[float, float]:
    """(seconds, gain)."""
    start = time.perf_counter()
    gain = way(given)
    return time.perf_counter() - start, gain


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--doctors", type=int, default=500)
    parser.add_argument("--firms", type=int, default=2000)
    asked = parser.parse_args()
    print(f"Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} cores")
    for each in (20, 100, asked.doctors):
        given = problem(asked.doctors, asked.firms, each)
        spent, gain = timed(ours, given)
        print(f"{len(given.pairs):>9,} pairs: ours {spent:.2f} s, gain {gain:.3f}")
        for way in (by_ortools, by_networkx) if len(given.pairs) <= SLOW else (by_ortools,):
            other, same = timed(way, given)
            assert abs(same - gain) < 1e-6, (way.__name__, same, gain)
            print(f"{'':>16} {way.__name__} {other:.2f} s, the same gain; {other / spent:.2f} of ours")


if __name__ == "__main__":
    main()
