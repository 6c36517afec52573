"""Days as tables write them, YYYY, YYYY-MM or YYYY-MM-DD, beside the day a plan holds for."""

from __future__ import annotations

import calendar
import datetime as dt


def by(said: str | None, at: dt.date) -> bool:
    """Whether what is dated so was there on a day; what has no date was, and so was what began in the day's
    own month or year where nothing closer is said.

    >>> at = dt.date(2026, 6, 30)
    >>> [by(said, at) for said in (None, "2026", "2026-06", "2026-06-30", "2026-07")]
    [True, True, True, True, False]
    """
    return not said or said <= at.isoformat()[: len(said)]


def last_day(said: str) -> dt.date:
    """The last day a date may mean.

    >>> [last_day(said).isoformat() for said in ("2024", "2024-02", "2024-02-03")]
    ['2024-12-31', '2024-02-29', '2024-02-03']
    """
    year, month, day = (*map(int, said.split("-")), 0, 0)[:3]
    month = month or 12
    return dt.date(year, month, day or calendar.monthrange(year, month)[1])
