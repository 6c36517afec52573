"""The pairs of the 西商专场: who talks with whom, how far they are, and what stands against signing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from matches.chain import STATUSES, Status
from ontology.entity import Entity
from ontology.model import ontology
from ontology.tables import table
from programme.areas import AreaValues
from programme.firms import YUAN
from programme.interval import State
from programme.rules import Values
from recommend.deadline import by, end_of
from recommend.eligibility import ENDED, INTERESTS, Known, cautions
from recommend.model import Candidate, Caution, Subject

READY, SIGNED, BARRED, LATER, LACKING = "可签", "已签", "有障碍", "其后又有进展", "信息不全"
_MODELESS = "许可"


class Act(Values):
    """What is done at the event with a stage's pairs: up to `group` of them together for `minutes`; `signs`
    where something is put on paper.
    """

    act: str
    minutes: int
    group: int
    signs: bool


class SigningValues(AreaValues):
    """`stages` by status, and the minutes of `opening`, of `change` between groups and of `closing`; `start`
    and `until` HH:MM; the area is what counts as Xi'an.
    """

    stages: dict[str, Act]
    opening: int
    change: int
    closing: int
    start: str
    until: str


@dataclass(frozen=True, slots=True)
class Party:
    """A firm or who it signs with; `place` is a county or a city, "" where not known."""

    id: str
    name: str
    place: str


@dataclass(frozen=True)
class Pair:
    """A row of the query `signing-pairs`, looked at on a day. `firm` and `other` are None where not known;
    `xian`: whether the other side is in Xi'an; `agreement` in force on this very matter, "" for none, and
    `between` all in force between both, by id; `against` what `recommend` says against it.
    """

    row: Mapping[str, Any]
    status: Status
    firm: Party | None
    other: Party | None
    xian: State
    agreement: str
    between: tuple[str, ...]
    against: tuple[Caution, ...]
    at: dt.date

    @property
    def subject(self) -> Mapping[str, Any]:
        """The need, or the firm where it rests on none."""
        body: Mapping[str, Any] = self.row["subject"]
        return body

    @property
    def candidate(self) -> Mapping[str, Any]:
        """The achievement, doctor or institute."""
        body: Mapping[str, Any] = self.row["candidate"]
        return body

    @property
    def since(self) -> str:
        """The day it came to its step, YYYY-MM-DD."""
        return str(self.row["dated"])

    @property
    def days(self) -> int:
        """Days since then."""
        return (self.at - end_of(self.since)).days

    @property
    def need(self) -> str:
        """What it is about, in the firm's words."""
        return str(self.subject.get("title", "")) if _kind(self.subject) == "Need" else "企业整体合作"

    @property
    def supply(self) -> str:
        """What the other side brings, with its kind."""
        kind = ontology().kinds[_kind(self.candidate)]
        return f"{kind.label}：{self.candidate.get(kind.caption, '')}"

    @property
    def expected(self) -> float | None:
        """What it may come to, in 万元: the price of the achievement, else the budget of the need."""
        price = self.candidate.get("price") if _kind(self.candidate) == "Achievement" else None
        said = self.subject.get("budget") if price is None else price
        return None if said is None else float(said) / YUAN

    @property
    def verdict(self) -> str:
        """Whether it may be signed, or why not."""
        if self.since > self.at.isoformat():
            return LATER
        if self.agreement or self.status.place >= STATUSES["signed"].place:
            return SIGNED
        if any(one.blocks for one in self.against):
            return BARRED
        return READY if self.firm and self.other else LACKING

    @property
    def why(self) -> str:
        """What stands behind the verdict, or is to be minded where it may be signed."""
        if self.verdict == LATER:
            return f"{self.since} 又到了“{self.status.label}”，{self.at} 那天到哪一步图上没有"
        if self.verdict == SIGNED:
            return f"已签《{self.agreement}》" if self.agreement else f"记录已到“{self.status.label}”"
        if self.verdict == LACKING:
            lost = (("企业", self.firm), ("对方单位", self.other))
            return f"不知道{'、'.join(name for name, party in lost if party is None)}"
        return "；".join(one.reason for one in self.against)

    @property
    def ids(self) -> tuple[str, ...]:
        """The entities it speaks of: firm, other side, need, what is supplied."""
        parties = [one.id for one in (self.firm, self.other) if one]
        return tuple(dict.fromkeys([*parties, self.subject["id"], self.candidate["id"]]))


