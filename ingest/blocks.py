"""The blocks of a filled form: where each begins, and what a block of labels with values says.

People rewrite titles, use other names for a label, add lines of their own. What is understood is read; what
is not is kept and listed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ingest.headings import Heading, fold_heading
from ingest.returned import RESULT
from ingest.sheet import Line, filled
from ingest.tables import Row, Table
from ontology.form import Block, Form, heading
from ontology.model import Kind, ontology

_NUMERAL = re.compile(r"[(]?[一二三四五六七八九十\d]+[)]?[、.:,]?")
_BESIDE = 4
"""Pairs that may stand in one line."""
_REACH = 15
"""Lines a block of pairs may be spread over where its title was lost."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A block with its lines: its title or heading first."""

    block: Block
    lines: Sequence[Line]


def find_blocks(form: Form, lines: Sequence[Line]) -> list[Placed]:
    """The blocks that are there, from top to bottom: by their titles, else by their labels."""
    starts = [(at, block) for block in form.blocks if (at := _start(block, lines)) is not None]
    starts.sort(key=lambda one: one[0])
    ends = [*(at for at, _ in starts), len(lines)][1:]
    return [Placed(block, lines[at:end]) for (at, block), end in zip(starts, ends, strict=True)]


def _start(block: Block, lines: Sequence[Line]) -> int | None:
    titled = (i for i, (_, cells) in enumerate(lines) if any(_is_title(cell, block.title) for cell in cells))
    if (found := next(titled, None)) is not None:
        return found
    known = _labels(block, ontology().kinds[block.kind])
    counts = [{known[label] for cell in cells if (label := _folded(cell)) in known} for _, cells in lines]
    half = (len(block.fields) + 1) // 2
    if block.layout == "rows":
        return next((i for i, one in enumerate(counts) if len(one) >= max(half, 2)), None)
    # More labels in a line are the heading of a list.
    pairs = [one if len(one) <= _BESIDE else set() for one in counts]
    near = (i for i, one in enumerate(pairs) if one and len(set().union(*pairs[i : i + _REACH])) >= half)
    return next(near, None)


def _is_title(cell: Any, title: str) -> bool:
    """Whether a cell is a block's title, be it with words before or after it.

    >>> _is_title("三、企业科技创新需求（可多填）", "三、科技创新需求")
    True
    >>> _is_title("企业科技创新需求调查表", "三、科技创新需求"), _is_title("需求", "三、科技创新需求")
    (False, False)
    """
    if not isinstance(cell, str) or len(cell) > 60:
        return False
    text, wanted = _bare(cell), _bare(title)
    core = _NUMERAL.sub("", wanted, count=1) if _NUMERAL.match(wanted) else wanted
    return text in (wanted, core) or bool(_NUMERAL.match(text) and core in text)


def _bare(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def _folded(cell: Any) -> str:
    return fold_heading(cell)[0] if isinstance(cell, str) and cell.strip() else ""


def _labels(block: Block, kind: Kind) -> dict[str, str]:
    """Folded label -> property: what the form writes, and what else the property is called."""
    own = {fold_heading(heading(kind.properties[name]))[0]: name for name in block.fields}
    other = {fold_heading(text)[0]: name for name in block.fields for text in kind.properties[name].aliases}
    return other | own


@dataclass(frozen=True, slots=True)
class Pairs:
    """What a block of labels says: the cells by label, where each value stands, and the values by property
    (`said`). `result`: where an earlier report put its results; `loose`: numbers of lines that say nothing by
    label and value.
    """

    lines: Sequence[Line]
    result: int | None = None
    cells: dict[str, Any] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)
    places: dict[str, int] = field(default_factory=dict)
    said: dict[str, Any] = field(default_factory=dict)
    loose: list[int] = field(default_factory=list)

    def table(self, sheet: str) -> Table:
        """One row out of all pairs."""
        number = self.lines[0][0]
        row = Row(number, self.cells, rows=self.rows) if self.cells else Row(number, skipped="没有填")
        loose = [Row(one, skipped="不认识的行") for one in self.loose]
        place = Heading((self.lines[0][0],), [], result=self.result, places=self.places)
        return Table(sheet, list(self.places), [row, *loose], place)


def read_pairs(one: Placed) -> Pairs:
    """Labels with the values right of them, or in the same cell after a colon. A label nobody knows is kept
    with its value, so that it is listed.
    """
    labels = _present(one)
    result = next((i for _, line in one.lines for i, cell in enumerate(line) if _is_result(cell)), None)
    found = Pairs(one.lines, result)
    for number, line in one.lines:
        cells = [(i, cell) for i, cell in enumerate(line) if filled(cell) and i != result]
        if any(_is_title(cell, one.block.title) for _, cell in cells):
            continue
        pairs = list(_split(cells, labels))
        if len(pairs) == 1 and pairs[0][2] is None and not _names(pairs[0][1], labels):
            found.loose.append(number)
            continue
        for at, text, value in pairs:
            _take(found, labels, (number, at, text), value)
    return found


def _is_result(cell: Any) -> bool:
    return isinstance(cell, str) and cell.startswith(RESULT)


def _present(one: Placed) -> dict[str, str]:
    """The labels of a block; another name only for a property whose own label is not there."""
    kind = ontology().kinds[one.block.kind]
    labels = _labels(one.block, kind)
    there = {_folded(_head(cell)) for _, cells in one.lines for cell in cells}
    own = {fold_heading(heading(kind.properties[name]))[0]: name for name in one.block.fields}
    stands = {name for label, name in own.items() if label in there}
    return {label: name for label, name in labels.items() if label in own or name not in stands}


def _head(cell: Any) -> Any:
    return re.split("[:：]", cell, maxsplit=1)[0] if isinstance(cell, str) else cell


def _names(cell: Any, labels: Collection[str]) -> bool:
    """Whether a cell is a label, or a label with its value after a colon."""
    return _folded(cell) in labels or _folded(_head(cell)) in labels


def _split(
    cells: Sequence[tuple[int, Any]], labels: Mapping[str, str]
) -> Iterator[tuple[int, str, tuple[int, Any] | None]]:
    """(place of the label, its text, (place, value) or None) of a line."""
    i = 0
    while i < len(cells):
        at, cell = cells[i]
        i += 1
        head = _head(cell)
        if _names(cell, labels) and (rest := str(cell)[len(head) + 1 :].strip()):
            yield at, head, (at, rest)
            continue
        value = cells[i] if i < len(cells) and not _names(cells[i][1], labels) else None
        i += value is not None
        yield at, str(cell).strip(), value


def _take(
    found: Pairs, labels: Mapping[str, str], where: tuple[int, int, str], value: tuple[int, Any] | None
) -> None:
    number, at, text = where
    name = labels.get(_folded(text))
    key, times = text, 1
    while key in found.places:
        times += 1
        key = f"{text}#{times}"
    found.rows[key], found.places[key] = number, value[0] if value else at + 1
    if value:
        found.cells[key] = value[1]
        if name:
            found.said.setdefault(name, value[1])
