"""The choice of achievements and firms: limits hold, nothing better exists, and what falls short is
explained.
"""

from __future__ import annotations

import math
from collections import Counter
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from programme.batch_choice import Short, choose, short
from programme.batch_problem import Choice, Item, Limits, Problem
from programme.batch_search import greedy, swapped

SECONDS = 20.0


@st.composite
def problems(draw: st.DrawFn, items: int = 4, firms: int = 3, sites: int = 2) -> Problem:
    fields, owners = st.sampled_from(["", "甲", "乙"]), st.sampled_from(["大学", "学院", "研究院"])
    known = {
        f"item-{n}": Item(draw(fields), tuple(draw(st.lists(owners, max_size=2, unique=True))))
        for n in range(draw(st.integers(0, items)))
    }
    places = [(f"site-{s}", f"firm-{s}{n}") for s in range(sites) for n in range(firms)]
    gain = st.one_of(st.none(), st.integers(1, 99).map(lambda n: n / 100))
    drawn = {(site, item, firm): draw(gain) for site, firm in places for item in known}
    return Problem(known, {pair: value for pair, value in drawn.items() if value is not None})


limits = st.builds(Limits, st.integers(1, 3), st.integers(1, 3), st.integers(1, 3), st.integers(1, 3))


def broken(problem: Problem, limits: Limits, choice: Choice) -> list[str]:
    """The limits a choice does not keep."""
    found = []
    for site, items in choice.items.items():
        fields = Counter(problem.items[one].field for one in items if problem.items[one].field)
        owners = Counter(owner for one in items for owner in problem.items[one].owners)
        kept = {
            "items": len(items) <= limits.items,
            "firms": len(choice.firms[site]) <= limits.firms,
            "field": all(count <= limits.per_field for count in fields.values()),
            "owner": all(count <= limits.per_owner for count in owners.values()),
            "usable": all((site, one) in problem.rows for one in items),
        }
        found += [f"{site} {name}" for name, holds in kept.items() if not holds]
    shown = [one for items in choice.items.values() for one in items]
    return [*found, *(["twice"] if len(set(shown)) < len(shown) else [])]


def worth(problem: Problem, choice: Choice) -> float:
    return math.fsum(
        gain
        for (site, item, firm), gain in problem.gains.items()
        if item in choice.items.get(site, ()) and firm in choice.firms.get(site, ())
    )


def by_trying(problem: Problem, limits: Limits) -> float:
    """The best value of all ways to give each item a site or none."""
    best = 0.0
    for places in product([None, *problem.firms], repeat=len(problem.items)):
        items = {
            site: tuple(one for one, at in zip(problem.items, places, strict=True) if at == site)
            for site in problem.firms
        }
        value = 0.0
        for site, some in items.items():
            sums = [
                math.fsum(problem.gains.get((site, one, firm), 0.0) for one in some)
                for firm in problem.firms[site]
            ]
            value += math.fsum(sorted(sums, reverse=True)[: limits.firms])
        trial = Choice(items, dict.fromkeys(problem.firms, ()), value)
        if value > best and all("usable" in one for one in broken(problem, limits, trial)):
            best = value
    return best


@settings(max_examples=150, deadline=None)
@given(problems(), limits)
def test_the_choice_keeps_the_limits_and_nothing_is_better(problem: Problem, limits: Limits) -> None:
    best = choose(problem, limits, SECONDS)
    assert best.proven
    assert broken(problem, limits, best) == []
    assert best.value == pytest.approx(worth(problem, best))
    assert best.value == pytest.approx(by_trying(problem, limits))


@settings(max_examples=60, deadline=None)
@given(problems(items=12, firms=9, sites=2), limits)
def test_the_choice_is_never_below_greedy(problem: Problem, limits: Limits) -> None:
    best, beside = choose(problem, limits, SECONDS), greedy(problem, limits)
    assert broken(problem, limits, best) == broken(problem, limits, beside) == []
    better = swapped(problem, limits, beside)
    assert broken(problem, limits, better) == []
    assert best.value + 1e-9 >= better.value >= beside.value
    assert best.bound == best.value


