"""供需推送: needs to those who can meet them, achievements to the leading firms of their industry; nothing
twice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from ontology.model import ontology
from programme.model import Figure, Plan, Tie
from programme.push_found import BY_NEED, TO_LEADER, Answered, Asker, Found, Pushing, Terms, first
from programme.push_leading import NO_REVENUE, NO_TRADE, askers, leaders_sheet, leading, unranked_sheet
from programme.push_sheets import (
    AGAIN,
    BOUND,
    NOTHING,
    TOLD,
    again_sheet,
    county_sheets,
    needs_sheet,
    owner_sheets,
    pushes_sheet,
)  # fmt: skip
from programme.tasks import TASKS
from programme.world import World, place
from recommend.eligibility import settles

AIMS = ("achievement", "doctor", "institute")
_SPARE = 10
"""Answers more that are looked at for a need, since some are hindered by what is on record."""
_WIDE = 50
"""Achievements that are looked at for a leading firm, of which those of its industry are kept."""


@dataclass(frozen=True, slots=True)
class Options:
    """`county` a code or "", `institute` an id or "", `limit` of each kind for a need or a firm, `least` the
    grade from which a match is pushed.
    """

    county: str = ""
    institute: str = ""
    limit: int = 3
    least: str = "较强"


def plan(world: World, options: Options) -> Plan:
    """What is to be pushed in a county or for an institute, and what was left out since it had been."""
    asked = world.ask("push-needs", {"county": options.county})
    needs = sorted(_needs(asked.rows), key=_place)
    open_ = [one for one, agreements in needs if not any(settles(g, world.at) for g in agreements)]
    pushing = Pushing(world, Terms(options.least, options.institute))
    ours = pushing.answers(open_, AIMS, options.limit + pushing.most(open_) + _SPARE)
    led = leading(world, options.county)
    theirs = pushing.answers(askers(led.leaders), ("achievement",), _WIDE)
    fresh, again = _sorted(ours, theirs, options.limit)
    told = Counter(one.asker.id for one in fresh)
    answers = {one.asker.id: one for one in ours}
    sources = (asked.source, pushing.sent.source, led.source)
    counties, by_county, cells = county_sheets(fresh, [one for one, _ in needs], sources)
    owners, by_owner, more = owner_sheets(fresh, options.institute, sources)
    whose = [str(row.cells[0]) for row in owners.rows if options.institute]
    scope = "、".join([place(options.county), *whose])
    return Plan(
        "push", TASKS["push"], world.at, world.run, scope, tuple(_figures()),
        (
            counties, owners, pushes_sheet(fresh, sources), leaders_sheet(led),
            again_sheet(again, (pushing.sent.source,)),
            needs_sheet([one for one, _ in needs], answers, told, asked.source),
            unranked_sheet(led), *by_county, *by_owner,
        ),
        world.rules, tuple(_notes(theirs)), tuple(_ties(fresh)),
        (*cells, *more),
    )  # fmt: skip


def _sorted(
    ours: Sequence[Answered], theirs: Sequence[Answered], limit: int
) -> tuple[list[Found], list[Found]]:
    """(what is sent now, what was sent before): a leading firm is told nothing that one of its needs is."""
    wanted = [one for answered in ours for one in first(answered.found, limit)]
    told = {one.told for one in wanted}
    offered = [[one for one in answered.found if one.told not in told] for answered in theirs]
    offers = [one for some in offered for one in first(some, limit)]
    before: dict[tuple[str, str], Found] = {}
    for one in (some for answered in (*ours, *theirs) for some in answered.found if some.before):
        before.setdefault(one.pair, one)
    return wanted + offers, list(before.values())


def _needs(rows: Iterable[Mapping[str, Any]]) -> Iterator[tuple[Asker, Sequence[Mapping[str, Any]]]]:
    for need, same in groupby(rows, key=lambda row: row["id"]):
        row = next(same)  # a need of several firms is told under the first
        told = Asker(need, row["need"], row["firm_id"] or "", row["firm"] or "", row["county"] or "")
        yield told, row["agreements"]


def _place(one: tuple[Asker, object]) -> tuple[bool, str, str, str]:
    """By county, those of no known one last, then by firm."""
    return not one[0].county, one[0].county, one[0].firm, one[0].id


def _ties(fresh: Iterable[Found]) -> Iterator[Tie]:
    for one in fresh:
        yield Tie(*one.pair, f"{one.asker.way}，{one.made.reasons.grade.label}")


def _figures() -> Iterator[Figure]:
    yield Figure("push", "要推送", "push", unit="对")
    for kind in ("Achievement", "Doctor", "Institute"):
        label = ontology().kinds[kind].label
        yield Figure(kind.lower(), f"推{label}", "push", (("kind", label),), unit="对")
    yield Figure("strong", "其中等级为强", "push", (("grade", "强"),), unit="对")
    yield Figure("by_need", BY_NEED, "push", (("way", BY_NEED),), unit="对")
    yield Figure("to_leader", TO_LEADER, "push", (("way", TO_LEADER),), unit="对")
    yield Figure("again", "推送过、不再推", "again", unit="对")
    yield Figure("refused", "回绝过、不再推", "needs", total="refused", unit="对")
    yield Figure("needs", "需求", "needs")
    yield Figure("bound", "已有协议的需求", "needs", (("state", BOUND),))
    yield Figure("told", "有推送的需求", "needs", (("state", TOLD),))
    yield Figure("all_again", "都推送过的需求", "needs", (("state", AGAIN),))
    yield Figure("nothing", "没有合适的需求", "needs", (("state", NOTHING),))
    yield Figure("nowhere", "区县不明的需求", "needs", (("county", None),))
    yield Figure("leaders", "行业龙头", "leaders", unit="家")
    yield Figure("no_trade", "行业不明的企业", "unranked", (("why", NO_TRADE),), unit="家")
    yield Figure("no_revenue", "收入不明的企业", "unranked", (("why", NO_REVENUE),), unit="家")


def _notes(theirs: Iterable[Answered]) -> Iterator[str]:
    yield "行业龙头是本系统的判断：名单上称龙头、链主的在先，没有的取收入最大的几家；行业、收入不明的没有参加"
    if failed := [one.asker.firm for one in theirs if one.error]:
        yield f"没能给这些龙头企业找成果：{'、'.join(failed)}"