class Reader:
    """Makes pairs of the rows of `signing-pairs`, with those of `signing-agreements`, on a day."""

    def __init__(self, values: SigningValues, agreements: Sequence[Mapping[str, Any]], at: dt.date) -> None:
        self.values = values
        self.at = at
        self.signed = [one for one in agreements if one["signed_on"] and by(one["signed_on"], at)]
        self.in_force = [one for one in self.signed if one["progress"] != ENDED and not self._over(one)]

    def pair(self, row: Mapping[str, Any]) -> Pair:
        """A row with what is known of both sides."""
        firm = next((_party(one, _county(one)) for one in row["firms"]), None)
        owners = sorted(row["owners"], key=self._rank)
        other = next((_party(one, str(one["city"] or _county(one))) for one in owners), None)
        between = [
            one for one in self.in_force if firm and other and {firm.id, other.id} <= set(one["parties"])
        ]
        about = {str(row["subject"]["id"]), str(row["candidate"]["id"])}
        whole = {_kind(row["subject"]), _kind(row["candidate"])} == {"Enterprise", "Institute"}
        same = [one for one in between if whole or about & set(one["covers"])]
        return Pair(
            row,
            STATUSES[row["status"]],
            firm,
            other,
            self.values.any_of(owners),
            str(same[0]["agreement"]) if same else "",
            tuple(one["id"] for one in between),
            self._against(row, firm),
            self.at,
        )

    def _rank(self, owner: Mapping[str, Any]) -> tuple[bool, bool]:
        """Institutes first, of them those in Xi'an."""
        return owner["kind"] != "Institute", self.values.holds(owner) != "met"

    def _over(self, agreement: Mapping[str, Any]) -> bool:
        return bool(agreement["expires_on"]) and end_of(agreement["expires_on"]) < self.at

    def _against(self, row: Mapping[str, Any], firm: Party | None) -> tuple[Caution, ...]:
        """What `recommend` says against it, by the facts of the day."""
        source, entity = (Entity(one["id"], _kind(one), one) for one in (row["subject"], row["candidate"]))
        owners = [one for one in row["owners"] if one["id"] != entity.id]
        candidate = Candidate(entity, source, context={"owners": owners, **_takers(row)})
        enterprise = Entity(firm.id, "Enterprise") if firm else source
        about: dict[str, list[Mapping[str, Any]]] = {}
        for one in self.signed:
            for covered in one["covers"]:
                about.setdefault(covered, []).append({**one, "title": one["agreement"]})
        return tuple(cautions(candidate, Subject(enterprise, (source,), "need"), Known(about), self.at))


def _takers(row: Mapping[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """Who took it, and a doctor's own firms, as `recommend` tells them."""
    told: dict[str, list[dict[str, Any]]] = {"takers": [], "interests": []}
    for one in row["takers"]:
        if one["relation"] in INTERESTS:
            told["interests"].append(one)
        else:
            how = f"{one['mode'] or _MODELESS}给" if one["relation"] == "LICENSED_TO" else "派驻"
            told["takers"].append({**one, "how": how})
    return told


def _party(one: Mapping[str, Any], place: str) -> Party:
    return Party(one["id"], one["name"] or "", place)


def _county(one: Mapping[str, Any]) -> str:
    return table("county").name(one["county"]) if one["county"] else ""


def _kind(body: Mapping[str, Any]) -> str:
    return ontology().kind_of(str(body["id"]))
