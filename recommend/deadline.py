"""Dates on record beside a day, at whatever precision they were given: YYYY, YYYY-MM or YYYY-MM-DD."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Mapping
from typing import Any


def latest(properties: Mapping[str, Any], name: str) -> str:
    """The last date a property allows, as precise as given: the exact one, else the later end of a range or
    bound; "" where only a beginning or words are known.

    >>> latest({"deadline": "2024-06"}, "deadline"), latest({"deadline_min": "2024"}, "deadline")
    ('2024-06', '')
    """
    return str(properties.get(name) or properties.get(f"{name}_max") or "")


def passed(properties: Mapping[str, Any], name: str, today: dt.date) -> bool:
    """Whether the whole day, month or year so named lies before today; what is unknown has not passed.

    >>> [passed({"deadline": d}, "deadline", dt.date(2026, 6, 30)) for d in ("2025", "2026-06", "2026-06-29")]
    [True, False, True]
    """
    said = latest(properties, name)
    return bool(said) and end_of(said) < today


def by(said: str | None, at: dt.date) -> bool:
    """Whether what is dated so was there on a day; what has no date was, and so was what began in the day's
    own month or year where nothing closer is said.

    >>> at = dt.date(2026, 6, 30)
    >>> [by(said, at) for said in (None, "2026", "2026-06", "2026-06-30", "2026-07")]
    [True, True, True, True, False]
    """
    return not said or said <= at.isoformat()[: len(said)]


def end_of(said: str) -> dt.date:
    """The last day of YYYY, YYYY-MM or YYYY-MM-DD.

    >>> end_of("2024-02")
    datetime.date(2024, 2, 29)
    """
    parts = [int(part) for part in said.split("-")]
    year, month = parts[0], parts[1] if len(parts) > 1 else 12
    day = parts[2] if len(parts) > 2 else calendar.monthrange(year, month)[1]
    return dt.date(year, month, day)
