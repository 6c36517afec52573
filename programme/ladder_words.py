"""Numbers of conditions in plain words."""

from __future__ import annotations

import math

from programme.interval import Interval

_FINE = 1e-7
"""What two amounts may differ by and still be called equal: far below a 分 or a hundredth of a per cent."""


def number(value: float, *, up: bool = False) -> str:
    """At most two decimals, cut off, or brought up to the next: a number short of a limit never looks as if
    it reached it.

    >>> number(3.6), number(3.999), number(1234.501, up=True), number(38.0)
    ('3.6', '3.99', '1,234.51', '38')
    """
    cut = (math.ceil(value * 100 - _FINE) if up else math.floor(value * 100 + _FINE)) / 100
    return f"{cut:,.2f}".rstrip("0").rstrip(".")


def amount(value: float, unit: str, *, up: bool = False) -> str:
    """A number with its unit; people and things come whole.

    >>> amount(380, "万元"), amount(2.2, "人", up=True), amount(3.6, "%")
    ('380 万元', '3 人', '3.6 %')
    """
    if unit in ("人", "项") and up:
        value = math.ceil(value - _FINE)
    return f"{number(value, up=up)} {unit}".rstrip()


def interval(known: Interval, unit: str, *, up: bool = False) -> str:
    """What is known of a number.

    >>> interval(Interval(3.6, 3.6), "%"), interval(Interval(300), "人"), interval(Interval(0, 5), "%")
    ('3.6 %', '至少 300 人', '至多 5 %')
    >>> interval(Interval(3, 5), "%"), interval(Interval(), "%")
    ('3 % 到 5 %', '不明')
    """
    if known.exact is not None:
        return amount(known.exact, unit, up=up)
    low = known.low > 0 and not math.isinf(known.low)
    if math.isinf(known.high):
        return f"至少 {amount(known.low, unit)}" if low else "不明"
    if not low:
        return f"至多 {amount(known.high, unit)}"
    return f"{amount(known.low, unit)} 到 {amount(known.high, unit)}"
