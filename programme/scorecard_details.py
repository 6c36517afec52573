"""The scorecard's detail sheets: what its counters count, a row for each, from the queries `scorecard-…`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ontology.tables import table
from programme.answers import answer, came
from programme.areas import AreaValues
from programme.events import Event, Events, Kind, wan_yuan
from programme.interval import State
from programme.model import Cell, Column, Sheet
from programme.policy_clauses import Policy
from programme.scorecard_firms import FirmSheets
from programme.signing_pairs import SigningValues
from programme.survey_needs import firm
from programme.world import Answered, World

_YES: dict[State, Cell] = {"met": "是", "failed": "否", "unknown": None}
_FIRM, _AMOUNT = Column("firm", "企业"), Column("amount", "金额（万元）", "money")


class Details:
    """The detail sheets of a world and a county (a code, "" for all)."""

    def __init__(self, world: World, county: str) -> None:
        self.world = world
        self.county = county
        self.events = Events(world.at)

    def sheets(self) -> tuple[Sheet, ...]:
        """All of them, what is not counted last."""
        said = self._ask("recognitions")
        mine = FirmSheets(self.world, self.county, said)
        made = [mine.scale(), mine.held(), self.events.sheet(*mine.recognitions()),
                self._surveyed(), self._policies(), self._incubated(), self._needs(),
                self._stations(),
                self._pairs("pushed", "推送", self._ask("planned", task="push")),
                self._pairs("matched", "对接记录", self._ask("matched")),
                *self._agreements(), *self._roadshows(), self._licences()]  # fmt: skip
        sources = dict.fromkeys(one.sources[0].query for one in made)
        kept = {one.sources[0].query: one.sources[0] for one in made}
        return (*made, self.events.not_counted(tuple(kept[name] for name in sources)))

    def _ask(self, what: str, **more: str) -> Answered:
        return self.world.ask(f"scorecard-{what}", {"county": self.county, **more})

    def _survey(self, what: str) -> Answered:
        return self.world.ask(f"survey-{what}", {"county": self.county})

    def _policies(self) -> Sheet:
        said = self._ask("policies")
        kind = Kind("policies", "政策与受理", (Column("window", "受理"), Column("until", "截止日期", "date")))
        events = (self._policy(Policy(row["id"], row["title"], row["body"], (), ())) for row in said.rows)
        return self.events.sheet(kind, events, said.source)

    def _policy(self, one: Policy) -> Event:
        more = (one.window(self.world.at), one.date("deadline") or None)
        body = one.body
        return Event(one.title, None, body.get("published_on"), (one.id,), more, body.get("published_on_min"))

    def _incubated(self) -> Sheet:
        said = self._ask("incubated")
        kind = Kind("incubated", "入驻载体", (Column("housed", "载体"),))
        events = (
            Event(row["name"], row["county"], None, (row["id"], row["platform"]), (row["housed"],))
            for row in said.rows
        )
        return self.events.sheet(kind, events, said.source)

    def _surveyed(self) -> Sheet:
        said = self._survey("firms")
        kind = Kind("surveyed", "调查回表", (Column("how", "凭什么"),))
        events = (
            Event(one.body["enterprise"], one.body["county"], one.when.day, (one.body["id"],), (one.how,),
                  one.when.bound)
            for one in (answer(row, self.world.at) for row in said.rows)
            if one.when
        )  # fmt: skip
        return self.events.sheet(kind, events, said.source)

    def _needs(self) -> Sheet:
        said = self._survey("needs")
        kind = Kind("needs", "征集需求", (Column("type", "类型"), _FIRM, Column("basis", "日期来自")))
        return self.events.sheet(kind, map(_need, said.rows), said.source)

    def _stations(self) -> Sheet:
        said = self._ask("stations")
        kind = Kind("stations", "派驻", (_FIRM, Column("role", "身份"), Column("until", "派驻止", "date"),
                                         Column("state", "状态")))  # fmt: skip
        events = (
            Event(row["doctor"], row["county"], row["day"], (row["id"], row["enterprise"]),
                  (row["name"], row["role"], row["until"], "期满" if self._over(row["until"]) else "在岗"))
            for row in said.rows
        )  # fmt: skip
        return self.events.sheet(kind, events, said.source)

    def _pairs(self, name: str, title: str, said: Answered) -> Sheet:
        events = (
            Event(row["name"], row["county"], row["day"], (row["id"], row["target"]), (row["other"],))
            for row in said.rows
        )
        return self.events.sheet(Kind(name, title, (Column("other", "另一方"),)), events, said.source)

    def _agreements(self) -> list[Sheet]:
        said = self._ask("agreements")
        values = self.world.rule("signing", SigningValues).values
        mine = [row for row in said.rows if _lies(_county(row), self.county)]
        signed = (
            Event(row["title"], _county(row), row["day"], _ids(row), _terms(row, values), row["least"])
            for row in mine
        )
        registered = (
            Event(row["title"], _county(row), row["registered"], _ids(row), _terms(row, values))
            for row in mine
            if row["registered"]
        )
        columns = (Column("type", "类型"), _AMOUNT, Column("xian", "西安院所"))
        return [self.events.sheet(Kind(name, title, columns), events, said.source)
                for name, title, events in (("agreements", "签订的协议", signed),
                                            ("registered", "登记的合同", registered))]  # fmt: skip

    def _roadshows(self) -> list[Sheet]:
        said = self._ask("roadshows")
        shows = (
            Event(row["title"], row["county"], row["day"], (row["id"],), (), row["least"])
            for row in said.rows
        )
        came = (
            Event(
                one["name"], row["county"], row["day"], (one["id"], row["id"]), (row["title"],), row["least"]
            )
            for row in said.rows
            for one in row["attended"]
        )
        return [self.events.sheet(Kind("roadshows", "路演场次"), shows, said.source),
                self.events.sheet(Kind("attendance", "路演到场", (Column("show", "路演"),)), came,
                                  said.source)]  # fmt: skip

    def _licences(self) -> Sheet:
        said = self._ask("licences")
        kind = Kind("licences", "成果许可", (_FIRM, Column("mode", "方式"), Column("single", "单列管理")))
        events = (
            Event(row["title"], row["county"], row["day"], (row["id"], row["enterprise"]),
                  (row["name"], row["mode"], {True: "是", False: "否"}.get(row["single"])))
            for row in said.rows
        )  # fmt: skip
        return self.events.sheet(kind, events, said.source)

    def _over(self, until: str | None) -> bool:
        return bool(until) and str(until) < self.world.at.isoformat()[: len(str(until))]


def _lies(county: str | None, wanted: str) -> bool:
    return not wanted or (bool(county) and wanted in table("county").chain(str(county)))


def _need(row: Mapping[str, Any]) -> Event:
    when, basis = came(row)
    ids = (row["id"], *(one["id"] for one in row["enterprises"]))
    return Event(row["title"], row["county"], when.day, ids, (row["type"], firm(row), basis), when.bound)


def _county(row: Mapping[str, Any]) -> str | None:
    """The county of an agreement: its first firm's that has one, 甲方 first, so that none counts twice."""
    return next((one["county"] for one in row["firms"] if one["county"]), None)


def _ids(row: Mapping[str, Any]) -> tuple[str, ...]:
    return (row["id"], *(one["id"] for one in (*row["firms"], *row["institutes"])))


def _terms(row: Mapping[str, Any], values: AreaValues) -> tuple[Cell, ...]:
    return row["type"], wan_yuan(row["amount"]), _YES[_xian(row, values)]


def _xian(row: Mapping[str, Any], values: AreaValues) -> State:
    """Whether an agreement is with an institute in Xi'an; one that firms signed among themselves is not."""
    both = len(row["firms"]) > 1
    return "failed" if both and not row["institutes"] else values.any_of(row["institutes"])
