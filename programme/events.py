"""Rows of the scorecard's detail sheets: what happened, in which county and month; what is not counted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from ontology.tables import table
from programme.firms import YUAN
from programme.model import Cell, Column, Row, Sheet, Source

CITY = "611000"
"""商洛: a county is one below it."""
OUTSIDE = "市外"
_LATER = (
    Column("what", "事项"),
    Column("called", "名称"),
    Column("county", "区县"),
    Column("day", "日期", "date"),
)


@dataclass(frozen=True, slots=True)
class Event:
    """One row: `county` a code or None, `day` as precise as it is known, `least` the day it was not before
    where only that is known, `more` the cells of the sheet's own columns.
    """

    called: str
    county: str | None
    day: str | None
    ids: tuple[str, ...]
    more: tuple[Cell, ...] = ()
    least: str | None = None


@dataclass(frozen=True, slots=True)
class Kind:
    """A detail sheet: its name, what it lists, and the columns beside name, county, month and day."""

    name: str
    title: str
    columns: tuple[Column, ...] = ()


@dataclass(slots=True)
class Events:
    """Sheets of what happened up to a day; what came after it is kept apart, told and not counted."""

    at: dt.date
    later: list[Row] = field(default_factory=list)

    def sheet(self, kind: Kind, events: Iterable[Event], source: Source) -> Sheet:
        """The events up to the day, in their order."""
        columns = (Column("called", "名称"), Column("county", "区县"), Column("month", "月份"),
                   Column("day", "日期", "date"), *kind.columns)  # fmt: skip
        rows = []
        for one in events:
            place = placed(one.county)
            if after(one.day or one.least, self.at):
                self.later.append(Row((kind.title, one.called, place, one.day or one.least), one.ids))
            else:
                rows.append(Row((one.called, place, month(one.day), one.day, *one.more), one.ids))
        return Sheet(kind.name, kind.title, columns, tuple(rows), (source,), most=0)

    def not_counted(self, sources: tuple[Source, ...]) -> Sheet:
        """What came after the day."""
        return Sheet("later", "这一天之后的", _LATER, tuple(self.later), sources, most=0)


def counties() -> list[str]:
    """The names of the counties and the high-tech zone, by code."""
    known = table("county")
    return [known.name(code) for code in sorted(known) if known.parent(code) == CITY]


def placed(county: str | None) -> str | None:
    """The county a row is counted in; None where only the city is known or nothing.

    >>> placed("611024"), placed("611000"), placed("610113"), placed(None)
    ('山阳县', None, '市外', None)
    """
    if not county or county not in table("county") or county in table("county").chain(CITY):
        return None
    return table("county").name(county) if table("county").parent(county) == CITY else OUTSIDE


def month(day: str | None) -> str | None:
    """The month of a day; None for a bare year.

    >>> month("2026-03-15"), month("2026-03"), month("2026"), month(None)
    ('2026-03', '2026-03', None, None)
    """
    return day[:7] if day and len(day) >= 7 else None


def after(day: str | None, at: dt.date) -> bool:
    """Whether a day, as precise as it is known, can only lie after another.

    >>> [after(one, dt.date(2026, 6, 30)) for one in ("2026-07-01", "2026-07", "2026", "2027", None)]
    [True, True, False, True, False]
    """
    return bool(day) and str(day) > at.isoformat()[: len(str(day))]


def wan_yuan(amount: float | None) -> float | None:
    """元 in 万元."""
    return None if amount is None else round(amount / YUAN, 6)
