"""Which lines of a sheet are its heading, what each column is called, and the unit a heading names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import Any

from ingest.returned import RESULT
from ingest.sheet import Line, Span, filled
from ontology.values.fold import as_text, simplified, tidy

BESIDE = " / "
"""Between a group heading and the heading below it."""
_BRACKET = re.compile(r"[(（\[【]\s*([^)）\]】]*)[)）\]】]")
_MONEY = r"(?:[千百十]?万|[千亿])?(?:元|美元|欧元|日元|港元|英镑)|[千百十]?万|亿"
_COUNTED = "%|‰|人|人次|名|位|家|户|个|件|项|篇|台|套|吨|公斤|亩|平方米|年|月|天"
_UNIT = re.compile(rf"(?:单位|人民币|金额)*({_MONEY}|{_COUNTED})(?:人民币)?(?:/年|每年|/人)?")
_TAIL = re.compile(r"(?<=.)[/,，]?((?:[千百十]?万|亿)元|(?<=[/,，])元)$")
_LINE_UNIT = re.compile(rf"(?:^|[(,;、。])(?:金额|货币|计量)?单位:?({_MONEY})(?:$|[),;、。])")
_GENERIC = frozenset(("名称", "姓名", "全称", "名字"))
_DEEPEST = 3
"""Rows a heading may take."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: the numbers of its rows, the name of each column by position ("" for none), the unit a line
    above gives for all amounts, where an earlier report put its results, and how many names are `known`. In a
    form `places` tells the position of each label's value.
    """

    rows: tuple[int, ...]
    names: list[str]
    unit: str = ""
    result: int | None = None
    known: int = 0
    places: Mapping[str, int] = field(default_factory=dict)

    @property
    def columns(self) -> dict[str, int]:
        """Position of each named column, from 0."""
        return {name: place for place, name in enumerate(self.names) if name} | dict(self.places)


@lru_cache(maxsize=4096)
def fold_heading(heading: str) -> tuple[str, str]:
    """A heading in simplified characters without spaces, stars and notes, and the unit it names.

    >>> fold_heading("* 注册资本（万元）"), fold_heading("企业名称(必填)"), fold_heading("注册资本/万元")
    (('注册资本', '万元'), ('企业名称', ''), ('注册资本', '万元'))
    >>> fold_heading("研发投入（单位：万元/年）"), fold_heading("上年度数据（亿元） / 营业收入")
    (('研发投入', '万元'), ('上年度数据/营业收入', '亿元'))
    """
    text = re.sub(r"[\s*＊:：]+", "", simplified(unicodedata.normalize("NFKC", tidy(heading))))
    units = [match[1] for found in _BRACKET.findall(text) if (match := _UNIT.fullmatch(found))]
    bare = _BRACKET.sub("", text)
    if not units and (tail := _TAIL.search(bare)):
        return bare[: tail.start()], tail[1]
    return bare or text, units[-1] if units else ""


@lru_cache(maxsize=4096)
def unit_of(heading: str) -> str:
    """The unit of a column: its own, else that of the groups above it.

    >>> unit_of("上年度（万元） / 职工（人）"), unit_of("注册资本 / 万元"), unit_of("上年度（万元） / 收入")
    ('人', '万元', '万元')
    """
    for part in reversed(heading.split(BESIDE)):
        bare, unit = fold_heading(part)
        if unit:
            return unit
        if match := _UNIT.fullmatch(bare):
            return match[1]
    return ""


def meaning(heading: str, known: Collection[str]) -> str:
    """Which of the `known` folded headings a column's heading is, "" for none. Below a group it is the two
    put together (企业 / 名称), or the lower one; the group itself where the lower one says no more than
    that there is a name (完成单位 / 名称), or a unit.
    """
    folded = fold_heading(heading)[0]
    if folded in known or BESIDE not in heading:
        return folded if folded in known else ""
    parts = [fold_heading(part)[0] for part in heading.split(BESIDE)]
    group, own = parts[-2:]
    joined = next((text for text in ("".join(parts), group + own) if text in known), "")
    if joined:
        return joined
    if group in known and (own in _GENERIC or _UNIT.fullmatch(own)):
        return group
    return own if own in known else ""


def find(lines: Sequence[Line], merged: Sequence[Span], known: Collection[str]) -> Heading | None:
    """The heading among these lines: the one to three rows with most `known` (folded) headings, fewest rows
    first; where none is known, the first line with several cells. None where all are empty.
    """
    grid = [[_text(cell) for cell in cells] for _, cells in lines]
    numbers = [number for number, _ in lines]
    blocks = [
        (start, depth)
        for depth in range(1, _DEEPEST + 1)
        for start in range(len(grid) - depth + 1)
        if all(any(row) for row in grid[start : start + depth])
    ]
    if not blocks:
        return None
    spans = [span for span in merged if span.top <= numbers[-1]]

    def named(start: int, depth: int) -> list[str]:
        return _names(grid[start : start + depth], numbers[start : start + depth], spans)

    scores = {block: _score(named(*block), known) for block in blocks}
    start, depth = _first(scores, grid)
    score = scores[start, depth]
    if not score:
        several = [i for i, row in enumerate(grid) if sum(map(bool, row)) > 1]
        start, depth = (several or [i for i, row in enumerate(grid) if any(row)])[0], 1
    if deeper := _deeper(grid[start:], numbers[start:], spans, depth):
        depth = deeper
    return _heading(grid[:start], named(start, depth), numbers[start : start + depth], score)


def _score(names: Sequence[str], known: Collection[str]) -> int:
    return len({meaning(name, known) for name in names} - {""})


def _first(scores: Mapping[tuple[int, int], int], grid: Sequence[Sequence[str]]) -> tuple[int, int]:
    """The (start, depth) with most known names, fewest rows first; of several tables one below another, that
    of the first whose heading is more known than not.
    """
    sure = [
        start
        for (start, depth), score in scores.items()
        if depth == 1 and score > 1 and 2 * score > sum(map(bool, grid[start]))
    ]
    near = {block: score for block, score in scores.items() if not sure or block[0] <= min(sure)}
    return max(near, key=lambda block: (near[block], -block[1], -block[0]))


def _deeper(grid: list[list[str]], numbers: Sequence[int], spans: Sequence[Span], depth: int) -> int:
    """Rows of a heading that goes on below its last known one: a cell of it is merged downwards, or the next
    line gives nothing but units. 0 where it does not.
    """
    heads = set(numbers[:depth])
    last = max((span.bottom for span in spans if span.top in heads and span.left == span.right), default=0)
    merged = sum(number <= last for number in numbers)
    if depth < merged <= _DEEPEST:
        return merged
    return depth + 1 if depth == 1 and len(grid) > 1 and _only_units(grid[1]) else 0


def _heading(above: list[list[str]], names: list[str], rows: Sequence[int], known: int) -> Heading:
    texts = [re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)) for row in above for text in row]
    unit = next((match[1] for text in texts if (match := _LINE_UNIT.search(text))), "")
    places = [place for place, name in enumerate(names) if name.split(BESIDE)[-1] == RESULT]
    names = ["" if place in places else name for place, name in enumerate(names)]
    return Heading(tuple(rows), _distinct(names), unit, places[0] if places else None, known)


def _text(cell: Any) -> str:
    """A heading on one line; line breaks inside it are for looks."""
    return re.sub(r"\s*[\r\n]+\s*", "", as_text(cell)).strip() if filled(cell) else ""


def _only_units(row: Sequence[str]) -> bool:
    given = [fold_heading(text)[0].strip("()") for text in row if text]
    return bool(given) and all(_UNIT.fullmatch(text) for text in given)


def _names(grid: Sequence[Sequence[str]], numbers: Sequence[int], spans: Sequence[Span]) -> list[str]:
    """The heading of each column: its texts from top to bottom, once each."""
    width = max(map(len, grid))
    rows = [[*row, *[""] * (width - len(row))] for row in grid]
    exact = _spread(rows, numbers, spans)
    for upper, lower in pairwise(range(len(rows))):
        for place in range(1, width):
            left = rows[upper][place - 1]
            group = left and rows[lower][place - 1] and (upper, place - 1) not in exact
            if group and rows[lower][place] and not rows[upper][place]:
                rows[upper][place] = left
    columns = [dict.fromkeys(row[place] for row in rows if row[place]) for place in range(width)]
    return [BESIDE.join(column) for column in columns]


def _spread(rows: list[list[str]], numbers: Sequence[int], spans: Sequence[Span]) -> set[tuple[int, int]]:
    """Fill merged areas from their first cell; returns the places of those that say how wide they are."""
    wide: set[tuple[int, int]] = set()
    for span in spans:
        if span.top not in numbers:
            continue
        top = numbers.index(span.top)
        text = rows[top][span.left] if span.left < len(rows[top]) else ""
        for row in range(top, len(rows)):
            if numbers[row] > span.bottom:
                break
            for place in range(span.left, min(span.right + 1, len(rows[row]))):
                rows[row][place] = text
                if span.right > span.left:
                    wide.add((row, place))
    return wide


def _distinct(headings: list[str]) -> list[str]:
    """Headings told apart: a second 备注 becomes 备注#2, so that no cell hides another."""
    seen: dict[str, int] = {}
    found = []
    for heading in headings:
        seen[heading] = seen.get(heading, 0) + 1
        found.append(heading if seen[heading] == 1 or not heading else f"{heading}#{seen[heading]}")
    return found
