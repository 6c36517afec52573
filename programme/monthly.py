"""What the monthly report says: figures of the scorecard by task, and charts of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from programme.model import Figure, Plan


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
