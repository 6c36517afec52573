"""A number that may be known only in part: what a condition is held against.

A cell that said “不少于 300 人” is a beginning without an end; one that said nothing is neither. A condition
then comes out as met, failed or unknown, and unknown is never taken for failed.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

State = Literal["met", "failed", "unknown"]
STATES: dict[State, str] = {"met": "符合", "failed": "不符", "unknown": "不明"}
"""What people call each of a condition."""


@dataclass(frozen=True, slots=True)
class Interval:
    """A number between `low` and `high`, both included."""

    low: float = -math.inf
    high: float = math.inf

    @property
    def exact(self) -> float | None:
        """The number, where it is known."""
        return self.low if self.low == self.high else None

    def at_least(self, limit: float) -> State:
        """Whether it reaches a limit.

        >>> [Interval(*pair).at_least(4) for pair in ((4, 4), (3, 3), (3, 5))]
        ['met', 'failed', 'unknown']
        """
        return "met" if self.low >= limit else "failed" if self.high < limit else "unknown"

    def at_most(self, limit: float) -> State:
        """Whether it stays within a limit."""
        return "met" if self.high <= limit else "failed" if self.low > limit else "unknown"

    def over(self, other: Interval) -> Interval:
        """As a part of another, both of what cannot be negative; nothing is known of a part of nothing.

        >>> Interval(36, 36).over(Interval(1000, 1000)), Interval(0, 5).over(Interval(0, 10))
        (Interval(low=0.036, high=0.036), Interval(low=0.0, high=inf))
        """
        low = max(self.low, 0.0) / other.high if other.high > 0 else math.inf
        high = self.high / other.low if other.low > 0 else math.inf
        return Interval(0.0 if math.isinf(other.high) else low, high) if other.high > 0 else Interval()


def known(properties: Mapping[str, Any], name: str) -> Interval:
    """What is known of a property that holds an amount: itself, or the ends beside it.

    >>> known({"staff": 30}, "staff"), known({"staff_min": 300}, "staff")
    (Interval(low=30.0, high=30.0), Interval(low=300.0, high=inf))
    >>> known({}, "staff").at_least(1)
    'unknown'
    """
    if name in properties:
        value = float(properties[name])
        return Interval(value, value)
    low, high = properties.get(f"{name}_min"), properties.get(f"{name}_max")
    return Interval(-math.inf if low is None else float(low), math.inf if high is None else float(high))


def all_of(states: list[State]) -> State:
    """Conditions that must all hold: one that fails decides.

    >>> all_of(["met", "unknown"]), all_of(["unknown", "failed"]), all_of([])
    ('unknown', 'failed', 'met')
    """
    return "failed" if "failed" in states else "unknown" if "unknown" in states else "met"
