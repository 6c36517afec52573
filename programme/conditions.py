"""Conditions of a rule as its file writes them, held against what is known of a firm.

Each comes out as met, failed or unknown, says how far off the firm is in the units people use, and what would
have to be known to decide.
"""

from __future__ import annotations

import calendar
import datetime as dt
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import Field

from ontology.tables import table
from programme.interval import Interval, State, known
from programme.rules import Values

YUAN = 10_000.0
"""元 in 万元."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one condition comes out: `words` in plain Chinese without full stop; `gap` how far off, as a part
    of what is asked for (0 where it is met, None where nothing can be said).
    """

    label: str
    state: State
    words: str
    gap: float | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a firm on a day: its properties, amounts of money in 元."""

    body: Mapping[str, Any]
    at: dt.date

    def number(self, name: str, unit: str) -> Interval:
        """A number in a unit: money is asked for in 万元."""
        found = known(self.body, name)
        return Interval(found.low / YUAN, found.high / YUAN) if unit == "万元" else found


class AtLeast(Values):
    """A number that must reach a limit."""

    kind: Literal["at_least"]
    label: str
    of: str
    limit: float
    unit: str

    def outcome(self, facts: Facts) -> Outcome:
        """See Outcome."""
        found = facts.number(self.of, self.unit)
        state = found.at_least(self.limit)
        asked = f"需 {plain(self.limit)} {self.unit}"
        short = f"：还差 {plain(self.limit - found.high)} {self.unit}" if state == "failed" else ""
        gap = {"met": 0.0, "failed": _part(self.limit - found.high, self.limit)}.get(state)
        return Outcome(self.label, state, f"{self.label} {told(found, self.unit)}，{asked}{short}", gap)


class MoreThan(Values):
    """A number that must be greater than a limit."""

    kind: Literal["more_than"]
    label: str
    of: str
    limit: float
    unit: str

    def outcome(self, facts: Facts) -> Outcome:
        """See Outcome."""
        found = facts.number(self.of, self.unit)
        state: State = (
            "met" if found.low > self.limit else "failed" if found.high <= self.limit else "unknown"
        )
        words = f"{self.label} {told(found, self.unit)}，须大于 {plain(self.limit)} {self.unit}"
        gap = {"met": 0.0, "failed": _part(self.limit - found.high, self.limit)}.get(state)
        return Outcome(self.label, state, words, gap)


class AtMost(Values):
    """A number that must stay within a limit."""

    kind: Literal["at_most"]
    label: str
    of: str
    limit: float
    unit: str

    def outcome(self, facts: Facts) -> Outcome:
        """See Outcome."""
        found = facts.number(self.of, self.unit)
        state = found.at_most(self.limit)
        over = f"：超出 {plain(found.low - self.limit)} {self.unit}" if state == "failed" else ""
        words = f"{self.label} {told(found, self.unit)}，须不超过 {plain(self.limit)} {self.unit}{over}"
        gap = {"met": 0.0, "failed": _part(found.low - self.limit, self.limit)}.get(state)
        return Outcome(self.label, state, words, gap)


class Flag(Values):
    """A yes or no that must be yes, or must be no."""

    kind: Literal["has", "lacks"]
    label: str
    of: str

    def outcome(self, facts: Facts) -> Outcome:
        """See Outcome."""
        value = facts.body.get(self.of)
        wanted = self.kind == "has"
        asked = f"须{'有' if wanted else '没有'}"
        if value is None:
            return Outcome(self.label, "unknown", f"{self.label}：不明，{asked}")
        met = bool(value) == wanted
        words = f"{self.label}：{'有' if value else '没有'}{'' if met else f'，{asked}'}"
        return Outcome(self.label, "met" if met else "failed", words, 0.0 if met else 1.0)


class Said(Values):
    """Words that must be there; where there are none, nobody knows."""

    kind: Literal["said"]
    label: str
    of: str

    def outcome(self, facts: Facts) -> Outcome:
        """See Outcome."""
        value = facts.body.get(self.of)
        if not value:
            return Outcome(self.label, "unknown", f"{self.label}没有填")
        return Outcome(self.label, "met", f"{self.label}：{value}", 0.0)


class InTrade(Values):
    """An industry (GB/T 4754) that the firm's must be or lie in."""

    kind: Literal["trade"]
    label: str
    industries: tuple[str, ...]

    def outcome(self, facts: Facts) -> Outcome:
        """See Outcome."""
        code = str(facts.body.get("industry", ""))
        if not code:
            return Outcome(self.label, "unknown", f"行业不明，须是{self.label}")
        name = table("industry").name(code)
        met = bool(set(table("industry").chain(code)) & set(self.industries))
        words = f"行业 {name}（{code}），{'' if met else '不'}是{self.label}"
        return Outcome(self.label, "met" if met else "failed", words, 0.0 if met else 1.0)


