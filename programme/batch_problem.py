"""Which achievements to show at which roadshow and whom to invite, as a problem in numbers: what may meet,
what it gains, what limits hold. Pure: no graph, no rule file.

An achievement goes to one site at most, a firm belongs to one. A pair counts where its achievement is shown
at the site and its firm is invited there.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

Pair = tuple[str, str, str]
"""Site, item, firm."""


@dataclass(frozen=True, slots=True)
class Item:
    """What may be shown: `field` "" and `owners` empty where they are not known; what is not known fills no
    cap.
    """

    field: str = ""
    owners: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Limits:
    """Of each site: items shown and firms invited at most, items of one field and of one owner at most."""

    items: int
    firms: int
    per_field: int
    per_owner: int


@dataclass(frozen=True)
class Problem:
    """Items by id, and the gain (above 0) of each pair that may meet."""

    items: Mapping[str, Item]
    gains: Mapping[Pair, float]

    @cached_property
    def rows(self) -> dict[tuple[str, str], dict[str, float]]:
        """(Site, item) -> the gain with each firm; in the order of the ids."""
        found: dict[tuple[str, str], dict[str, float]] = defaultdict(dict)
        for (site, item, firm), gain in sorted(self.gains.items()):
            found[site, item][firm] = gain
        return dict(found)

    @cached_property
    def firms(self) -> dict[str, list[str]]:
        """Site -> the firms that gain by anything, by id."""
        found: dict[str, set[str]] = defaultdict(set)
        for site, _, firm in self.gains:
            found[site].add(firm)
        return {site: sorted(firms) for site, firms in sorted(found.items())}


@dataclass(frozen=True)
class Choice:
    """Site -> items and firms, each of use to another, by id; the sum of the gains; what no choice can
    surpass.
    """

    items: Mapping[str, tuple[str, ...]]
    firms: Mapping[str, tuple[str, ...]]
    value: float
    bound: float = math.inf
    proven: bool = False


def with_best_firms(problem: Problem, limits: Limits, items: Mapping[str, Sequence[str]]) -> Choice:
    """Given the items, the firms of most gain; items and firms that are of no use to any are left out."""
    shown: dict[str, tuple[str, ...]] = {}
    invited: dict[str, tuple[str, ...]] = {}
    value = []
    for site in problem.firms:
        sums: dict[str, float] = defaultdict(float)
        for one in items.get(site, ()):
            for firm, gain in problem.rows[site, one].items():
                sums[firm] += gain
        chosen = sorted(sums, key=lambda firm: (-sums[firm], firm))[: limits.firms]
        invited[site] = tuple(sorted(chosen))
        useful = [
            one for one in items.get(site, ()) if any(firm in problem.rows[site, one] for firm in chosen)
        ]
        shown[site] = tuple(sorted(useful))
        value += [
            gain for one in useful for firm, gain in problem.rows[site, one].items() if firm in invited[site]
        ]
    return Choice(shown, invited, math.fsum(value))


def capped(problem: Problem, limits: Limits, columns: Mapping[int, str]) -> list[tuple[int, list[int]]]:
    """(Most, the columns of the items it holds for) of one site: all, each field, each owner."""
    fields: dict[str, list[int]] = defaultdict(list)
    owners: dict[str, list[int]] = defaultdict(list)
    for column, one in columns.items():
        item = problem.items[one]
        if item.field:
            fields[item.field].append(column)
        for owner in item.owners:
            owners[owner].append(column)
    return [
        (limits.items, list(columns)),
        *((limits.per_field, some) for some in fields.values()),
        *((limits.per_owner, some) for some in owners.values()),
    ]


def top(values: Iterable[float], count: int) -> float:
    """What the greatest so many add up to."""
    return math.fsum(sorted(values, reverse=True)[:count])
