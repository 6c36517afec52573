"""供需推送: needs to those who can meet them, achievements to the leading firms of their industry; nothing
twice.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from ontology.model import ontology
from ontology.tables import table
from programme.firms import Firm, firms
from programme.model import Cell, Column, Figure, Plan, Row, Sheet, Source, Tie
from programme.rules import Values
from programme.tasks import TASKS
from programme.world import World, place
from recommend.calibration import LABELS
from recommend.model import Answer, Recommendation
from recommend.path_words import path_text

AIMS = ("achievement", "doctor", "institute")
_WIDE = 50
"""Achievements that are looked at for a leading firm, of which those of its industry are kept."""
_BRANCH = 3
"""Characters of an industry's code that name its 大类, as in C32."""
OVER = ("已完成", "已终止")
"""What an agreement binds no longer by."""


class LeadingValues(Values):
    """`labels` that make a leading firm; of an industry without one, the `largest` by revenue."""

    labels: tuple[str, ...]
    largest: int


@dataclass(frozen=True, slots=True)
class Options:
    """`county` a code or "", `institute` an id or "", `limit` of each kind for a need or a firm, `least` the
    grade from which a match is pushed.
    """

    county: str = ""
    institute: str = ""
    limit: int = 3
    least: str = "较强"


@dataclass(frozen=True, slots=True)
class Asker:
    """Who is told: a need or a leading firm, with its firm and county (a code, "" where not known)."""

    id: str
    what: str
    firm_id: str
    firm: str
    county: str
    industry: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """One match to push, with the supplier's owners and what it was sent as before ("" for never)."""

    asker: Asker
    made: Recommendation
    owners: Sequence[Mapping[str, str]]
    before: str

    @property
    def pair(self) -> tuple[str, str]:
        """The need the match rests on, else the firm; and the supplier."""
        return self.made.source or self.asker.id, self.made.id


class Pushing:
    """What was sent before, and what is to be sent now."""

    def __init__(self, world: World, options: Options) -> None:
        self.world = world
        self.options = options
        self.sent = world.ask("push-sent", {"county": options.county})
        self._how: dict[tuple[str, str], str] = {}
        for row in self.sent.rows:
            for asker in (row["asker"], row["firm"]):
                self._how[asker, row["candidate"]] = row["how"]
        self._suppliers: dict[str, dict[str, Any]] = {}

    def found(self, askers: Sequence[Asker], aims: Sequence[str], limit: int) -> list[Found]:
        """The matches of at least the least grade that nothing blocks, for each asker, best first."""
        answers = self.world.match([one.id for one in askers], (aims, limit))
        pairs = [
            (asker, made)
            for asker, answer in zip(askers, answers, strict=True)
            if isinstance(answer, Answer)
            for made in answer.recommendations
            if self._good(made)
        ]
        self._look_up({made.id for _, made in pairs})
        return [
            Found(asker, made, self._suppliers[made.id]["owners"], self._before(asker, made))
            for asker, made in pairs
            if self._wanted(made)
        ]

    def industries(self, made: Recommendation) -> set[str]:
        """The 大类 an achievement is for."""
        return {str(code)[:_BRANCH] for code in self._suppliers[made.id]["industries"]}

    def _good(self, made: Recommendation) -> bool:
        grade = LABELS.index(made.reasons.grade.label) >= LABELS.index(self.options.least)
        return grade and not any(one.blocks for one in made.reasons.cautions)

    def _wanted(self, made: Recommendation) -> bool:
        owners = {one["id"] for one in self._suppliers[made.id]["owners"]}
        return not self.options.institute or self.options.institute in owners

    def _before(self, asker: Asker, made: Recommendation) -> str:
        return self._how.get((made.source or asker.id, made.id)) or self._how.get((asker.id, made.id), "")

    def _look_up(self, ids: set[str]) -> None:
        new = sorted(ids - self._suppliers.keys())
        if new:
            rows = self.world.ask("push-suppliers", {"ids": new}).rows
            self._suppliers.update((row["id"], row) for row in rows)


