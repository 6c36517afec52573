"""Marks in the sender's own sheet: wrong cells coloured, a comment on each, and the column 导入结果."""

from __future__ import annotations

import re
from collections.abc import Sequence
from copy import copy
from typing import Any

from openpyxl.cell.cell import MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from ingest.headings import BESIDE
from ingest.ledger import Problem
from ingest.outcomes import OUTCOMES, TableReport
from ingest.returned import RESULT
from ontology.values.privacy import redacted

AUTHOR = "双进"
RED, YELLOW, GREY = "FFFFC7CE", "FFFFEB9C", "FFEDEDED"
"""Refused, taken with a doubt, passed over."""
_OURS = "【退回】", "【提醒】"
_MOST = 5000
"""Comments in a workbook: Excel becomes slow beyond."""
_WIDTH = 30
_NAMED = 2
"""Columns a result names before it only counts them."""


class Marker:
    """Writes marks into one sheet. `offset`: columns that were put before the first since it was read;
    `shift`: rows that were put above; `column`: where the results go, from 1.
    """

    def __init__(self, sheet: Worksheet, *, column: int, offset: int, shift: int) -> None:
        self.sheet: Any = sheet
        self.column = column
        self.offset = offset
        self.shift = shift
        self.comments = 0
        self._first: dict[tuple[int, int], tuple[int, int]] = {}
        """Place in a merged area -> its first cell; filled when first asked."""
        self._styles: dict[tuple[tuple[int, ...], str], Any] = {}

    def clean(self) -> None:
        """Take away the marks of an earlier report; a cell has its own colour again."""
        for cell in list(self.sheet._cells.values()):
            comment = getattr(cell, "comment", None)
            if comment is None or not any(mark in comment.text for mark in _OURS):
                continue
            theirs = re.split("|".join(_OURS), comment.text)[0].rstrip()
            cell.comment = Comment(theirs, comment.author) if theirs else None
            _uncolour(cell)

    def place(self, table: TableReport, one: Problem) -> str:
        """The cell a problem is about: its row's result where it names no column."""
        return f"{get_column_letter(self._column(table, one))}{one.row + self.shift}"

    def table(self, table: TableReport, problems: Sequence[Problem]) -> None:
        """The results of one table, and the problems of its rows."""
        by_row: dict[int, list[Problem]] = {}
        for one in problems:
            by_row.setdefault(one.row, []).append(one)
        self._head(table)
        for row, why in table.skipped.items():
            self._result(row, f"{OUTCOMES['skipped']}：{why}", GREY)
        for row, (outcome, _) in table.outcomes.items():
            if table.heading and row in table.heading.rows:  # a block of labels and values: one row in many
                told = f"{RESULT}：{_told(outcome, problems)}"
                self._result(row, told, _colour(outcome, problems))
                continue
            wrong = by_row.pop(row, [])
            self._result(row, _told(outcome, wrong), _colour(outcome, wrong))
            self._cells(table, row, wrong)
        for row, wrong in by_row.items():
            self._cells(table, row, wrong)

    def _head(self, table: TableReport) -> None:
        if not table.heading:
            return
        rows = [row + self.shift for row in table.heading.rows]
        if len(rows) > 1 and not isinstance(self.sheet.cell(rows[-1], self.column), MergedCell):
            for row in rows:
                self.sheet.cell(row, self.column).value = None
            self.sheet.merge_cells(None, rows[0], self.column, rows[-1], self.column)
            self._first.clear()
        cell = self._own(rows[-1], self.column)
        cell.value = RESULT
        cell._style = copy(self._own(rows[0], self.column + 1)._style)
        letter = get_column_letter(self.column)
        self.sheet.column_dimensions[letter].width = _WIDTH
        self.sheet.column_dimensions[letter].hidden = False

    def _result(self, row: int, text: str, colour: str) -> None:
        cell = self._own(row + self.shift, self.column)
        beside = self.sheet.cell(row + self.shift, self.column + 1)
        cell.value = text
        cell.data_type = "s"
        like = (tuple(beside._style or ()), colour)
        if like in self._styles:
            cell._style = copy(self._styles[like])
            return
        cell.font = Font(name=beside.font.name, size=beside.font.size)
        cell.border = copy(beside.border)
        cell.alignment = Alignment(wrap_text=True, vertical="center")
        cell.fill = PatternFill("solid", fgColor=colour) if colour else PatternFill()
        self._styles[like] = copy(cell._style)

    def _cells(self, table: TableReport, row: int, problems: Sequence[Problem]) -> None:
        by_column: dict[int, list[Problem]] = {}
        for one in problems:
            by_column.setdefault(self._column(table, one), []).append(one)
        for column, wrong in by_column.items():
            cell = self._own(row + self.shift, column)
            if column != self.column:
                _colour_in(cell, RED if any(one.level == "error" for one in wrong) else YELLOW)
            self._say(cell, wrong)

    def _column(self, table: TableReport, one: Problem) -> int:
        place = table.heading.columns.get(one.column) if table.heading else None
        return self.column if place is None else place + 1 + self.offset

    def _say(self, cell: Any, problems: Sequence[Problem]) -> None:
        self.comments += 1
        if self.comments > _MOST:
            return
        lines = [f"{_OURS[one.level != 'error']}{redacted(one.message)}" for one in problems]
        if cell.comment:
            lines.insert(0, cell.comment.text)
        text = "\n".join(lines)
        height = 30 + 18 * sum(1 + len(line) // 20 for line in lines)
        cell.comment = Comment(text, AUTHOR, width=300, height=min(height, 400))

    def _own(self, row: int, column: int) -> Any:
        """The cell, or the first one of the merged area it lies in."""
        cell = self.sheet.cell(row, column)
        if not isinstance(cell, MergedCell):
            return cell
        if not self._first:
            for area in self.sheet.merged_cells.ranges:
                self._first.update(dict.fromkeys(area.cells, (area.min_row, area.min_col)))
        return self.sheet.cell(*self._first[row, column])


def _told(outcome: str, problems: Sequence[Problem]) -> str:
    """What became of a row in few words.

    >>> _told("added", []), _told("rejected", [Problem("", 2, "注册资本", "money_form", "看不懂金额")])
    ('新增', '退回：注册资本')
    >>> _told("rejected", [Problem("", 2, "", "no_identity", "认不出这一行说的是哪个企业；至少要有：名称")])
    '退回：认不出这一行说的是哪个企业'
    """
    wrong = [one for one in problems if one.level == "error"] or problems
    named = list(dict.fromkeys(map(_about, wrong)))
    if not named:
        return OUTCOMES[outcome]
    more = f"等 {len(named)} 处" if len(named) > _NAMED else ""
    how = "：" if outcome == "rejected" else "，请核对："
    return OUTCOMES[outcome] + how + "、".join(named[:_NAMED]) + more


def _about(one: Problem) -> str:
    """What a problem is about: its column without the groups above it, else the first words it says."""
    return one.column.split(BESIDE)[-1] or re.split("[；：。]", redacted(one.message))[0][:30]


def _colour(outcome: str, problems: Sequence[Problem]) -> str:
    return RED if outcome == "rejected" else YELLOW if problems else ""


def _colour_in(cell: Any, colour: str) -> None:
    """Colour a cell; its own colour waits where a solid fill does not show it."""
    own = copy(cell.fill)
    waiting = own.fgColor if own.patternType == "solid" else own.bgColor
    cell.fill = PatternFill("solid", fgColor=colour, bgColor=copy(waiting))


def _uncolour(cell: Any) -> None:
    fill = cell.fill
    if fill.patternType != "solid" or fill.fgColor.rgb not in (RED, YELLOW, GREY):
        return
    own = copy(fill.bgColor)
    shown = own.type == "theme" or (own.type == "rgb" and own.rgb != "00000000")
    cell.fill = PatternFill("solid", fgColor=own) if shown else PatternFill()
