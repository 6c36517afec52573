"""The linear programme behind an assignment, for HiGHS by way of scipy.

Doctors are one family of disjoint sets of pairs; firms, counties and the whole are another, of sets within
sets. A matrix of two such families is totally unimodular (Edmonds 1970), and stays so with columns left out
and with a column of slack for a row. So every vertex is whole, and the simplex method ends in a vertex: no
branching is needed, and nothing is rounded away.

Of many pairs first the best of each doctor and firm are looked at; the prices that come out say which of the
others could still gain, and these come in until none could. That is exact, by duality.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import coo_array

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from programme.assignment import Kind, Problem

    Floats = NDArray[np.float64]
    Places = NDArray[np.intp]
    Bools = NDArray[np.bool_]

MANY = 60_000
"""Pairs up to which all are looked at at once."""
BEST = 16
"""Pairs of each doctor and each firm that are looked at first."""
ROUND = 20_000
"""Pairs that come in at a time."""
EPSILON = 1e-7
"""What HiGHS takes for nothing."""
INFEASIBLE = 2
"""The status of an answer of linprog that says so."""


class Programme:
    """The rows of a problem: one a limit, `keys` says which, `most` what its sum stays within; a least is a
    most of the negative.
    """

    def __init__(self, problem: Problem) -> None:
        self.doctor = np.array([one.doctor for one in problem.pairs], dtype=np.intp)
        self.firm = np.array([one.firm for one in problem.pairs], dtype=np.intp)
        self.gain = np.array([one.gain for one in problem.pairs], dtype=float)
        self.county = np.array(problem.county, dtype=np.intp)[self.firm]
        self.must = _marked(problem.must, len(self.gain))
        self.forbidden = _marked(problem.forbidden, len(self.gain))
        all_pairs = len(self.gain)
        self.keys: list[tuple[Kind, int]] = [("total", 0)]
        self.most = [problem.total]
        self._add("load", problem.loads)
        self._add("capacity", problem.capacities)
        self._add("high", [all_pairs if one.high is None else one.high for one in problem.quotas])
        self._add("low", [-one.low for one in problem.quotas])
        self.starts = np.cumsum([1, len(problem.loads), len(problem.capacities), len(problem.quotas)])

    def best(self) -> Places | None:
        """Places of the pairs of the greatest gain together; None where no choice keeps all limits.
        RuntimeError where the solver gives up.
        """
        if (self.must & self.forbidden).any():
            return None
        free = np.flatnonzero(~self.forbidden)
        if not len(free):
            return None if min(self.most) < 0 else free
        places = free if len(free) <= MANY else self._first(free)
        while True:
            answer = self._solved(places)
            if answer is None and len(places) < len(free):
                places = free
                continue
            if answer is None:
                return None
            more = self._worth(np.setdiff1d(free, places), answer)
            if not len(more):
                return np.asarray(places[answer.x > 0.5])
            places = np.union1d(places, more)

    def fewest(self, kinds: Sequence[Kind]) -> list[tuple[Kind, int, int]] | None:
        """The limits of some kinds that give way, and by how many posts, the fewest together, for a solution;
        None where that does not help.
        """
        keys = [*self.keys, *(("must", int(one)) for one in np.flatnonzero(self.must))]
        keys += [("forbidden", int(one)) for one in np.flatnonzero(self.forbidden)]
        elastic = [row for row, (kind, _) in enumerate(keys) if kind in kinds]
        if not elastic:
            return None
        rows, columns, signs = self._entries(np.arange(len(self.gain)))
        own = np.concatenate([np.flatnonzero(self.must), np.flatnonzero(self.forbidden)])
        own_signs = np.where(np.arange(len(own)) < self.must.sum(), -1.0, 1.0)
        slack = np.arange(len(elastic)) + len(self.gain)
        matrix = coo_array(
            (
                np.concatenate([signs, own_signs, np.full(len(elastic), -1.0)]),
                (
                    np.concatenate(
                        [rows, np.arange(len(self.keys), len(keys)), np.array(elastic, dtype=np.intp)]
                    ),
                    np.concatenate([columns, own, slack]),
                ),
            ),
            shape=(len(keys), len(self.gain) + len(elastic)),
        )
        most = np.concatenate([self.most, np.minimum(own_signs, 0.0)])
        costs = np.concatenate([np.zeros(len(self.gain)), np.ones(len(elastic))])
        ends = np.column_stack([np.zeros(len(costs)), np.where(costs > 0, np.inf, 1.0)])
        answer = _vertex(costs, matrix, (most, ends))
        if answer is None:
            return None
        found = np.round(answer.x[len(self.gain) :]).astype(int)
        return [(*keys[row], int(by)) for row, by in zip(elastic, found, strict=True) if by]

    def _add(self, kind: Kind, most: Sequence[int]) -> None:
        self.keys += [(kind, place) for place in range(len(most))]
        self.most += most

    def _entries(self, places: Places) -> tuple[Places, Places, Floats]:
        """(row, column, value) of the pairs at some places, a column each."""
        loads, capacities, high, low = self.starts
        every = np.arange(len(places))
        county = self.county[places]
        told = every[county >= 0]
        rows = [
            np.zeros_like(every), loads + self.doctor[places], capacities + self.firm[places],
            high + county[told], low + county[told],
        ]  # fmt: skip
        signs = np.ones(3 * len(every) + 2 * len(told))
        signs[3 * len(every) + len(told) :] = -1.0
        return np.concatenate(rows), np.concatenate([every, every, every, told, told]), signs

    def _solved(self, places: Places) -> Any:
        rows, columns, signs = self._entries(places)
        matrix = coo_array((signs, (rows, columns)), shape=(len(self.keys), len(places)))
        ends = np.column_stack([self.must[places], np.ones(len(places))])
        return _vertex(-self.gain[places], matrix, (np.array(self.most, dtype=float), ends))

    def _first(self, free: Places) -> Places:
        """Where to begin: the best of each doctor and of each firm, and what must be."""
        order = free[np.argsort(-self.gain[free], kind="stable")]
        kept = [np.flatnonzero(self.must)]
        kept += [order[_nth(whose[order]) < BEST] for whose in (self.doctor, self.firm)]
        return np.unique(np.concatenate(kept))

    def _worth(self, others: Places, answer: Any) -> Places:
        """Of pairs that were not looked at those that could gain more than their limits cost, the best."""
        loads, capacities, high, low = self.starts
        prices = -answer.ineqlin.marginals
        county = np.append(prices[high:low] - prices[low:], 0.0)  # the last for firms without a quota
        cost = prices[0] + prices[loads:capacities][self.doctor[others]]
        cost += prices[capacities:high][self.firm[others]] + county[self.county[others]]
        over = self.gain[others] - cost
        found = np.flatnonzero(over > EPSILON)
        return others[found[np.argsort(-over[found], kind="stable")[:ROUND]]]


def _vertex(costs: Floats, matrix: Any, within: tuple[Floats, Floats]) -> Any:
    """The cheapest vertex, None where there is none; within: what rows are at most, and ends of columns."""
    most, ends = within
    answer = linprog(costs, A_ub=matrix.tocsr(), b_ub=most, bounds=ends, method="highs-ds")
    if answer.status == INFEASIBLE:
        return None
    if answer.status or np.abs(answer.x - np.round(answer.x)).max() > 1e-6:
        raise RuntimeError(f"the linear programme was not solved: {answer.message}")
    return answer


def _nth(keys: Places) -> Places:
    """How many like it stand before each.

    >>> _nth(np.array([7, 8, 7, 7])).tolist()
    [0, 0, 1, 2]
    """
    order = np.argsort(keys, kind="stable")
    ordered = keys[order]
    first = np.searchsorted(ordered, ordered)
    found = np.empty(len(keys), dtype=np.intp)
    found[order] = np.arange(len(keys)) - first
    return found


def _marked(places: frozenset[int], count: int) -> Bools:
    found = np.zeros(count, dtype=bool)
    found[sorted(places)] = True
    return found
