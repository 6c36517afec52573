"""Points in the ledger's time: runs and their dates, and what a person writes after `--at`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from errors import UsageError
from ingest.ledger import Ledger
from ontology.values import VALUE_TYPES
from ontology.values.base import InvalidValue, Options

_RUN = re.compile(r"第\s*(\d+)\s*次|(\d{1,3})")
_CURE = "写成日期（2024-06-30，那天结束时）、时间（2024-06-30 15:00）或第几次导入（3 或 第3次）"


@dataclass(frozen=True, slots=True)
class Moment:
    """A run and when it started (UTC, ISO 8601)."""

    run: int
    date: str

    @property
    def spoken(self) -> str:
        """The run and its day in local time, as people read it."""
        if not self.date:
            return f"第 {self.run} 次"
        return f"第 {self.run} 次 {datetime.fromisoformat(self.date).astimezone():%Y-%m-%d}"


def latest(ledger: Ledger) -> int:
    """The number of the latest run, 0 before the first."""
    return int(ledger.db.execute("SELECT coalesce(max(id), 0) FROM run").fetchone()[0])


def moment(ledger: Ledger, run: int) -> Moment:
    """A run with its date; "" for one the ledger does not have."""
    found = ledger.db.execute("SELECT started FROM run WHERE id = ?", (run,)).fetchone()
    return Moment(run, found[0] if found else "")


def run_at(ledger: Ledger, text: str) -> int:
    """The last run of a day, month or year (local time), before a time of day, or of the number a person
    gives; 0 before the first. UsageError for what is none of these.
    """
    text = text.strip()
    number = _RUN.fullmatch(text)
    if number:
        run = int(number[1] or number[2])
        if run > latest(ledger):
            raise UsageError(f"还没有第 {run} 次导入，最近是第 {latest(ledger)} 次", _CURE)
        return run
    until = _end(text).astimezone(UTC).isoformat(timespec="seconds")
    found = ledger.db.execute("SELECT coalesce(max(id), 0) FROM run WHERE started < ?", (until,)).fetchone()
    return int(found[0])


def _end(text: str) -> datetime:
    """The first instant after a day, month, year or minute, in local time."""
    try:
        if ":" in text:
            return datetime.fromisoformat(text) + timedelta(minutes=1)
        parts = [int(part) for part in str(VALUE_TYPES["date"].clean(text, Options())).split("-")]
    except (InvalidValue, ValueError) as error:
        raise UsageError(f"看不懂时间“{text}”", _CURE) from error
    match parts:
        case [year]:
            return datetime(year + 1, 1, 1)
        case [year, month]:
            return datetime(year + month // 12, month % 12 + 1, 1)
        case _:
            year, month, day = parts
            return datetime(year, month, day) + timedelta(days=1)
