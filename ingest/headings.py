"""Which line of a sheet is its heading, and the rows below it by heading."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from ontology.values.base import Raw

_UNIT = re.compile(r"[(（\[【]\s*([^)）\]】]*)[)）\]】]")
_UNITS = ("万元", "亿元", "元", "%", "人")
_TOTALS = ("合计", "总计", "小计")
_HEADING_ROWS = 10


@dataclass(frozen=True, slots=True)
class Row:
    """A raw row: its number as the file shows it, its filled cells by heading, or why it cannot be read."""

    number: int
    cells: dict[str, Raw] = field(default_factory=dict)
    error: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet, or a whole csv or jsonl file (sheet ""); `rows` can be walked once."""

    sheet: str
    headings: list[str]
    rows: Iterable[Row]


def fold_heading(heading: str) -> tuple[str, str]:
    """A heading without spaces, stars and notes, and the unit it names.

    >>> fold_heading("* 注册资本（万元）"), fold_heading("企业名称(必填)")
    (('注册资本', '万元'), ('企业名称', ''))
    """
    text = re.sub(r"[\s*＊:：]+", "", unicodedata.normalize("NFKC", heading))
    unit = next((found for found in _UNIT.findall(text) if found in _UNITS), "")
    bare = _UNIT.sub("", text)
    return bare or text, unit


def table(sheet: str, lines: Iterator[tuple[int, Sequence[Any]]], known: Collection[str]) -> Iterator[Table]:
    """A table from numbered lines; the heading row is the one of the first ten with most known headings."""
    head: list[tuple[int, Sequence[Any]]] = []
    for line in lines:
        head.append(line)
        if len(head) == _HEADING_ROWS:
            break
    if not any(any(_filled(cell) for cell in cells) for _, cells in head):
        return
    scores = [
        sum(fold_heading(str(cell))[0] in known for cell in cells if _filled(cell)) for _, cells in head
    ]
    at = (
        scores.index(max(scores))
        if max(scores)
        else next(i for i, (_, c) in enumerate(head) if any(map(_filled, c)))
    )
    headings = _distinct([str(cell).strip() if _filled(cell) else "" for cell in head[at][1]])

    def rows() -> Iterator[Row]:
        for number, cells in (*head[at + 1 :], *()):
            yield from _row(number, cells, headings)
        for number, cells in lines:
            yield from _row(number, cells, headings)

    yield Table(sheet, [heading for heading in headings if heading], rows())


def _row(number: int, cells: Sequence[Any], headings: list[str]) -> Iterator[Row]:
    filled = {i: cell for i, cell in enumerate(cells) if _filled(cell)}
    if not filled or str(next(iter(filled.values()))).strip().startswith(_TOTALS):
        return
    named = {headings[i]: cell for i, cell in filled.items() if i < len(headings) and headings[i]}
    extra = [i for i in filled if i >= len(headings) or not headings[i]]
    error = f"这一行有 {len(extra)} 个格子在表头之外；请对齐后再导入" if extra else ""
    yield Row(number, named, error)


def _filled(cell: Any) -> bool:
    return cell is not None and cell != "" and (not isinstance(cell, str) or bool(cell.strip()))


def _distinct(headings: list[str]) -> list[str]:
    """Headings told apart: a second 备注 becomes 备注#2, so that no cell hides another."""
    seen: dict[str, int] = {}
    found = []
    for heading in headings:
        seen[heading] = seen.get(heading, 0) + 1
        found.append(heading if seen[heading] == 1 or not heading else f"{heading}#{seen[heading]}")
    return found
