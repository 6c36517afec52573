"""The optimiser: no assignment breaks a limit, none is better, and what cannot be says what must give way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from itertools import chain, combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from programme import flow
from programme.assignment import Breach, Pair, Problem, Quota, greedy, relaxations, relaxed, solve


@st.composite
def problems(draw: st.DrawFn, most: int = 4) -> Problem:
    """Few doctors and firms, two counties and one without a quota; limits that often contradict."""
    doctors, firms = draw(st.integers(1, most)), draw(st.integers(1, most))
    every = [(doctor, firm) for doctor in range(doctors) for firm in range(firms)]
    ends = draw(st.lists(st.sampled_from(every), unique=True, max_size=9))
    pairs = [Pair(*end, draw(st.integers(0, 8)) / 8) for end in ends]
    places = st.frozensets(st.integers(0, len(pairs) - 1), max_size=2) if pairs else st.just(frozenset())
    quotas = [
        Quota(name, draw(st.integers(0, 2)), draw(st.none() | st.integers(0, 3))) for name in ("甲县", "乙县")
    ]
    return Problem(
        pairs,
        draw(st.lists(st.integers(0, 2), min_size=doctors, max_size=doctors)),
        draw(st.lists(st.integers(0, 2), min_size=firms, max_size=firms)),
        draw(st.lists(st.integers(-1, 1), min_size=firms, max_size=firms)),
        quotas,
        draw(st.integers(0, 5)),
        draw(places),
        draw(places),
    )


def keeps(problem: Problem, chosen: Iterable[int], *, least: bool = True) -> bool:
    """Whether a choice keeps every limit, said once more and plainly."""
    places = list(chosen)
    pairs = [problem.pairs[place] for place in places]
    loads, firms = Counter(one.doctor for one in pairs), Counter(one.firm for one in pairs)
    counties = Counter(problem.county[one.firm] for one in pairs)
    return (
        len(places) <= problem.total
        and not problem.forbidden & set(places)
        and all(loads[place] <= load for place, load in enumerate(problem.loads))
        and all(firms[place] <= capacity for place, capacity in enumerate(problem.capacities))
        and all(
            quota.high is None or counties[place] <= quota.high for place, quota in enumerate(problem.quotas)
        )
        and (
            not least
            or (
                problem.must <= set(places)
                and all(counties[place] >= quota.low for place, quota in enumerate(problem.quotas))
            )
        )
    )


def brute(problem: Problem) -> float | None:
    """The greatest gain of all choices there are; None where none keeps the limits."""
    places = range(len(problem.pairs))
    every = chain.from_iterable(combinations(places, size) for size in range(len(places) + 1))
    gains = [sum(problem.pairs[place].gain for place in one) for one in every if keeps(problem, one)]
    return max(gains, default=None)


@given(problems())
@settings(max_examples=300, deadline=None)
def test_the_optimum_is_the_best_of_all_choices(problem: Problem) -> None:
    found, best = solve(problem), brute(problem)
    assert (found is None) == (best is None)
    if found is not None:
        assert keeps(problem, found.chosen)
        assert found.short == ()
        assert found.gain == pytest.approx(best)


@given(problems(12))
@settings(max_examples=150, deadline=None)
def test_greedy_keeps_the_limits_and_is_never_better(problem: Problem) -> None:
    got, best = greedy(problem), solve(problem)
    assert keeps(problem, got.chosen, least=False)
    if problem.must <= set(got.chosen) and not got.short:
        assert best is not None
        assert got.gain <= best.gain + 1e-9


@given(problems())
@settings(max_examples=300, deadline=None)
def test_what_cannot_be_says_what_makes_it_possible_and_nothing_less_does(problem: Problem) -> None:
    if solve(problem) is not None:
        return
    ways = relaxations(problem)
    assert ways
    for way in ways:
        assert solve(relaxed(problem, way)) is not None
        first = way[0]
        less = [*way[1:], replace(first, by=first.by - 1)] if first.by > 1 else way[1:]
        assert solve(relaxed(problem, less)) is None


@st.composite
def dense(draw: st.DrawFn) -> Problem:
    """Every pair there may be, and a least that costs something."""
    doctors, firms = draw(st.integers(2, 7)), draw(st.integers(2, 7))
    gains = draw(st.lists(st.integers(0, 100), min_size=doctors * firms, max_size=doctors * firms))
    pairs = [Pair(place // firms, place % firms, gain / 100) for place, gain in enumerate(gains)]
    county = [firm % 2 for firm in range(firms)]
    quotas = [Quota("甲县", draw(st.integers(0, 3))), Quota("乙县", draw(st.integers(0, 3)), 3)]
    return Problem(
        pairs, [1] * doctors, [draw(st.integers(1, 3))] * firms, county, quotas, draw(st.integers(3, 6))
    )


@given(dense())
@settings(max_examples=200, deadline=None)
def test_looking_at_few_pairs_first_gives_the_same(problem: Problem) -> None:
    whole = solve(problem)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(flow, "MANY", 0)
        patch.setattr(flow, "BEST", 1)
        patch.setattr(flow, "ROUND", 1)
        part = solve(problem)
    assert (whole is None) == (part is None)
    if whole is not None and part is not None:
        assert part.gain == pytest.approx(whole.gain)


def test_greedy_takes_the_best_pair_and_loses_two_good_ones() -> None:
    pairs = [Pair(0, 0, 0.9), Pair(0, 1, 0.8), Pair(1, 0, 0.8)]
    problem = Problem(pairs, [1, 1], [1, 1], [-1, -1], (), 2)
    best = solve(problem)
    assert best is not None
    assert (best.chosen, best.gain) == ((1, 2), 1.6)
    assert (greedy(problem).chosen, greedy(problem).gain) == ((0,), 0.9)


def test_each_kind_of_limit_that_helps_alone_is_offered() -> None:
    pairs = [Pair(0, 0, 0.9), Pair(1, 0, 0.8), Pair(2, 1, 0.7)]
    problem = Problem(pairs, [1, 1, 1], [2, 1], [0, 1], (Quota("甲县", 2), Quota("乙县", 1)), 1)
    least, total = relaxations(problem)
    assert {one.kind for one in least} == {"low"}
    assert sum(one.by for one in least) == 2
    assert total == (Breach("total", 0, 2),)


def test_no_pairs_at_all() -> None:
    none = Problem((), [1], [1], [0], (Quota("甲县"),), 3)
    assert solve(none) is not None
    asked = replace(none, quotas=(Quota("甲县", 2),))
    assert solve(asked) is None
    assert relaxations(asked) == [(Breach("low", 0, 2),)]
