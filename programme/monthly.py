"""What the monthly report says: the scorecard's figures by task, and charts of them."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from errors import UsageError
from programme.counters import CLEARING, COUNTERS, MONTHLY, Counter, by_name
from programme.model import Figure, Plan
from programme.tasks import TASKS

MONTHS = 6
"""Months a chart goes back, the report's own among them."""
_BY_COUNTY = (("科技型企业（有效）", ("small_tech", "high_tech")), ("征集需求", ("needs",)))
_BY_MONTH = (("合同额", ("contract_amount", "registered_amount")), ("签订协议", ("agreements",)))
"""Charts: their titles, and the counters that are drawn side by side; all of one chart have one unit."""


@dataclass(frozen=True, slots=True)
class Chart:
    """Columns side by side: a value for each category in each series, in the order of `categories`."""

    title: str
    categories: Sequence[str]
    series: Sequence[tuple[str, Sequence[float]]]
    unit: str


@dataclass(frozen=True, slots=True)
class Group:
    """Figures of one plan that stand together under a heading."""

    name: str
    figures: Sequence[Figure]


@dataclass(frozen=True, slots=True)
class Monthly:
    """What a report says: the plan its figures are of, the month (YYYY-MM), groups and charts in order."""

    plan: Plan
    month: str
    groups: Sequence[Group]
    charts: Sequence[Chart]


def last_day(month: str) -> dt.date:
    """The last day of a month YYYY-MM or YYYY-M; UsageError for what is none.

    >>> last_day("2026-02"), last_day("2026-6")
    (datetime.date(2026, 2, 28), datetime.date(2026, 6, 30))
    """
    try:
        day = dt.datetime.strptime(month, "%Y-%m").replace(tzinfo=dt.UTC).date()
    except ValueError as error:
        raise UsageError(f"月份写成 年-月：{month}", "如 --month 2026-06") from error
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def monthly(scorecard: Plan) -> Monthly:
    """The report of a month, from the scorecard of its last day."""
    month = scorecard.at.isoformat()[:7]
    groups = tuple(_groups(month))
    charts = (*_county_charts(scorecard), *_month_charts(scorecard, month))
    return Monthly(scorecard, month, groups, charts)


def _groups(month: str) -> Iterator[Group]:
    dated = by_name(MONTHLY)
    for task in (*TASKS, ""):
        figures: list[Figure] = []
        for one in (counter for counter in COUNTERS if counter.task == task):
            figures.append(one.figure())
            if one in dated:
                figures.append(replace(one.figure(month=month), label=f"其中本月{one.label}"))
        number = f"{[*TASKS].index(task) + 1} " if task else ""
        yield Group(f"{number}{TASKS[task]}" if task else CLEARING, tuple(figures))


def _county_charts(scorecard: Plan) -> Iterator[Chart]:
    places = [column.label for column in scorecard.sheet("by_county").columns[2:]]
    for title, names in _BY_COUNTY:
        counters = by_name(names)
        series = [(one.label, _values(scorecard, one, places)) for one in counters]
        yield Chart(f"各区县{title}", places, series, counters[0].unit)


def _month_charts(scorecard: Plan, month: str) -> Iterator[Chart]:
    last = int(month[:4]) * 12 + int(month[5:]) - 1
    months = [f"{one // 12:04}-{one % 12 + 1:02}" for one in range(last - MONTHS + 1, last + 1)]
    for title, names in _BY_MONTH:
        counters = by_name(names)
        series = [(one.label, _values(scorecard, one, months)) for one in counters]
        yield Chart(f"近 {MONTHS} 个月{title}", months, series, counters[0].unit)


def _values(scorecard: Plan, counter: Counter, categories: Sequence[str]) -> list[float]:
    """Of the cells as people name them, so that the unknown place is one of them."""
    cells = (scorecard.figure(f"{counter.name}@{one}") for one in categories)
    return [scorecard.value(cell) or 0.0 for cell in cells]
