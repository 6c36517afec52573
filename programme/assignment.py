"""Doctors to firms, the best overall: a flow through doctor, pair, firm and county into one sink.

Posts are sent along pairs, at most one a pair; a doctor has a load, a firm a capacity, a county a least and a
most, all together a most. programme/flow.py says why that can be solved exactly, and does it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, NamedTuple

Kind = Literal["total", "low", "high", "capacity", "load", "must", "forbidden"]
"""What may be relaxed: the posts in all, a county's least and most, a firm's and a doctor's, and pairs."""
KINDS: tuple[Kind, ...] = ("low", "total", "high", "capacity", "load", "must", "forbidden")
"""In the order in which they are offered: a wish before a limit, a limit before what was said of one pair."""


class Pair(NamedTuple):
    """A doctor and a firm by their places, and what it is worth to send him there, 0 or more."""

    doctor: int
    firm: int
    gain: float


@dataclass(frozen=True, slots=True)
class Quota:
    """How many posts the firms of a county get at least and at most; None for no most."""

    name: str
    low: int = 0
    high: int | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """`loads` by doctor, `capacities` by firm, `county` by firm (a place in `quotas`, -1 for none), `total`
    posts in all; `must` and `forbidden` are places of pairs. No two pairs are the same.
    """

    pairs: Sequence[Pair]
    loads: Sequence[int]
    capacities: Sequence[int]
    county: Sequence[int]
    quotas: Sequence[Quota]
    total: int
    must: frozenset[int] = frozenset()
    forbidden: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Assignment:
    """Places of the pairs chosen, in order, and their gains together; `short` are places of the quotas whose
    least is not reached, none in a solution.
    """

    chosen: tuple[int, ...]
    gain: float
    short: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Breach:
    """A limit to relax and by how many posts; `place` among doctors, firms, quotas or pairs, else 0."""

    kind: Kind
    place: int
    by: int


def solve(problem: Problem) -> Assignment | None:
    """The assignment of the greatest gain; None where no assignment keeps all limits. Of several as good,
    one that depends on the problem alone.
    """
    from programme.flow import Programme  # scipy: only who solves something pays for its start-up

    found = Programme(problem).best()
    return None if found is None else made(problem, map(int, found))


def greedy(problem: Problem) -> Assignment:
    """What is got by always sending the best pair that is left: pairs that must be first, then those of
    counties that lack some, then all. It may miss a county's least where `solve` does not.
    """
    taken = _Taken(problem)
    order = sorted(range(len(problem.pairs)), key=lambda place: (-problem.pairs[place].gain, place))
    for place in sorted(problem.must):
        taken.take(place)
    for place in order:
        quota = problem.county[problem.pairs[place].firm]
        if quota >= 0 and taken.counties[quota] < problem.quotas[quota].low:
            taken.take(place)
    for place in order:
        taken.take(place)
    return made(problem, taken.chosen)


def made(problem: Problem, chosen: Iterable[int]) -> Assignment:
    """An assignment of these pairs."""
    places = tuple(sorted(chosen))
    sent = Counter(problem.county[problem.pairs[place].firm] for place in places)
    short = tuple(number for number, quota in enumerate(problem.quotas) if sent[number] < quota.low)
    return Assignment(places, sum(problem.pairs[place].gain for place in places), short)


def relaxations(problem: Problem) -> list[tuple[Breach, ...]]:
    """For a problem without a solution, ways to get one: each is limits of one kind that together make it
    solvable, by the fewest posts; one of several kinds where no kind alone does. At least one.
    """
    from programme.flow import Programme

    programme = Programme(problem)
    alone = [found for kind in KINDS if (found := programme.fewest((kind,)))]
    ways = alone or [programme.fewest(KINDS) or []]
    return [tuple(Breach(*one) for one in way) for way in ways if way]


def relaxed(problem: Problem, breaches: Iterable[Breach]) -> Problem:
    """The problem with these limits relaxed."""
    for one in breaches:
        if one.kind == "total":
            problem = replace(problem, total=problem.total + one.by)
        elif one.kind == "load":
            problem = replace(problem, loads=_more(problem.loads, one))
        elif one.kind == "capacity":
            problem = replace(problem, capacities=_more(problem.capacities, one))
        elif one.kind == "must":
            problem = replace(problem, must=problem.must - {one.place})
        elif one.kind == "forbidden":
            problem = replace(problem, forbidden=problem.forbidden - {one.place})
        else:
            problem = replace(problem, quotas=_moved(problem.quotas, one))
    return problem


def _more(limits: Sequence[int], one: Breach) -> list[int]:
    return [limit + one.by * (place == one.place) for place, limit in enumerate(limits)]


def _moved(quotas: Sequence[Quota], one: Breach) -> list[Quota]:
    found = list(quotas)
    quota = found[one.place]
    if one.kind == "low":
        found[one.place] = replace(quota, low=quota.low - one.by)
    elif quota.high is not None:
        found[one.place] = replace(quota, high=quota.high + one.by)
    return found


@dataclass(slots=True)
class _Taken:
    """Pairs taken one after the other within the limits; least numbers of counties aside."""

    problem: Problem
    chosen: set[int] = field(default_factory=set)
    doctors: Counter[int] = field(default_factory=Counter)
    firms: Counter[int] = field(default_factory=Counter)
    counties: Counter[int] = field(default_factory=Counter)

    def take(self, place: int) -> None:
        """Take a pair, where that breaks nothing."""
        problem, pair = self.problem, self.problem.pairs[place]
        quota = problem.county[pair.firm]
        most = problem.quotas[quota].high if quota >= 0 else None
        full = (
            place in self.chosen
            or place in problem.forbidden
            or len(self.chosen) >= problem.total
            or self.doctors[pair.doctor] >= problem.loads[pair.doctor]
            or self.firms[pair.firm] >= problem.capacities[pair.firm]
            or (most is not None and self.counties[quota] >= most)
        )
        if not full:
            self.chosen.add(place)
            self.doctors[pair.doctor] += 1
            self.firms[pair.firm] += 1
            self.counties[quota] += 1
