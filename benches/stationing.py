"""百名博士下车间 at size: 500 doctors and 2,000 firms, scoring and solving apart.

    python benches/stationing.py --texts T.csv.gz… [--doctors 500] [--firms 2000] [--home FOLDER]

The texts are cut up and put together anew (benches/corpus.py) to as many doctors, twenty achievements each,
and to a need for each firm; one doctor in ten has a post already, at any firm. First the whole plan, as the
command makes it, then the optimiser by itself on made-up gains, some pairs a firm and all pairs, beside
greedy on the same. Seconds of all processors are told as well: where other work goes on they say more than
the clock.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import os
import platform
import random
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

import psutil

from app import App
from benches.corpus import MADE, Corpus
from errors import UsageError
from ingest.load import Options as LoadOptions
from programme import stationing
from programme.assignment import Pair, Problem, Quota, greedy, solve
from programme.model import Plan
from programme.stationing_facts import Options
from programme.world import World
from recommend.engine import Ask
from recommend.model import Answer
from settings import Settings

COUNTIES = ("商州区", "洛南县", "丹凤县", "商南县", "山阳县", "镇安县", "柞水县", "商洛高新区")
AT = dt.date(2026, 6, 30)
POSTS = 100


def made(corpus: Corpus, home: Path, doctors: int, firms: int) -> Settings:
    """A home with these, ingested unless it is there."""
    settings = Settings(home=home, semantic=False)
    if not settings.ledger_path.exists():
        tables = home.with_name(f"{home.name}-tables")
        corpus.write(tables, doctors * MADE, firms)
        chance = random.Random(7)
        _more(tables / "企业.csv", ("所属区县", "研发投入（万元）"),
              lambda _: (chance.choice(COUNTIES), str(chance.randint(10, 900))))  # fmt: skip
        names = [row[0] for row in _rows(tables / "企业.csv")][1:]
        post = "2025-09-01", "2026-08-31"
        _more(tables / "博士.csv", ("派驻企业", "派驻起", "派驻止"),
              lambda n: (chance.choice(names), *post) if n % 10 == 0 else ("", "", ""))  # fmt: skip
        with App(settings) as app:
            app.ingest([tables], LoadOptions())
    return settings


def whole(settings: Settings) -> None:
    """The plan as the command makes it; the time between the first question to the scorer and the last answer
    is scoring.
    """
    spent: dict[str, float] = {"scoring": 0.0}

    def make(world: World) -> Plan:
        match = world.match

        def timed(ids: Sequence[str], ask: Ask) -> Iterator[Answer | UsageError]:
            start = time.perf_counter()
            yield from match(ids, ask)
            spent["scoring"] += time.perf_counter() - start

        world.match = timed
        return stationing.plan(world, Options())

    start, before = time.perf_counter(), sum(os.times()[:4])
    with App(settings) as app:
        plan = app.plan(make, AT)
    total, worked = time.perf_counter() - start, sum(os.times()[:4]) - before
    told = {name: plan.value(plan.figure(name)) for name in ("posts", "optimum", "greedy")}
    print(
        f"  whole plan {total:.1f} s: scoring {spent['scoring']:.1f} s ({spent['scoring'] / total:.0%}), the"
        f" rest {total - spent['scoring']:.1f} s; of all processors {worked:.1f} s; {told}"
    )


def alone(doctors: int, firms: int, each: int, posts: int) -> None:
    """The optimiser on made-up gains; `each` doctors may go to a firm."""
    chance = random.Random(1)
    pairs = [
        Pair(doctor, firm, round(chance.random(), 4))
        for firm in range(firms)
        for doctor in sorted(chance.sample(range(doctors), each))
    ]
    county = [firm % len(COUNTIES) for firm in range(firms)]
    quotas = [Quota(name, 2, 40) for name in COUNTIES]
    problem = Problem(pairs, [1] * doctors, [2] * firms, county, quotas, posts)
    start = time.perf_counter()
    best = solve(problem)
    middle = time.perf_counter()
    other = greedy(problem)
    end = time.perf_counter()
    assert best is not None
    print(
        f"  {len(pairs):>9,} pairs, {posts} posts: solve {middle - start:.1f} s, greedy {end - middle:.1f} s;"
        f" optimum {best.gain:.4f}, greedy {other.gain:.4f}"
    )


def _rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def _more(path: Path, heads: Sequence[str], cells: Any) -> None:
    """Columns more, by the row's number from 0."""
    head, *rows = _rows(path)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([[*head, *heads], *([*row, *cells(n)] for n, row in enumerate(rows))])


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--texts", type=Path, nargs="+", required=True)
    parser.add_argument("--doctors", type=int, default=500)
    parser.add_argument("--firms", type=int, default=2000)
    parser.add_argument("--home", type=Path)
    asked = parser.parse_args()
    load = psutil.getloadavg()[0]
    print(
        f"Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} cores, load {load:.1f}"
    )
    print(f"{asked.doctors:,} doctors, {asked.firms:,} firms")
    with tempfile.TemporaryDirectory() as folder:
        home = asked.home or Path(folder) / "home"
        whole(made(Corpus(asked.texts), home, asked.doctors, asked.firms))
    for each in (20, 100, asked.doctors):
        for posts in (POSTS, asked.doctors):
            alone(asked.doctors, asked.firms, each, posts)


if __name__ == "__main__":
    main()