@settings(max_examples=60, deadline=None)
@given(problems(), limits)
def test_what_is_shown_and_who_is_invited_are_of_use(problem: Problem, limits: Limits) -> None:
    best = choose(problem, limits, SECONDS)
    met = {
        pair for pair in problem.gains if pair[1] in best.items[pair[0]] and pair[2] in best.firms[pair[0]]
    }
    assert {(site, item) for site, item, _ in met} == {
        (s, one) for s, some in best.items.items() for one in some
    }
    assert {(site, firm) for site, _, firm in met} == {
        (s, one) for s, some in best.firms.items() for one in some
    }


@settings(max_examples=100, deadline=None)
@given(problems(sites=1), limits)
def test_a_cap_that_is_said_to_bind_does(problem: Problem, limits: Limits) -> None:
    best = choose(problem, limits, SECONDS)
    for site, items in best.items.items():
        why = short(problem, limits, best, site)
        if why is None:
            assert len(items) == limits.items
            continue
        assert why.had == len([one for at, one in problem.rows if at == site])
        if not why.caps:
            continue
        assert len(items) < min(limits.items, why.had)
        loose = Limits(limits.items, 99, why.per_field or limits.per_field, why.per_owner or limits.per_owner)
        if why.per_field or why.per_owner:
            again = short(problem, loose, choose(problem, loose, SECONDS), site)
            assert again is None or not again.caps


def test_the_best_single_item_may_not_be_of_the_best_pair() -> None:
    """Greedy takes the item that is best for all firms; two invited firms are better served by another."""
    gains = {("s", "wide", f"f{n}"): 0.3 for n in range(4)} | {
        ("s", "deep", "f0"): 0.5,
        ("s", "deep", "f1"): 0.4,
    }
    problem = Problem({"wide": Item("甲"), "deep": Item("甲")}, gains)
    best = choose(problem, Limits(1, 2, 1, 1), SECONDS)
    assert (best.items, best.firms) == ({"s": ("deep",)}, {"s": ("f0", "f1")})


def test_the_caps_decide_and_are_named() -> None:
    items = {f"i{n}": Item("冶金", ("矿冶院",)) for n in range(3)} | {"other": Item("农学", ("农大",))}
    problem = Problem(items, {("s", one, "f"): 0.9 if one != "other" else 0.1 for one in items})
    limits = Limits(3, 5, 3, 1)
    best = choose(problem, limits, SECONDS)
    assert len(best.items["s"]) == 2
    assert "other" in best.items["s"]
    assert short(problem, limits, best, "s") == Short(4, True, None, 2)
    both = Limits(4, 5, 1, 1)
    assert short(problem, both, choose(problem, both, SECONDS), "s") == Short(4, True, None, None)


def test_an_item_goes_where_the_season_gains_most() -> None:
    gains = {("a", "i", "fa"): 0.9, ("b", "i", "fb"): 0.8, ("a", "j", "fa"): 0.7}
    best = choose(Problem({"i": Item(), "j": Item()}, gains), Limits(1, 9, 9, 9), SECONDS)
    assert best.items == {"a": ("j",), "b": ("i",)}


def test_without_time_the_bound_is_told() -> None:
    gains = {
        ("s", f"i{i}", f"f{f}"): ((i * 37 + f * 61) % 97 + 1) / 100 for i in range(60) for f in range(80)
    }
    problem = Problem({f"i{i}": Item(str(i % 7), (str(i % 11),)) for i in range(60)}, gains)
    limits = Limits(8, 20, 2, 2)
    best = choose(problem, limits, 0.01)
    assert not best.proven
    assert broken(problem, limits, best) == []
    assert best.value >= greedy(problem, limits).value
    assert best.value < best.bound < math.inf
