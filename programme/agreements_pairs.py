"""Firms and institutes that have no agreement in force and are near to one: those that work together without,
then those the one scorer matches well.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from errors import UsageError
from ontology.tables import table
from programme.agreements_ledger import BINDING, Agreement, AgreementValues
from programme.firms import Firm, firms
from programme.model import UNKNOWN, Column, Figure, Row, Sheet, Source, Tie
from programme.survey_baseline import SURVEY
from programme.world import World
from recommend.deadline import by
from recommend.model import Recommendation

COOPERATING, BUILDING, FORMER, NEW = "有合作没有协议", "共建平台没有协议", "协议已结束", "还没有往来"
RELATIONS = {"cooperating": COOPERATING, "building": BUILDING, "former": FORMER, "new": NEW}
"""What is between a firm and an institute, the nearest to signing first."""
NEAR = (COOPERATING, BUILDING)
"""Told even where the match is not good: they work together already."""
Pair = tuple[str, str]
"""Ids of a firm and an institute."""

FIGURES = (
    Figure("pairs", "可以去谈的", "pairs", unit="对"),
    *(Figure(f"pairs_{name}", label, "pairs", (("relation", label),), unit="对")
      for name, label in RELATIONS.items()),
)  # fmt: skip


@dataclass(slots=True)
class Known:
    """What is between firms and institutes: pairs with an agreement that binds or is to come, and by relation
    the entities that tie the others; `names` of the institutes.
    """

    bound: set[Pair] = field(default_factory=set)
    tied: dict[str, dict[Pair, list[str]]] = field(
        default_factory=lambda: {relation: {} for relation in RELATIONS.values()}
    )
    names: dict[str, str] = field(default_factory=dict)

    def add(self, relation: str, pair: Pair, entity: str) -> None:
        """An entity that ties a pair."""
        self.tied[relation].setdefault(pair, []).append(entity)

    def relation(self, pair: Pair) -> str:
        """The nearest relation of a pair."""
        return next((name for name, pairs in self.tied.items() if pair in pairs), NEW)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A pair that may be approached; `found` is what the scorer said of it, None where it did not name it."""

    firm: Firm
    institute: str
    name: str
    relation: str
    found: Recommendation | None
    tied_by: Sequence[str]

    @property
    def grade(self) -> str | None:
        """What the match is called."""
        return self.found.reasons.grade.label if self.found else None

    @property
    def note(self) -> str:
        """What is kept of it."""
        return f"{self.relation}，匹配{self.grade or UNKNOWN}"


@dataclass(frozen=True, slots=True)
class Pairs:
    """The pairs, what `--record` keeps of them, whether the scorer was asked, and the firms it had no answer
    for.
    """

    sheet: Sheet
    ties: tuple[Tie, ...]
    asked: bool
    failed: Sequence[str]


def known(agreements: Sequence[Agreement], platforms: Sequence[Mapping[str, Any]]) -> Known:
    """What agreements, also those signed after the day, and platforms say."""
    made = Known()
    for one in agreements:
        for pair in _pairs(one.body, made.names):
            if one.status in BINDING:
                made.bound.add(pair)
            else:
                made.add(FORMER, pair, one.id)
    for platform in platforms:
        for pair in _pairs(platform, made.names):
            made.add(BUILDING, pair, platform["id"])
    return made


def find_pairs(world: World, county: str, told: Known, values: AgreementValues) -> Pairs:
    """The pairs without an agreement in force, the nearest to one first."""
    cooperations = world.ask("survey-cooperation", {"county": county})
    for row in cooperations.rows:
        if row["relation"] == SURVEY and by(row["since"], world.at):
            told.names[row["institute_id"]] = row["institute"]
            told.add(COOPERATING, (row["enterprise_id"], row["institute_id"]), row["id"])
    asked, source = firms(world, county)
    able = bool(world.ask("institutes-by-achievements", {"limit": 1}).rows)
    matches, failed = _matches(world, asked, values) if able else ({}, [])
    found = sorted(_candidates(asked, matches, told, values), key=_nearest)
    ties = tuple(Tie(one.firm.id, one.institute, one.note) for one in found)
    return Pairs(_sheet(found, (cooperations.source, source)), ties, able, failed)


def _pairs(body: Mapping[str, Any], names: dict[str, str]) -> Iterator[Pair]:
    for institute in body["institutes"]:
        names[institute["id"]] = institute["name"]
        yield from ((firm["id"], institute["id"]) for firm in body["firms"])


def _matches(
    world: World, asked: Sequence[Firm], values: AgreementValues
) -> tuple[dict[Pair, Recommendation], list[str]]:
    """What the scorer says of each firm's nearest institutes, and the firms it had no answer for."""
    found: dict[Pair, Recommendation] = {}
    failed: list[str] = []
    answers = world.match([one.id for one in asked], (("institute",), values.institutes_a_firm))
    for firm, answer in zip(asked, answers, strict=True):
        if isinstance(answer, UsageError):
            failed.append(firm.name)
            continue
        found |= {(firm.id, one.id): one for one in answer.recommendations}
    return found, failed


def _candidates(
    asked: Sequence[Firm], matches: Mapping[Pair, Recommendation], told: Known, values: AgreementValues
) -> Iterator[Candidate]:
    by_id = {one.id: one for one in asked}
    near = {pair for relation in NEAR for pair in told.tied[relation]}
    good = {pair for pair, one in matches.items() if one.reasons.grade.label in values.grades}
    for pair in (near | good) - told.bound:
        if pair[0] in by_id:
            relation, found = told.relation(pair), matches.get(pair)
            name = found.name if found else told.names[pair[1]]
            tied = told.tied[relation].get(pair, ())
            yield Candidate(by_id[pair[0]], pair[1], name, relation, found, tied)


def _nearest(one: Candidate) -> tuple[int, float, str, str]:
    place = list(RELATIONS.values()).index(one.relation)
    return place, -one.found.score if one.found else 0.0, one.firm.id, one.institute


def _sheet(found: Sequence[Candidate], sources: tuple[Source, ...]) -> Sheet:
    rows = tuple(
        Row(
            (
                one.firm.name,
                one.name,
                table("county").name(one.firm.county) if one.firm.county else None,
                one.relation,
                one.grade,
                round(one.found.score, 3) if one.found else None,
                one.found.features[0].reason if one.found and one.found.features else "",
            ),
            (one.firm.id, one.institute, *one.tied_by),
        )
        for one in found
    )
    columns = (
        Column("enterprise", "企业"), Column("institute", "院所"), Column("county", "区县"),
        Column("relation", "关系"), Column("grade", "匹配"), Column("score", "得分", "number"),
        Column("reason", "为什么"),
    )  # fmt: skip
    note = (
        "有合作或共建平台而没有协议的最接近签约，不论匹配怎样都列出；其余是匹配够好的。已有协议还在有效期的不列。"
        "匹配“不明”是没有排进这家企业的前几名。"
    )
    return Sheet("pairs", "可以去谈的企业与院所", columns, rows, sources, note)