def plan(world: World, options: Options) -> Plan:
    """What is to be pushed in a county or for an institute, and what was left out since it had been."""
    pushing = Pushing(world, options)
    asked = world.ask("push-needs", {"county": options.county})
    needs = list(_needs(asked.rows))
    open_ = [one for one, agreements in needs if not any(_binds(g, world.at) for g in agreements)]
    ours = pushing.found(open_, AIMS, options.limit + _most(pushing, open_))
    leading, firms_source = _leading(world, options.county)
    theirs = [
        one
        for one in pushing.found(leading, ("achievement",), _WIDE)
        if one.asker.industry[:_BRANCH] in pushing.industries(one.made)
    ]
    said = {(one.asker.firm_id, one.made.id) for one in ours}
    theirs = [one for one in theirs if (one.asker.firm_id, one.made.id) not in said]
    fresh = [*_first(ours, options.limit), *_first(theirs, options.limit)]
    again = [one for one in (*ours, *theirs) if one.before]
    sources = (asked.source, pushing.sent.source, firms_source)
    sheets = (
        _table("push", "推送清单", fresh, sources),
        _again(again, (pushing.sent.source,)),
        *_apart(fresh, sources),
    )
    notes = tuple(_notes(len(needs) - len(open_), [one for one, _ in needs], leading))
    ties = tuple(
        Tie(one.made.source or one.asker.id, one.made.id, one.made.reasons.grade.label) for one in fresh
    )
    return Plan(
        "push", TASKS["push"], world.at, world.run, place(options.county), tuple(_figures()), sheets,
        world.rules, notes, ties,
    )  # fmt: skip


def _needs(rows: Iterable[Mapping[str, Any]]) -> Iterator[tuple[Asker, Sequence[Mapping[str, Any]]]]:
    for need, same in groupby(rows, key=lambda row: row["id"]):
        row = next(same)  # a need of several firms is told under the first
        told = Asker(need, row["need"], row["firm_id"] or "", row["firm"] or "", row["county"] or "")
        yield told, row["agreements"]


def _binds(agreement: Mapping[str, Any], at: dt.date) -> bool:
    until = str(agreement["until"] or "")
    return agreement["progress"] not in OVER and (not until or until >= at.isoformat()[: len(until)])


def _most(pushing: Pushing, askers: Sequence[Asker]) -> int:
    """How many more must be asked for, so that lists are full without what was sent before."""
    ids = {one.id for one in askers}
    count: dict[str, int] = {}
    for row in pushing.sent.rows:
        if row["asker"] in ids:
            count[row["asker"]] = count.get(row["asker"], 0) + 1
    return max(count.values(), default=0)


def _leading(world: World, county: str) -> tuple[list[Asker], Source]:
    """The leading firms of each 大类 among those of the county, by the rule."""
    rule = world.rule("leading", LeadingValues).values
    found, source = firms(world, county)
    chosen: list[Asker] = []
    for branch, some in groupby(sorted(found, key=_branch), key=lambda firm: firm.industry[:_BRANCH]):
        if branch:
            chosen += [_asker(firm, why) for firm, why in _leaders(list(some), rule)]
    return chosen, source


def _branch(firm: Firm) -> tuple[str, str]:
    return firm.industry[:_BRANCH], firm.id


def _leaders(some: Sequence[Firm], rule: LeadingValues) -> Iterator[tuple[Firm, str]]:
    titled = {
        firm.id: sorted(held)
        for firm in some
        if (held := set(firm.body.get("labels") or ()) & set(rule.labels))
    }
    if titled:
        yield from ((firm, "、".join(titled[firm.id])) for firm in some if firm.id in titled)
        return
    known = [firm for firm in some if firm.amount("revenue").exact is not None]
    order = sorted(known, key=lambda firm: (-firm.amount("revenue").low, firm.id))
    yield from ((firm, "行业内营业收入居前") for firm in order[: rule.largest])


