"""Dates that may lack their day or month, as the days they may mean."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from recommend.deadline import end_of


def span(body: Mapping[str, Any], name: str) -> tuple[dt.date, dt.date]:
    """The first and the last day a property may mean; the ends of the calendar where nothing is known."""
    said = body.get(name)
    first, last = (body.get(f"{name}_min"), body.get(f"{name}_max")) if said is None else (said, said)
    return first_day(first), end_of(last) if last else dt.date.max


def first_day(text: str | None) -> dt.date:
    """The first day a date may mean; the earliest there is for none.

    >>> first_day("2025-03").isoformat(), first_day("2025").isoformat()
    ('2025-03-01', '2025-01-01')
    """
    return dt.date.fromisoformat((text + "-01-01")[:10]) if text else dt.date.min


def later(day: dt.date, years: int) -> dt.date:
    """The same day some years later, the last of February for its 29th; the ends of the calendar stay.

    >>> later(dt.date(2024, 2, 29), 1).isoformat()
    '2025-02-28'
    """
    if day in (dt.date.min, dt.date.max):
        return day
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
