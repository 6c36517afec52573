"""Tables out of a sheet: what stands below each heading, told apart from totals, notes and further headings.

Nothing is passed over in silence: a line that is no data is given as a row with the reason why.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from ingest.headings import Heading, find, fold_heading, meaning
from ingest.returned import SUMMARY
from ingest.sheet import Line, Sheet, Span, filled
from ontology.form import EXAMPLE
from ontology.values.base import Raw
from ontology.values.fold import as_text

SERIAL = frozenset(("序号", "序", "行号", "No", "No.", "NO", "NO.", "no", "#"))
"""Headings of columns that only count the rows."""
_HEADING_ROWS = 10
_TOTAL = re.compile(r"(.{0,8})(?:合计|小计|总计|共计)(?:[:(\d].*)?")
_BARE_TOTAL = re.compile(r"(?:合计|小计|总计|共计):?")
_NOTE = re.compile(
    r"(?:填表|填报|填写)?(?:说明|须知|要求)[:\d(].*|(?:备|附)?注[:\d(].*|(?:填表|填报|填写)(?:说明|须知|要求)"
    r"|(?:填报|填表|制表|审核|审批|复核|经办|联系|负责|报送|单位负责)人(?:员)?(?:\(?(?:签字|签名|签章)\)?)?:.*"
    r"|(?:填报|填表|报送|申报|推荐|归口)?(?:单位|部门)?\(?(?:盖章|公章|签章)\)?:?.*"
    r"|(?:填报|填表|报送|制表)(?:单位|部门|日期|时间):.*"
)
_HINT = re.compile("计|[:：]|章|注|说明|须知|要求")
"""A line without any of these is neither a total nor a note."""
_TENS = "甲乙丙丁戊己庚辛壬癸"


@dataclass(frozen=True, slots=True)
class Row:
    """A raw row: its number as the file shows it, its filled cells by heading, or why it cannot be read
    (`error`) or is no data (`skipped`); `warnings` are (column, code, message); `rows` the numbers of cells
    that stand in another row, by heading.
    """

    number: int
    cells: dict[str, Raw] = field(default_factory=dict)
    error: str = ""
    skipped: str = ""
    warnings: Sequence[tuple[str, str, str]] = ()
    rows: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Table:
    """Rows below one heading of a sheet, or a whole jsonl file (sheet ""); `rows` can be walked once.

    `place`: where the heading stands, None where a file has none; `hidden`: numbers of hidden rows; `kind`:
    what it holds, where a mark says so; `notes`: (code, message) on the whole file, with its first table.
    """

    sheet: str
    headings: list[str]
    rows: Iterable[Row]
    place: Heading | None = None
    hidden: frozenset[int] = frozenset()
    unseen: bool = False
    kind: str = ""
    notes: Sequence[tuple[str, str]] = ()


def tables(sheet: Sheet, known: Collection[str]) -> Iterator[Table]:
    """The tables of a sheet, one below another; `known` are the headings some kind answers to."""
    walk = _Walk(sheet, known)
    heading = walk.first()
    while heading:
        table = _Below(walk, heading)
        rows = table.rows()
        columns = [name for name in heading.names if name]
        yield Table(sheet.name, columns, rows, heading, sheet.hidden_rows, sheet.unseen)
        for _ in rows:
            pass
        heading = table.following


class _Walk:
    """The lines of a sheet, some ahead, with the values of cells that are merged downwards."""

    def __init__(self, sheet: Sheet, known: Collection[str]) -> None:
        self.exact = frozenset(known)
        self.known = frozenset(fold_heading(one)[0] for one in known)
        self.strict = sheet.strict
        self.merged = sheet.merged
        self._lines = iter(sheet.lines)
        self._ahead: deque[Line] = deque()
        self._spans: dict[int, list[Span]] = {}
        for span in sheet.merged:
            self._spans.setdefault(span.top, []).append(span)
        self._down: dict[int, tuple[int, Any]] = {}
        self._above = self._down

    def first(self) -> Heading | None:
        """The first heading; None for an empty sheet and for the summary of a report."""
        lines = self.peek(_HEADING_ROWS)
        cells = [cell for _, row in lines for cell in row if filled(cell)]
        if cells and str(cells[0]).strip() == SUMMARY:
            return None
        heading = find(lines, self.merged, self.known)
        self.drop(heading)
        return heading

    def peek(self, count: int) -> list[Line]:
        """The next lines, which stay where they are."""
        self._ahead.extend(islice(self._lines, max(0, count - len(self._ahead))))
        return list(islice(self._ahead, count))

    def drop(self, heading: Heading | None) -> None:
        """Go on below a heading."""
        while heading and self._ahead and self._ahead[0][0] <= heading.rows[-1]:
            self.take()

    def take(self) -> tuple[Line, bool] | None:
        """The next line, and whether it is merged across; `fill` then gives it what is merged downwards."""
        line = self._ahead.popleft() if self._ahead else next(self._lines, None)
        if line is None:
            return None
        self._above = self._down
        if not self.merged:
            return line, False
        number, cells = line
        self._above = {place: down for place, down in self._down.items() if down[0] >= number}
        self._down = dict(self._above)
        spans = self._spans.get(number, ())
        for span in spans:
            if span.bottom > span.top and span.left < len(cells):
                self._down[span.left] = (span.bottom, cells[span.left])
        return line, any(span.right - span.left > 1 for span in spans)

    def fill(self, cells: dict[int, Any]) -> dict[int, Any]:
        """The filled cells of the line last taken, with those merged downwards from above."""
        if not self._above:
            return cells
        return {place: value for place, (_, value) in self._above.items() if filled(value)} | cells


class _Below:
    """The rows below a heading, up to the next heading."""

    def __init__(self, walk: _Walk, heading: Heading) -> None:
        self.walk = walk
        self.heading = heading
        self.following: Heading | None = None
        self._names = {place: name for place, name in enumerate(heading.names) if name}
        self._serial = [place for place, name in self._names.items() if fold_heading(name)[0] in SERIAL]
        self._repeated: set[int] = set()
        self._unnamed: set[int] = set()

    def rows(self) -> Iterator[Row]:
        """Data rows, and those passed over with the reason why."""
        gap = closed = False
        while taken := self.walk.take():
            (number, cells), across = taken
            found = self._filled(cells)
            if not found:
                gap = True
                continue
            if self._begins(found, gap) and self._next_heading(taken[0]):
                return
            why = self._skipped(found, across=across, closed=closed)
            why = "重复的表头" if number in self._repeated else why
            closed = why in (_SIGNED, _TOTAL_ROW) or (closed and bool(why))
            gap = bool(why)
            yield Row(number, skipped=why) if why else self._row(number, self.walk.fill(found))

    def _filled(self, cells: Sequence[Any]) -> dict[int, Any]:
        """Filled cells by position; none where only the row's serial number is there."""
        result = self.heading.result
        found = {
            i: cell
            for i, cell in enumerate(cells)
            # The classes are told apart first: this runs for every cell there is.
            if ((cell and not cell.isspace()) if cell.__class__ is str else cell is not None) and i != result
        }
        if len(found) <= len(self._serial) and found.keys() <= set(self._serial):
            return {i: cell for i, cell in found.items() if not as_text(cell).strip().isdigit()}
        return found

    def _begins(self, cells: Mapping[int, Any], gap: bool) -> bool:
        """Whether a line may be a heading, or a title above one: looked at closely after a gap only."""
        if not gap:
            near = list(islice(cells.values(), 3))
            return not self.walk.exact.isdisjoint(near) and len(self.walk.exact.intersection(near)) > 1
        if len(cells) > 2:
            return self._hits(cells.values()) > 1
        return any(self._hits(row) > 1 for _, row in self.walk.peek(_HEADING_ROWS))

    def _hits(self, cells: Iterable[Any]) -> int:
        texts = [cell.strip() for cell in cells if isinstance(cell, str) and len(cell) < 40]
        return sum(bool(meaning(text, self.walk.known)) for text in texts)

    def _next_heading(self, line: Line) -> bool:
        """Whether another table begins with this line or soon below, none of them data of this one."""
        lines = [line, *self.walk.peek(_HEADING_ROWS - 1)]
        heading = find(lines, self.walk.merged, self.walk.known)
        if not heading or heading.known < 2:
            return False
        if heading.columns == self.heading.columns:
            self._repeated.update(heading.rows)
            return False
        above = [cells for number, cells in lines if number < heading.rows[0]]
        if any(len(self._filled(cells)) > 2 for cells in above):
            return False
        self.walk.drop(heading)
        self.following = heading
        return True

    def _skipped(self, cells: Mapping[int, Any], *, across: bool, closed: bool) -> str:
        if any(cells.get(place) == EXAMPLE for place in self._serial):
            return "示例行"
        texts = [cell for cell in islice(cells.values(), 3) if cell.__class__ is str]
        if texts and _HINT.search(" ".join(texts)):
            folded = [re.sub(r"\s+", "", text).translate(_HALF) for text in texts]
            if _TOTAL.fullmatch(folded[0]) or any(map(_BARE_TOTAL.fullmatch, folded)):
                return _TOTAL_ROW
            if _NOTE.fullmatch(folded[0]):
                return _SIGNED
        if len(cells) == 1 and (across or closed) and len(self.heading.columns) > 1:
            return _SIGNED if closed else "分组标题行"
        first = next(iter(cells))
        if self._names.get(first) == cells[first] and all(
            self._names.get(i) == as_text(cell).strip() for i, cell in cells.items()
        ):
            return "重复的表头"
        return "栏次行" if cells[first] in (1, "1", "甲") and _counts(cells.values()) else ""

    def _row(self, number: int, cells: Mapping[int, Any]) -> Row:
        names = self._names
        if cells.keys() <= names.keys():
            return Row(number, {names[i]: cell for i, cell in cells.items()})
        named = {names[i]: cell for i, cell in cells.items() if i in names}
        extra = [i for i in cells if i not in names]
        kept = named | {f"{letters(i)} 列（无表头）": cells[i] for i in extra}
        if self.walk.strict:
            return Row(number, kept, f"这一行有 {len(extra)} 个格子在表头之外；请对齐后再导入")
        fresh = [i for i in extra if i not in self._unnamed]
        self._unnamed.update(fresh)
        why = "没有表头，这一列的格子没有导入；要导入就补上表头"
        return Row(number, kept, warnings=[("", "no_heading", f"{letters(i)} 列{why}") for i in fresh])


_TOTAL_ROW = "合计行"
_SIGNED = "说明或签章行"
_HALF = str.maketrans("：（）", ":()")


def _counts(cells: Iterable[Any]) -> bool:
    """Whether cells number the columns: 1, 2, 3, or 甲, 乙, 1, 2."""
    texts = [as_text(cell).strip() for cell in cells]
    stems = 0
    if len(texts) < 3:
        return False
    while stems < len(texts) and stems < len(_TENS) and texts[stems] == _TENS[stems]:
        stems += 1
    return texts[stems:] == [str(n) for n in range(1, len(texts) - stems + 1)]


def letters(place: int) -> str:
    """A column's letters.

    >>> letters(0), letters(25), letters(26)
    ('A', 'Z', 'AA')
    """
    found = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        found = chr(65 + rest) + found
    return found