class Years(Values):
    """Years that must have passed since a date."""

    kind: Literal["years"]
    label: str
    of: str
    least: int

    def outcome(self, facts: Facts) -> Outcome:
        """See Outcome. A date given as a month or a year may be any day of it."""
        said = facts.body.get(self.of) or facts.body.get(f"{self.of}_max")
        if not said:
            return Outcome(self.label, "unknown", f"{self.label}日期不明，须满 {self.least} 年")
        first, last = _ends(str(said))
        due, latest = _later(first, self.least), _later(last, self.least)
        words = f"{self.label}于 {said}，须满 {self.least} 年"
        if latest <= facts.at:
            return Outcome(self.label, "met", words, 0.0)
        if due > facts.at:
            gap = min(1.0, (due - facts.at).days / (365.0 * self.least))
            return Outcome(self.label, "failed", f"{words}：要等到 {due}", gap)
        return Outcome(self.label, "unknown", f"{words}：要看是哪一天")


class Unread(Values):
    """A condition whose text was not read: nothing is said for or against."""

    kind: Literal["unread"]
    label: str

    def outcome(self, facts: Facts) -> Outcome:  # noqa: ARG002  every condition has this signature
        """See Outcome."""
        return Outcome(self.label, "unknown", f"{self.label}没有读到全文，不作判断")


Plain = Annotated[
    AtLeast | MoreThan | AtMost | Flag | Said | InTrade | Years | Unread, Field(discriminator="kind")
]
"""Conditions on one property; those on several are in programme/shares.py."""


def expiry(until: str, at: dt.date) -> bool:
    """Whether a date, as precise as it is, lies within a year from a day.

    >>> [expiry(one, dt.date(2026, 6, 30)) for one in ("2026-07", "2027-06-30", "2027-07-01", "2026-06-29")]
    [True, True, False, False]
    """
    return at <= _ends(until)[1] <= _later(at, 1)


def plain(value: float) -> str:
    """A number as people write it: no decimals where there are none, at most two.

    >>> plain(38.0), plain(1520.456), plain(0.5)
    ('38', '1,520.46', '0.5')
    """
    rounded = round(value, 2)
    return f"{rounded:,.0f}" if rounded == int(rounded) else f"{rounded:,.2f}".rstrip("0")


def told(found: Interval, unit: str) -> str:
    """A number that is known in part, in words.

    >>> [told(one, "人") for one in (Interval(3, 3), Interval(3), Interval(2, 5), Interval())]
    ['3 人', '不少于 3 人', '2–5 人', '不明']
    """
    if found.exact is not None:
        return f"{plain(found.exact)} {unit}"
    low, high = not math.isinf(found.low), not math.isinf(found.high)
    if low and high:
        return f"{plain(found.low)}–{plain(found.high)} {unit}"
    if low:
        return f"不少于 {plain(found.low)} {unit}"
    return f"不多于 {plain(found.high)} {unit}" if high else "不明"


def _part(missing: float, whole: float) -> float:
    return min(1.0, missing / whole) if whole else 1.0


def _ends(said: str) -> tuple[dt.date, dt.date]:
    parts = [int(part) for part in said[:10].split("-")]
    year = parts[0]
    first = dt.date(year, parts[1] if len(parts) > 1 else 1, parts[2] if len(parts) > 2 else 1)
    if len(parts) > 2:
        return first, first
    month = parts[1] if len(parts) > 1 else 12
    return first, dt.date(year, month, calendar.monthrange(year, month)[1])


def _later(day: dt.date, years: int) -> dt.date:
    leap = day.month == 2 and day.day == 29
    return day.replace(year=day.year + years, day=28 if leap else day.day)
