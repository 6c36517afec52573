"""What roadshows are chosen from: achievements that may be shown, firms that may be invited, how likely
each pair is a strong match, and how often a firm stayed away.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from errors import UsageError
from ontology.tables import table
from programme.batch_problem import Item
from programme.model import Source
from programme.rules import Values
from programme.world import World
from recommend.grade import blocked
from recommend.model import Answer, Recommendation


class RoadshowValues(Values):
    """As rules/roadshow.yaml says."""

    achievements: int
    firms: int
    per_field: int
    per_owner: int
    every: int
    rest_days: int
    exclusive: tuple[str, ...]
    settled: tuple[str, ...]
    looked_at: int
    least: float
    absent: float
    absent_least: float
    named: int
    seconds: float
    season: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """An achievement that may be shown: a row of the query `roadshow-achievements`."""

    id: str
    title: str
    body: Mapping[str, Any]
    owners: Sequence[Mapping[str, Any]]
    makers: Sequence[Mapping[str, Any]]
    takers: Sequence[Mapping[str, Any]]
    roadshows: Sequence[Mapping[str, Any]]
    planned: Sequence[Mapping[str, Any]]

    @property
    def item(self) -> Item:
        """What fills the caps: its discipline, and its owners, a part as its whole."""
        owners = {one["whole"] or one["id"] for one in self.owners}
        return Item(str(self.body.get("field", "")), tuple(sorted(owners)))

    @property
    def discipline(self) -> str | None:
        """The name of its discipline; None where it is not known."""
        code = str(self.body.get("field", ""))
        return table("field").name(code) if code else None

    @property
    def presenters(self) -> list[str]:
        """The institutes its makers work at, who would present it; else its owners."""
        return _names(one["institute"] for one in self.makers) or _names(one["name"] for one in self.owners)


@dataclass(frozen=True, slots=True)
class Guest:
    """A firm that may be invited: a row of `roadshow-guests`, with how often it was invited to roadshows
    before the day whose attendance is on record, and how often it came. `weight` is what its pairs count
    for.
    """

    id: str
    name: str
    uscc: str | None
    county: str
    needs: Sequence[Mapping[str, Any]]
    settled: frozenset[str]
    invited: int
    came: int
    weight: float


@dataclass(frozen=True, slots=True)
class Fit:
    """A pair that counts: the recommendation of the one scorer, and the firm's weight."""

    site: str
    guest: Guest
    made: Recommendation
    weight: float

    @property
    def probability(self) -> float:
        """How likely it is at least 较强."""
        return likely(self.made)

    @property
    def gain(self) -> float:
        """What it adds to the strong matches that are expected."""
        return round(self.probability * self.weight, 6)


@dataclass(frozen=True, slots=True)
class Barred:
    """Why an achievement is not shown at a site: a short word and a sentence."""

    kind: str
    reason: str


@dataclass
class Site:
    """A county of the season: its firms, the pairs that count by (achievement, firm), and how many did not:
    too unlikely, blocked by what is on record, settled already. `full`: firms for which more might have
    been found.
    """

    code: str
    guests: dict[str, Guest]
    source: Source
    fits: dict[tuple[str, str], Fit] = field(default_factory=dict)
    unlikely: int = 0
    blocked: int = 0
    settled: int = 0
    full: int = 0


def achievements(world: World) -> tuple[dict[str, Shown], Source]:
    """All achievements by id, with the query they came from."""
    found = world.ask("roadshow-achievements")
    names = ("id", "achievement", "body", "owners", "makers", "takers", "shown", "planned")
    return {row["id"]: Shown(*(row[name] for name in names)) for row in found.rows}, found.source


def barred(one: Shown, county: str, at: dt.date, values: RoadshowValues) -> Barred | None:
    """Why an achievement is not shown in a county; None where it may be."""
    for taker in one.takers:
        if taker["mode"] in values.exclusive:
            return Barred("已许可", f"已{taker['mode']}给{taker['name']}")
    since = (at - dt.timedelta(days=values.rest_days)).isoformat()
    for show in one.roadshows:
        held = str(show["held_on"] or "")
        if county in show["counties"] or held >= since:
            ahead = held >= at.isoformat()
            what = "已排进" if ahead else "上过"
            return Barred(
                "已排路演" if ahead else "上过路演", f"{what}{show['title']}（{held or '日期不明'}）"
            )
    for plan in one.planned:
        if plan["county"] != county and plan["dated"] >= since:
            return Barred("另有计划", f"计划 {plan['plan']} 已排到{plan['name']}")
    return None


def guests(world: World, county: str, values: RoadshowValues) -> tuple[dict[str, Guest], Source]:
    """The firms of a county by id, with the query they came from."""
    found = world.ask("roadshow-guests", {"county": county, "settled": list(values.settled)})
    return {row["id"]: guest(row, world.at.isoformat(), values) for row in found.rows}, found.source


def site(world: World, county: str, shown: Mapping[str, Shown], values: RoadshowValues) -> Site:
    """A county with the pairs that count there."""
    firms, source = guests(world, county, values)
    made = Site(county, firms, source)
    open_here = {one.id for one in shown.values() if barred(one, county, world.at, values) is None}
    if firms and open_here:
        answers = world.match(list(firms), (("achievement",), values.looked_at))
        for guest, answer in zip(firms.values(), answers, strict=True):
            found = _answered(answer)
            made.full += values.looked_at <= len(found) < len(shown)
            _weigh(made, guest, found, (open_here, values))
    return made


def likely(made: Recommendation) -> float:
    """How likely a match is at least 较强; nothing where something on record blocks it."""
    return 0.0 if blocked(made) else made.reasons.grade.probability or 0.0


def _answered(answer: Answer | UsageError) -> list[Recommendation]:
    if isinstance(answer, UsageError):
        raise answer
    return answer.recommendations


def _weigh(
    made: Site, guest: Guest, found: list[Recommendation], by: tuple[set[str], RoadshowValues]
) -> None:
    """Sort a firm's recommendations into those that count and those that do not."""
    open_here, values = by
    made.settled += len(guest.settled & open_here)
    for one in found:
        if one.id not in open_here or one.id in guest.settled:
            continue
        if blocked(one):
            made.blocked += 1
        elif likely(one) < values.least:
            made.unlikely += 1
        else:
            made.fits[one.id, guest.id] = Fit(made.code, guest, one, guest.weight)


def guest(row: Mapping[str, Any], day: str, values: RoadshowValues) -> Guest:
    """`invited` counts past roadshows of which it is on record who came: of others nobody is said to be
    absent.
    """
    invited = {one["id"] for one in row["invited"] if one["came"] and str(one["held_on"] or "9") < day}
    came = {one["id"] for one in row["attended"] if str(one["held_on"] or "9") < day}
    weight = 1.0 if came else max(values.absent ** len(invited), values.absent_least)
    return Guest(
        row["id"],
        row["enterprise"] or "",
        row["uscc"],
        row["county"] or "",
        row["needs"],
        frozenset(one["id"] for one in row["settled"]),
        len(invited),
        len(came),
        round(weight, 6),
    )


def _names(found: Iterator[Any]) -> list[str]:
    return list(dict.fromkeys(str(one) for one in found if one))
