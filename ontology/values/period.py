"""What a date's text names: a year, a month, a day, a half or quarter of a year, or from one to another.

Parts are (year,), (year, month) or (year, month, day): only what is written, never a day made up.

>>> period("2023年4月"), period("2023.4.5"), period("2023年上半年"), period("2023年4月至6月")
(((2023, 4), (2023, 4)), ((2023, 4, 5), (2023, 4, 5)), ((2023, 1), (2023, 6)), ((2023, 4), (2023, 6)))
>>> period("2023q3"), period("2023-2024"), period("2023.4.1-4.30")
(((2023, 7), (2023, 9)), ((2023,), (2024,)), ((2023, 4, 1), (2023, 4, 30)))
>>> period("2023.4-6"), period("2023年4-5"), period("23年4月"), period("4月5日")
(None, None, None, None)
"""

from __future__ import annotations

import re

Parts = tuple[int, ...]
Period = tuple[Parts, Parts]
_POINTS = tuple(
    re.compile(form)
    for form in (
        r"(\d{4})(?:年度?)?",
        r"(\d{4})(\d{2})",
        r"(\d{4})(\d{2})(\d{2})",
        r"(\d{4})(?:年|[-/.])(\d{1,2})月?",
        r"(\d{4})(?:年|[-/.])(\d{1,2})月(\d{1,2})[日号]?",
        r"(\d{4})-(\d{1,2})-(\d{1,2})[日号]?",
        r"(\d{4})/(\d{1,2})/(\d{1,2})[日号]?",
        r"(\d{4})\.(\d{1,2})\.(\d{1,2})[日号]?",
    )
)
_HALF = re.compile(r"(\d{4})年?([上下])半年")
_QUARTER = re.compile(r"(\d{4})[年-]?(?:第?([1-4])季度?|q([1-4]))")
_SHORT = (
    (re.compile(r"(\d{1,2})月"), 1, 2),
    (re.compile(r"(\d{1,2})月(\d{1,2})[日号]?"), 1, 2),
    (re.compile(r"(\d{1,2})[日号]"), 2, 3),
    (re.compile(r"(\d{1,2})[./](\d{1,2})"), 1, 3),
)
"""The end of a range without its year, or year and month: parts taken from the start, parts it must have."""
_BETWEEN = re.compile(r"-+|~+|/(?=\d{4})|至|到")
_SINCE = re.compile(r"[自从](?=.*[至到])|(?:为?止)$")


def period(text: str) -> Period | None:
    """First and last parts of a normal text (half-width, Chinese numerals as digits), or None."""
    text = text.replace("月份", "月")
    return _point(text) or _between(_SINCE.sub("", text))


def _point(text: str) -> Period | None:
    for form in _POINTS:
        if match := form.fullmatch(text):
            parts = tuple(map(int, match.groups()))
            return parts, parts
    return _part_of_year(text)


def _part_of_year(text: str) -> Period | None:
    if match := _HALF.fullmatch(text):
        first, months = (1 if match[2] == "上" else 7), 6
    elif match := _QUARTER.fullmatch(text):
        first, months = 3 * int(match[2] or match[3]) - 2, 3
    else:
        return None
    year = int(match[1])
    return (year, first), (year, first + months - 1)


def _between(text: str) -> Period | None:
    """A range: the one place where it can be cut into a start and an end."""
    found: set[Period] = set()
    for mark in _BETWEEN.finditer(text):
        left, right = text[: mark.start()], text[mark.end() :]
        if (start := _point(left)) and (end := _point(right) or _short(right, start[1])):
            found.add((start[0], end[1]))
    return found.pop() if len(found) == 1 else None


def _short(text: str, start: Parts) -> Period | None:
    for form, kept, least in _SHORT:
        if len(start) >= least and (match := form.fullmatch(text)):
            parts = (*start[:kept], *map(int, match.groups()))
            return parts, parts
    return None
