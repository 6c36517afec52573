"""Incubators and makerspaces: whom each serves, and which young and small firms could use one where they are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ontology.tables import table
from programme.days import by, last_day
from programme.firms import HATCHERIES, Firm, Standing
from programme.interval import Interval, State, all_of
from programme.model import Cell, Column, Figure, Row, Sheet, Source
from programme.rules import Values
from programme.world import World, place

ROOM, FULL = "有空位", "已满"


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
        """Whether there is room for one more; an empty one has, None where that is not known."""
        if not self.tenants:
            return ROOM
        return None if self.places is None else ROOM if self.places > len(self.tenants) else FULL

    def serves(self, county: str) -> bool:
        """Whether it lies in a county or in what that is a part of; anybody's for no county."""
        return not county or self.county in table("county").chain(county)


@dataclass(frozen=True, slots=True)
class Guest:
    """A firm that is in no carrier, and whether it may move into one: `months` since it was registered."""

    firm: Firm
    months: Interval
    size: str | None
    state: State
    words: str
    near: tuple[Carrier, ...]


class Carriers:
    """The carriers there were on a day, and the firms to be told of them."""

    figures = (
        Figure("carriers", "孵化载体", "carriers", unit="个"),
        Figure("tenants", "已入驻", "carriers", total="tenants", unit="家"),
        Figure("room", "有空位的载体", "carriers", (("room", ROOM),), unit="个"),
        Figure("hosting", "可以入驻", "hosting", (("verdict", "可以"),), unit="家"),
    )

    def __init__(self, world: World, found: Sequence[Firm], standing: Standing) -> None:
        self.at = world.at
        self.rule = world.rule("incubation", IncubationValues)
        self.standing = standing
        self.firms = found
        asked = world.ask("policy-carriers", {"types": list(HATCHERIES)})
        self.sources: tuple[Source, ...] = (asked.source,)
        self.all = [
            Carrier(
                row["id"], row["carrier"] or "", row["type"] or "", row["level"] or "", row["county"] or "",
                row["places"], row["operators"], row["tenants"],
            )
            for row in asked.rows if by(row["approved_on"], self.at)
        ]  # fmt: skip

    @cached_property
    def guests(self) -> list[Guest]:
        """Firms in no carrier that may move into one, and those of which that is not known."""
        housed = {tenant["id"] for one in self.all for tenant in one.tenants}
        judged = [self._guest(one) for one in self.firms if one.id not in housed]
        return sorted((one for one in judged if one.state != "failed"), key=lambda one: one.state != "met")

    @property
    def notes(self) -> tuple[str, ...]:
        """The rule in words, and what is not known."""
        rule = self.rule.values
        told = f"入驻条件：成立不超过 {rule.months} 个月，规模为{'或'.join(rule.sizes)}，所在区县有载体"
        lost = [one.name for one in self.all if not one.county]
        return (told, f"不知道在哪个区县的载体：{'、'.join(lost)}") if lost else (told,)

    def sheets(self, county: str, alone: bool) -> tuple[Sheet, ...]:
        """Carriers, whom they serve, who could use one; `alone`: of one firm, where it is."""
        where = self.firms[0].county if alone and self.firms else county
        shown = [one for one in self.all if one.serves(where)]
        ids = {one.id for one in self.firms}
        tenants = [(one, who) for one in self.all for who in one.tenants if who["id"] in ids]
        return self._carriers(shown), self._tenants(tenants), self._hosting()

    def _guest(self, firm: Firm) -> Guest:
        rule, size, months = self.rule.values, self.standing.size(firm), self._months(firm)
        young = months.at_most(rule.months)
        small: State = "unknown" if size is None else "met" if size in rule.sizes else "failed"
        near = tuple(one for one in self.all if firm.county and one.county and one.serves(firm.county))
        words = "；".join((f"成立：{_age(months)}，要不超过 {rule.months} 个月", f"规模：{size or '不明'}"))
        return Guest(firm, months, size, all_of([young, small]), words, near)

    def _months(self, firm: Firm) -> Interval:
        """Whole months since a firm was registered, as far as its date tells."""
        said = [firm.body.get(name) for name in ("registered_on", "registered_on_min", "registered_on_max")]
        first, last = said[0] or said[1], said[0] or said[2]
        most = float("inf") if not first else _months(_first_day(str(first)), self.at)
        least = 0 if not last else max(_months(last_day(str(last)), self.at), 0)
        return Interval(least, most)

    def _carriers(self, shown: Sequence[Carrier]) -> Sheet:
        rows = tuple(Row(tuple(self._cells(one)), (one.id,)) for one in shown)
        columns = (
            Column("carrier", "载体"), Column("type", "类型"), Column("level", "级别"),
            Column("county", "区县"), Column("operators", "运营单位"),
            Column("tenants", "入驻（家）", "integer"), Column("places", "可容纳（家）", "integer"),
            Column("room", "空位"), Column("could", "可来（家）", "integer"),
            Column("may", "可能可来（家）", "integer"),
        )  # fmt: skip
        return Sheet("carriers", "孵化载体", columns, rows, self.sources)

    def _cells(self, one: Carrier) -> Iterator[Cell]:
        yield from (one.name, one.type, one.level or None, place(one.county) if one.county else None)
        yield "、".join(one.operators) or None
        yield from (len(one.tenants), one.places, one.room)
        for state in ("met", "unknown"):
            yield sum(guest.state == state and one in guest.near for guest in self.guests)

    def _tenants(self, found: Sequence[tuple[Carrier, dict[str, Any]]]) -> Sheet:
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

    def _hosting(self) -> Sheet:
        """Without a carrier where it is a firm that may move in is told all the same."""
        rows = tuple(
            Row(
                (
                    one.firm.name,
                    place(one.firm.county) if one.firm.county else None,
                    _verdict(one),
                    "、".join(f"{near.name}（{near.room or '空位不明'}）" for near in one.near) or "本县没有载体",
                    one.words,
                ),
                (one.firm.id, *(near.id for near in one.near)),
            )
            for one in self.guests
        )
        columns = (Column("enterprise", "企业"), Column("county", "区县"), Column("verdict", "入驻"),
                   Column("carriers", "本县的载体"), Column("why", "依据"))  # fmt: skip
        return Sheet("hosting", "可以入驻载体的企业", columns, rows, self.sources)


def _verdict(one: Guest) -> str:
    if not one.near:
        return "没有载体"
    return "可以" if one.state == "met" else "可能"


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
    """Whole months from a day to another; less than nothing before it.

    >>> _months(dt.date(2024, 6, 30), dt.date(2026, 6, 30)), _months(dt.date(2024, 7, 1), dt.date(2026, 6, 30))
    (24, 23)
    """
    return 12 * (at.year - since.year) + at.month - since.month - (at.day < since.day)
