"""Incubators and makerspaces: whom each serves, and which young and small firms could use one near them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ontology.tables import table
from programme.firms import CarrierValues, Firm, Standing
from programme.interval import Interval, State, all_of
from programme.model import Cell, Column, Figure, Row, Sheet, Source
from programme.rules import Values
from programme.world import World, place
from recommend.deadline import by, end_of

ROOM, FULL = "有空位", "已满"
NOWHERE = "没有载体"
MAY: dict[State, str] = {"met": "可以", "unknown": "可能", "failed": "不符"}
_ORDER: tuple[State, ...] = ("met", "unknown", "failed")
_FOUND = _ORDER[:2]


class IncubationValues(Values):
    """A firm may move in until it is `months` old, where it is of one of the `sizes`."""

    months: int
    sizes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Carrier:
    """A row of the query `policy-carriers`; `county` a code or "", `places` None where not known."""

    id: str
    name: str
    type: str
    level: str
    county: str
    places: int | None
    operators: Sequence[str]
    tenants: Sequence[dict[str, Any]]

    @property
    def room(self) -> str | None:
        """Whether there is room for one more, None where that is not known; an empty one has, unless it says
        otherwise.
        """
        if self.places is None:
            return None if self.tenants else ROOM
        return ROOM if self.places > len(self.tenants) else FULL

    def serves(self, county: str) -> bool:
        """Whether it lies in a county or in what that is a part of; anybody's for no county."""
        return not county or self.county in table("county").chain(county)


@dataclass(frozen=True, slots=True)
class Guest:
    """A firm that is in no carrier, whether it may move into one, and those `near` it."""

    firm: Firm
    state: State
    words: str
    near: tuple[Carrier, ...]