def _asker(firm: Firm, why: str) -> Asker:
    name = table("industry").name(firm.industry[:_BRANCH])
    return Asker(firm.id, f"{name}龙头（{why}）", firm.id, firm.name, firm.county, firm.industry)


def _first(found: Iterable[Found], limit: int) -> Iterator[Found]:
    """The first of each kind for each asker that were not sent before."""
    taken: dict[tuple[str, str], int] = {}
    for one in found:
        key = one.asker.id, one.made.kind
        if not one.before and taken.get(key, 0) < limit:
            taken[key] = taken.get(key, 0) + 1
            yield one


COLUMNS = (
    Column("county", "区县"), Column("firm", "企业"), Column("what", "需求或身份"), Column("kind", "类别"),
    Column("name", "推荐"), Column("owner", "单位"), Column("grade", "等级"),
    Column("score", "总分", "number"), Column("evidence", "理由", aside=True),
    Column("path", "路径", aside=True), Column("cautions", "注意", aside=True),
)  # fmt: skip


def _cells(one: Found) -> tuple[Cell, ...]:
    made = one.made
    path = path_text(made.paths[0], ontology()) if made.paths else ""
    return (
        place(one.asker.county) if one.asker.county else None,
        one.asker.firm or None,
        one.asker.what,
        ontology().kinds[made.kind].label,
        made.name,
        "、".join(owner["name"] for owner in one.owners) or None,
        made.reasons.grade.label,
        round(made.score, 3),
        made.evidence,
        path,
        "；".join(caution.reason for caution in made.reasons.cautions),
    )


def _row(one: Found, *more: Cell) -> Row:
    ids = dict.fromkeys((*one.pair, one.asker.firm_id))
    return Row((*_cells(one), *more), tuple(filter(None, ids)))


def _table(name: str, title: str, found: Iterable[Found], sources: tuple[Source, ...]) -> Sheet:
    return Sheet(name, title, COLUMNS, tuple(map(_row, found)), sources, most=None if name == "push" else 0)


def _again(found: Iterable[Found], sources: tuple[Source, ...]) -> Sheet:
    rows = tuple(_row(one, one.before) for one in found)
    return Sheet("again", "推送过、这次不再推的", (*COLUMNS, Column("before", "上次")), rows, sources, most=0)


def _apart(fresh: Sequence[Found], sources: tuple[Source, ...]) -> Iterator[Sheet]:
    """One sheet a county and one an institute: what each office and each institute is sent."""
    counties = sorted({one.asker.county for one in fresh})
    for county in counties:
        some = [one for one in fresh if one.asker.county == county]
        title = place(county) if county else "区县不明"
        yield _table(f"county-{county}", title, some, sources)
    owners = {
        owner["id"]: owner["name"] for one in fresh for owner in one.owners if owner["kind"] == "Institute"
    }
    for owner, name in sorted(owners.items(), key=lambda pair: pair[1]):
        some = [one for one in fresh if owner in {each["id"] for each in one.owners}]
        yield _table(owner, name, some, sources)


def _figures() -> Iterator[Figure]:
    yield Figure("push", "要推送", "push", unit="对")
    for kind in ("Achievement", "Doctor", "Institute"):
        label = ontology().kinds[kind].label
        yield Figure(kind.lower(), label, "push", (("kind", label),), unit="对")
    yield Figure("strong", "其中等级为强", "push", (("grade", "强"),), unit="对")
    yield Figure("again", "推送过、不再推", "again", unit="对")


def _notes(bound: int, needs: Sequence[Asker], leading: Sequence[Asker]) -> Iterator[str]:
    yield f"共 {len(needs)} 项需求，其中 {bound} 项已有协议，不再推送；龙头企业 {len(leading)} 家"
    if unknown := sum(not one.county for one in needs):
        yield f"{unknown} 项需求不知道是哪个区县的，另列一表"
