"""常态路演: what to show and whom to invite, in one county or in all of a season without showing anything
twice.

The expected number of strong matches is the sum, over the achievements shown and the firms invited, of how
likely the one scorer holds each pair to be at least 较强, less for firms that were invited before and never
came.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from errors import UsageError
from programme.batch_choice import choose
from programme.batch_problem import Limits, Problem
from programme.batch_search import greedy
from programme.model import Figure, Plan, Tie
from programme.roadshow_facts import Barred, RoadshowValues, Shown, achievements, barred, site
from programme.roadshow_past import past
from programme.roadshow_season import Season
from programme.roadshow_sheets import sheets
from programme.tasks import TASKS
from programme.world import World, place

TASK = "roadshow"
FIGURES = (
    Figure("expected", "预期较强匹配", "pairs", total="expected", unit="对"),
    Figure("achievements", "路演成果", "programme", unit="项"),
    Figure("firms", "邀请企业", "invitations", unit="家"),
    Figure("pairs", "计入的配对", "pairs", unit="对"),
    Figure("fields", "学科", "variety", (("what", "学科"), ("first", "是")), unit="个"),
    Figure("owners", "完成单位", "variety", (("what", "单位"), ("first", "是")), unit="家"),
    Figure("greedy", "逐项挑选只得", "solution", total="greedy", unit="对"),
    Figure("absent", "请过没来的企业", "absent", unit="家"),
    Figure("barred", "不上台的成果", "barred", unit="项"),
    Figure("invited", "往次邀请", "past", (("recorded", "有"),), total="invited", unit="家次"),
    Figure("came", "受邀到场", "past", (("recorded", "有"),), total="came", unit="家次"),
    Figure("rate", "到场率", "past", (("recorded", "有"),), total="came", over="invited", unit=""),
    Figure("talks", "往次洽谈中", "talks", (("result", "洽谈中"),), unit="对"),
    Figure("signed", "往次签约", "talks", (("result", "签约"),), unit="对"),
)


@dataclass(frozen=True, slots=True)
class Options:
    """`county` a code, "" for a season; caps, the first day, the days between and the least probability that
    counts as the rule file says where None.
    """

    county: str = ""
    achievements: int | None = None
    firms: int | None = None
    per_field: int | None = None
    per_owner: int | None = None
    first: dt.date | None = None
    every: int | None = None
    least: float | None = None


def plan(world: World, options: Options) -> Plan:
    """The plan for a county or a season. UsageError for a first day that is over."""
    values = world.rule("roadshow", RoadshowValues).values
    if options.least is not None:
        values = values.model_copy(update={"least": options.least})
    limits = Limits(
        options.achievements or values.achievements,
        options.firms or values.firms,
        options.per_field or values.per_field,
        options.per_owner or values.per_owner,
    )
    shown, source = achievements(world)
    counties = (options.county,) if options.county else values.season
    sites = [site(world, one, shown, values) for one in counties]
    problem = Problem(
        {one.id: one.item for one in shown.values()},
        {(one.code, *pair): fit.gain for one in sites for pair, fit in one.fits.items()},
    )
    season = Season(
        source=source,
        values=values,
        limits=limits,
        shown=shown,
        sites=tuple(sites),
        days=_days(world.at, options, values, len(sites)),
        problem=problem,
        choice=choose(problem, limits, values.seconds),
        greedy=greedy(problem, limits),
        past=past(world, options.county),
        barred=_barred(world, shown, counties, values),
        whole=not options.county,
    )
    return Plan(
        TASK,
        TASKS[TASK],
        world.at,
        world.run,
        place(options.county),
        FIGURES,
        sheets(season),
        world.rules,
        tuple(season.notes()),
        tuple(_ties(season)),
    )


def _days(at: dt.date, options: Options, values: RoadshowValues, count: int) -> tuple[dt.date, ...]:
    """A day for each roadshow; one that falls on a weekend is held on the Monday after."""
    every = options.every or values.every
    first = options.first or at + dt.timedelta(days=every)
    if first < at:
        raise UsageError(f"第一场的日期 {first} 早于 {at}", "--from 写计划之后的日期，或用 --at 换一天")
    days = (first + dt.timedelta(days=every * number) for number in range(count))
    return tuple(
        one + dt.timedelta(days=max(0, 7 - one.weekday()) if one.weekday() > 4 else 0) for one in days
    )


def _barred(
    world: World, shown: dict[str, Shown], counties: tuple[str, ...], values: RoadshowValues
) -> dict[tuple[str, Barred], list[str]]:
    """(Achievement, why) -> the counties where it is not shown for that."""
    found: dict[tuple[str, Barred], list[str]] = {}
    for one in shown.values():
        for county in counties:
            if why := barred(one, county, world.at, values):
                found.setdefault((one.id, why), []).append(county)
    return found


def _ties(season: Season) -> list[Tie]:
    """Achievement -> county and firm -> county, with the day and what is expected of it."""
    found = []
    for one, day in zip(season.sites, season.days, strict=True):
        county = f"county-{one.code}"
        for identity in season.choice.items.get(one.code, ()):
            worth = sum(fit.gain for fit in season.met(one) if fit.made.id == identity)
            found.append(Tie(identity, county, f"{day} 路演，预期较强匹配 {worth:.2f}"))
        for identity in season.choice.firms.get(one.code, ()):
            found.append(Tie(identity, county, f"{day} 路演，邀请"))
    return found
