"""A good choice for roadshows in no time: one achievement after the other, then swaps. What it finds is
where a proof begins, and what stands where there is no time for one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

import numpy as np

from programme.batch_problem import Choice, Limits, Problem, capped, top, with_best_firms

_ROUNDS = 20
"""Times the items and the firms are chosen anew by turns before it is left at that."""


def greedy(problem: Problem, limits: Limits) -> Choice:
    """What is found by hand: the items of most gain one after the other, the firms for them, and by turns
    again as long as it helps.
    """
    best = with_best_firms(problem, limits, _best_items(problem, limits, None))
    for _ in range(_ROUNDS):
        again = with_best_firms(problem, limits, _best_items(problem, limits, best.firms))
        if again.value <= best.value:
            break
        best = again
    return best


def swapped(problem: Problem, limits: Limits, choice: Choice) -> Choice:
    """A choice made better by putting one unused item in the place of another, as long as that helps."""
    best = choice
    while True:
        tries = [_swap(problem, limits, best, site) for site in best.items]
        better = max((one for one in tries if one), key=lambda one: one.value, default=None)
        if better is None or better.value <= best.value:
            return best
        best = better


def _swap(problem: Problem, limits: Limits, choice: Choice, site: str) -> Choice | None:
    """The best swap at a site; None where none helps."""
    used = {one for items in choice.items.values() for one in items}
    here = [
        item for at, item in problem.rows if at == site and (item not in used or item in choice.items[site])
    ]
    places = {firm: number for number, firm in enumerate(problem.firms[site])}
    gains = np.zeros((len(here), len(places)))
    for number, item in enumerate(here):
        for firm, gain in problem.rows[site, item].items():
            gains[number, places[firm]] = gain
    shown = [here.index(one) for one in choice.items[site]]
    sums = gains[shown].sum(axis=0)
    before = _invited(sums[None, :], limits.firms)[0]
    found = []
    for out in shown:
        kept = [here[one] for one in shown if one != out]
        values = _invited(sums - gains[out] + gains, limits.firms)
        better = (one for one in np.argsort(-values, kind="stable") if one not in shown)
        for one in better:
            if values[one] <= before + 1e-9:
                break
            if _allowed(problem, limits, [*kept, here[one]]):
                found.append((values[one], [*kept, here[one]]))
                break
    if not found:
        return None
    items = {**choice.items, site: tuple(max(found, key=lambda one: one[0])[1])}
    return with_best_firms(problem, limits, items)


def _invited(sums: np.ndarray, firms: int) -> np.ndarray:
    """For each row of sums by firm, what the best so many add up to."""
    best = sums if sums.shape[1] <= firms else -np.partition(-sums, firms - 1, axis=1)[:, :firms]
    added: np.ndarray = best.sum(axis=1)
    return added


def _allowed(problem: Problem, limits: Limits, items: list[str]) -> bool:
    return all(len(some) <= cap for cap, some in capped(problem, limits, dict(enumerate(items))))


def _best_items(
    problem: Problem, limits: Limits, firms: Mapping[str, tuple[str, ...]] | None
) -> dict[str, list[str]]:
    """The items of most gain one after the other, within the limits, for the firms of each site, else for
    as many of the best as may be invited.
    """
    values = {
        key: top(
            row.values() if firms is None else (row.get(one, 0.0) for one in firms[key[0]]), limits.firms
        )
        for key, row in problem.rows.items()
    }
    found: dict[str, list[str]] = defaultdict(list)
    taken: dict[tuple[str, str, str], int] = defaultdict(int)
    used: set[str] = set()
    for site, one in sorted(values, key=lambda key: (-values[key], key)):
        item = problem.items[one]
        caps = [
            ((site, "", ""), limits.items),
            *(((site, "owner", own), limits.per_owner) for own in item.owners),
        ]
        caps += [((site, "field", item.field), limits.per_field)] if item.field else []
        if one not in used and all(taken[key] < most for key, most in caps):
            used.add(one)
            found[site].append(one)
            for key, _ in caps:
                taken[key] += 1
    return found
