"""The best choice of achievements and firms for roadshows, with its proof: a mixed-integer programme,
solved by HiGHS; and why a roadshow has fewer achievements than asked.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array

from programme.batch_problem import Choice, Limits, Problem, capped, top, with_best_firms
from programme.batch_search import greedy, swapped


def choose(problem: Problem, limits: Limits, seconds: float) -> Choice:
    """The best choice. Where `seconds` do not suffice to prove that, the best one found, with its bound."""
    by_hand = swapped(problem, limits, greedy(problem, limits))
    if not problem.gains:
        return replace(by_hand, bound=0.0, proven=True)
    model = _Model(problem, limits)
    solved = milp(
        -np.array(model.gains),
        integrality=np.array(model.whole),
        bounds=Bounds(0, 1),
        constraints=model.constraint(),
        options={"time_limit": seconds, "mip_rel_gap": 0.0},
    )
    found = by_hand if solved.x is None else with_best_firms(problem, limits, model.shown(solved.x))
    best = max(found, by_hand, key=lambda one: one.value)
    if solved.status == 0:
        return replace(best, bound=best.value, proven=True)
    bound = solved.mip_dual_bound
    most = _at_most(problem, limits)
    bound = most if bound is None or not math.isfinite(bound) else min(most, -float(bound))
    return replace(best, bound=max(bound, best.value))


@dataclass(frozen=True, slots=True)
class Short:
    """Why a site shows fewer items than asked: `had` of them could be of use there at all; the least cap on
    a field or an owner that alone would let as many be shown as there are, None where that cap is not in
    the way or alone does not help; `caps` whether the caps are in the way.
    """

    had: int
    caps: bool
    per_field: int | None = None
    per_owner: int | None = None


def short(problem: Problem, limits: Limits, choice: Choice, site: str) -> Short | None:
    """Why a site shows fewer items than asked; None where it does not."""
    if len(choice.items.get(site, ())) >= limits.items:
        return None
    elsewhere = {one for other, items in choice.items.items() if other != site for one in items}
    usable = [item for at, item in problem.rows if at == site and item not in elsewhere]
    wanted = min(limits.items, len(usable))

    def enough(per_field: int, per_owner: int) -> bool:
        return _most(problem, usable, replace(limits, per_field=per_field, per_owner=per_owner)) >= wanted

    if enough(limits.per_field, limits.per_owner):
        return Short(len(usable), caps=False)
    fields = (cap for cap in range(limits.per_field + 1, wanted + 1) if enough(cap, limits.per_owner))
    owners = (cap for cap in range(limits.per_owner + 1, wanted + 1) if enough(limits.per_field, cap))
    return Short(len(usable), True, next(fields, None), next(owners, None))


def _most(problem: Problem, usable: list[str], limits: Limits) -> int:
    """How many of some items one site could show within its caps."""
    if not usable:
        return 0
    rows = _Rows()
    for cap, columns in capped(problem, limits, dict(enumerate(usable))):
        rows.add(columns, cap)
    solved = milp(
        -np.ones(len(usable)),
        integrality=np.ones(len(usable)),
        bounds=Bounds(0, 1),
        constraints=rows.constraint(len(usable)),
    )
    return round(-float(solved.fun))


class _Rows:
    """Sums of columns that may not exceed an amount."""

    def __init__(self) -> None:
        self._cells: list[tuple[float, int, int]] = []
        self._most: list[float] = []

    def add(self, columns: Iterable[int], most: float = 0.0, less: tuple[int, float] | None = None) -> None:
        """The sum of some columns, less a multiple of another one, is at most so much."""
        row = len(self._most)
        self._cells += [(1.0, row, column) for column in columns]
        if less:
            self._cells.append((-less[1], row, less[0]))
        self._most.append(most)

    def constraint(self, columns: int) -> LinearConstraint:
        """All of them, over so many columns."""
        values, rows, places = zip(*self._cells, strict=True)
        matrix = coo_array((values, (rows, places)), shape=(len(self._most), columns))
        return LinearConstraint(matrix.tocsr(), -np.inf, np.array(self._most))


class _Model:
    """The programme: for each (site, item) a column, 1 where it is shown; where a site has more firms than
    may be invited a column for each firm and one for each pair, which is at most its item and its firm. A
    pair needs not be told to be whole. That an item's pairs are at most as many as firms are invited, and a
    firm's as items are shown, follows for whole numbers and keeps the bound close.
    """

    def __init__(self, problem: Problem, limits: Limits) -> None:
        self.gains: list[float] = []
        self.whole: list[int] = []
        self._limits = limits
        self._rows = _Rows()
        self._shown: dict[tuple[str, str], int] = {}
        crowded = {site: len(firms) > limits.firms for site, firms in problem.firms.items()}
        for key, row in problem.rows.items():
            self._shown[key] = self._column(0.0 if crowded[key[0]] else math.fsum(row.values()))
        for site, firms in problem.firms.items():
            here = {column: item for (at, item), column in self._shown.items() if at == site}
            for cap, columns in capped(problem, limits, here):
                self._rows.add(columns, cap)
            if crowded[site]:
                self._invite(problem, site, firms)
        self._once()

    def constraint(self) -> LinearConstraint:
        """Everything that must hold."""
        return self._rows.constraint(len(self.gains))

    def shown(self, solution: np.ndarray) -> dict[str, list[str]]:
        """Site -> the items a solution shows."""
        found: dict[str, list[str]] = defaultdict(list)
        for (site, item), column in self._shown.items():
            if solution[column] > 0.5:
                found[site].append(item)
        return found

    def _column(self, gain: float, whole: int = 1) -> int:
        self.gains.append(gain)
        self.whole.append(whole)
        return len(self.gains) - 1

    def _invite(self, problem: Problem, site: str, firms: list[str]) -> None:
        invited = {firm: self._column(0.0) for firm in firms}
        self._rows.add(invited.values(), self._limits.firms)
        with_firm: dict[str, list[int]] = defaultdict(list)
        for (at, item), row in problem.rows.items():
            if at != site:
                continue
            pairs = {firm: self._column(gain, whole=0) for firm, gain in row.items()}
            for firm, pair in pairs.items():
                self._rows.add([pair], less=(self._shown[site, item], 1.0))
                self._rows.add([pair], less=(invited[firm], 1.0))
                with_firm[firm].append(pair)
            self._rows.add(pairs.values(), less=(self._shown[site, item], self._limits.firms))
        for firm, columns in with_firm.items():
            self._rows.add(columns, less=(invited[firm], self._limits.items))

    def _once(self) -> None:
        """No item at two sites."""
        sites: dict[str, list[int]] = defaultdict(list)
        for (_, item), column in self._shown.items():
            sites[item].append(column)
        for columns in sites.values():
            if len(columns) > 1:
                self._rows.add(columns, 1)


def _at_most(problem: Problem, limits: Limits) -> float:
    """A bound that needs no solver: each site shows its best items to the best firms of each."""
    values: dict[str, list[float]] = defaultdict(list)
    for (site, _), row in problem.rows.items():
        values[site].append(top(row.values(), limits.firms))
    return math.fsum(top(some, limits.items) for some in values.values())
