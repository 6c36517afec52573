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
    (`error`) or is no data (`skipped`); `warnings` are (column, code, message).
    """

    number: int
    cells: dict[str, Raw] = field(default_factory=dict)
    error: str = ""
    skipped: str = ""
    warnings: Sequence[tuple[str, str, str]] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """Rows below one heading of a sheet, or a whole jsonl file (sheet ""); `rows` can be walked once.

    `place`: where the heading stands, None where a file has none; `hidden`: numbers of hidden rows; `notes`:
    (code, message) on the whole file, with its first table.
    """

    sheet: str
    headings: list[str]
    rows: Iterable[Row]
    place: Heading | None = None
    hidden: frozenset[int] = frozenset()
    unseen: bool = False
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
        """The next line with its merged cells filled from above, and whether it is merged across."""
        line = self._ahead.popleft() if self._ahead else next(self._lines, None)
        if line is None:
            return None
        number, cells = line
        spans = self._spans.get(number, ())
        if not spans and not self._down:
            return line, False
        found = list(cells)
        blank = not any(map(filled, found))
        self._down = {place: down for place, down in self._down.items() if down[0] >= number}
        for place, (_, value) in self._down.items():
            if not blank and place < len(found) and not filled(found[place]):
                found[place] = value
        for span in spans:
            if span.bottom > span.top and span.left < len(found):
                self._down[span.left] = (span.bottom, found[span.left])
        return (number, found), any(span.right - span.left > 1 for span in spans)


class _Below:
    """The rows below a heading, up to the next heading."""

    def __init__(self, walk: _Walk, heading: Heading) -> None:
        self.walk = walk
        self.heading = heading
        self.following: Heading | None = None
        serial = [place for place, name in enumerate(heading.names) if fold_heading(name)[0] in SERIAL]
        self._serial = frozenset(serial)
        self._repeated: set[int] = set()
        self._unnamed: set[int] = set()

    def rows(self) -> Iterator[Row]:
        """Data rows, and those passed over with the reason why."""
        gap = closed = False
        while ahead := self.walk.peek(1):
            filled_cells = self._filled(ahead[0][1])
            if filled_cells and self._begins(filled_cells, gap) and self._next_heading():
                return
            taken = self.walk.take()
            assert taken is not None
            (number, cells), across = taken
            if not filled_cells:
                gap = True
                continue
            why = self._skipped(filled_cells, across=across, closed=closed)
            why = "重复的表头" if number in self._repeated else why
            closed = why in (_SIGNED, _TOTAL_ROW) or (closed and bool(why))
            gap = bool(why)
            yield Row(number, skipped=why) if why else self._row(number, self._filled(cells))

    def _filled(self, cells: Sequence[Any]) -> dict[int, Any]:
        """Filled cells by position; none where only the row's serial number is there."""
        found = {i: cell for i, cell in enumerate(cells) if filled(cell) and i != self.heading.result}
        counted = all(i in self._serial and as_text(cell).strip().isdigit() for i, cell in found.items())
        return {} if counted else found

    def _begins(self, cells: Mapping[int, Any], gap: bool) -> bool:
        """Whether a line may be a heading, or a title above one: looked at closely after a gap only."""
        if not gap:
            return sum(cell in self.walk.exact for cell in islice(cells.values(), 3)) > 1
        if len(cells) > 2:
            return self._hits(cells.values()) > 1
        return any(self._hits(row) > 1 for _, row in self.walk.peek(_HEADING_ROWS))

    def _hits(self, cells: Iterable[Any]) -> int:
        texts = [cell.strip() for cell in cells if isinstance(cell, str) and len(cell) < 40]
        return sum(bool(meaning(text, self.walk.known)) for text in texts)

    def _next_heading(self) -> bool:
        """Whether another table begins in the next lines, none of which is data of this one."""
        lines = self.walk.peek(_HEADING_ROWS)
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
        texts = [as_text(cell) for cell in islice(cells.values(), 3)]
        if _HINT.search(" ".join(texts)):
            folded = [re.sub(r"\s+", "", text).translate(_HALF) for text in texts]
            if _TOTAL.fullmatch(folded[0]) or any(map(_BARE_TOTAL.fullmatch, folded)):
                return _TOTAL_ROW
            if _NOTE.fullmatch(folded[0]):
                return _SIGNED
        if len(cells) == 1 and (across or closed) and len(self.heading.columns) > 1:
            return _SIGNED if closed else "分组标题行"
        if all(self.heading.names[i : i + 1] == [as_text(cell).strip()] for i, cell in cells.items()):
            return "重复的表头"
        return "栏次行" if texts[0] in ("1", "甲") and len(cells) > 2 and _counts(cells.values()) else ""

    def _row(self, number: int, cells: Mapping[int, Any]) -> Row:
        names = self.heading.names
        named = {names[i]: cell for i, cell in cells.items() if i < len(names) and names[i]}
        extra = [i for i in cells if i >= len(names) or not names[i]]
        if not extra:
            return Row(number, named)
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