class Carriers:
    """The carriers there were on a day, and the firms to be told of them."""

    figures = (
        Figure("carriers", "孵化载体", "carriers", unit="个"),
        Figure("tenants", "已入驻", "carriers", total="tenants", unit="家"),
        Figure("room", "有空位的载体", "carriers", (("room", ROOM),), unit="个"),
        Figure("hosting", "可以入驻", "hosting", (("verdict", MAY["met"]),), unit="家"),
    )

    def __init__(self, world: World, found: Sequence[Firm], standing: Standing) -> None:
        self.at = world.at
        self.rule = world.rule("incubation", IncubationValues).values
        self.standing = standing
        self.firms = found
        types = world.rule("carriers", CarrierValues).values.types
        asked = world.ask("policy-carriers", {"types": list(types)})
        self.sources: tuple[Source, ...] = (asked.source,)
        self.all = [
            Carrier(
                row["id"], row["carrier"] or "", row["type"] or "", row["level"] or "", row["county"] or "",
                row["places"], row["operators"], row["tenants"],
            )
            for row in asked.rows if by(row["approved_on"], self.at)
        ]  # fmt: skip

    @cached_property
    def judged(self) -> list[Guest]:
        """The firms in no carrier, those that may move into one first."""
        housed = {tenant["id"] for one in self.all for tenant in one.tenants}
        found = [self._guest(one) for one in self.firms if one.id not in housed]
        return sorted(found, key=lambda one: _ORDER.index(one.state))

    @property
    def notes(self) -> tuple[str, ...]:
        """The rule in words, and what is not known."""
        rule, sizes = self.rule, "或".join(self.rule.sizes)
        told = f"入驻条件：成立不超过 {rule.months} 个月，规模为{sizes}，所在区县有载体"
        lost = [one.name for one in self.all if not one.county]
        return (told, f"不知道在哪个区县的载体：{'、'.join(lost)}") if lost else (told,)

    def sheets(self, county: str) -> tuple[Sheet, ...]:
        """The carriers of a county, whom carriers serve, who may move into one."""
        return self._carriers(county), self._tenants(), self._hosting("可以入驻载体的企业", _FOUND)

    def sheets_alone(self) -> tuple[Sheet, ...]:
        """Of one firm: the carriers where it is, the one it is in, whether it may move into one."""
        return self._carriers(self.firms[0].county), self._tenants(), self._hosting("能不能入驻载体", _ORDER)

    def _guest(self, firm: Firm) -> Guest:
        rule, size, months = self.rule, self.standing.size(firm), self._months(firm)
        young = months.at_most(rule.months)
        small: State = "unknown" if size is None else "met" if size in rule.sizes else "failed"
        near = tuple(one for one in self.all if firm.county and one.county and one.serves(firm.county))
        words = "；".join((f"成立：{_age(months)}，要不超过 {rule.months} 个月", f"规模：{size or '不明'}"))
        return Guest(firm, all_of([young, small]), words, near)

    def _months(self, firm: Firm) -> Interval:
        """Months since a firm was registered, begun ones as whole, as far as its date tells."""
        said = [firm.body.get(name) for name in ("registered_on", "registered_on_min", "registered_on_max")]
        first, last = said[0] or said[1], said[0] or said[2]
        most = float("inf") if not first else _months(_first_day(str(first)), self.at)
        least = 0 if not last else max(_months(end_of(str(last)), self.at), 0)
        return Interval(least, most)

    def _carriers(self, county: str) -> Sheet:
        rows = tuple(Row(tuple(self._cells(one)), (one.id,)) for one in self.all if one.serves(county))
        columns = (
            Column("carrier", "载体"), Column("type", "类型"), Column("level", "级别"),
            Column("county", "区县"), Column("operators", "运营单位"),
            Column("tenants", "入驻", "integer"), Column("places", "容量", "integer"),
            Column("room", "空位"), Column("could", "可来", "integer"),
            Column("may", "可能来", "integer"),
        )  # fmt: skip
        return Sheet("carriers", "孵化载体", columns, rows, self.sources)

    def _cells(self, one: Carrier) -> Iterator[Cell]:
        yield from (one.name, one.type, one.level or None, place(one.county) if one.county else None)
        yield "、".join(one.operators) or None
        yield from (len(one.tenants), one.places, one.room)
        for state in ("met", "unknown"):
            yield sum(guest.state == state and one in guest.near for guest in self.judged)

    def _tenants(self) -> Sheet:
        ids = {one.id for one in self.firms}
        found = [(one, who) for one in self.all for who in one.tenants if who["id"] in ids]
        rows = tuple(
            Row(
                (one.name, one.type, who["name"], place(who["county"]) if who["county"] else None),
                (one.id, who["id"]),
            )
            for one, who in found
        )
        columns = (Column("carrier", "载体"), Column("type", "类型"), Column("enterprise", "入驻企业"),
                   Column("county", "企业区县"))  # fmt: skip
        return Sheet("tenants", "载体服务的企业", columns, rows, self.sources)

    def _hosting(self, title: str, states: Sequence[State]) -> Sheet:
        """A firm that might move in is told also where there is no carrier."""
        rows = tuple(
            Row(
                (
                    one.firm.name,
                    place(one.firm.county) if one.firm.county else None,
                    _verdict(one),
                    "、".join(f"{near.name}（{near.room or '空位不明'}）" for near in one.near)
                    or "本县没有载体",
                    one.words,
                ),
                (one.firm.id, *(near.id for near in one.near)),
            )
            for one in self.judged
            if one.state in states
        )
        columns = (Column("enterprise", "企业"), Column("county", "区县"), Column("verdict", "入驻"),
                   Column("carriers", "本县的载体"), Column("why", "依据"))  # fmt: skip
        return Sheet("hosting", title, columns, rows, self.sources)


def _verdict(one: Guest) -> str:
    return MAY[one.state] if one.near or one.state == "failed" else NOWHERE


def _age(months: Interval) -> str:
    if months.exact is not None:
        return f"{months.exact:.0f} 个月"
    if months.high == float("inf"):
        return "日期不明" if months.low <= 0 else f"至少 {months.low:.0f} 个月"
    return f"{months.low:.0f}–{months.high:.0f} 个月"


def _first_day(said: str) -> dt.date:
    year, month, day = (*map(int, said.split("-")), 1, 1)[:3]
    return dt.date(year, month, day)


def _months(since: dt.date, at: dt.date) -> int:
    """Months from a day to another, a begun one as a whole; less than nothing before it.

    >>> [_months(day, dt.date(2026, 6, 30)) for day in (dt.date(2024, 6, 30), dt.date(2024, 6, 29))]
    [24, 25]
    """
    return 12 * (at.year - since.year) + at.month - since.month + (at.day > since.day)
