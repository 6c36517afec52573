"""The sheet 导入汇总: what became of the file, sheet by sheet and rule by rule, with links to the cells."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.properties import PageSetupProperties

from ingest.ledger import Problem
from ingest.load import FileReport
from ingest.outcomes import OUTCOMES, TableReport, ranges
from ingest.returned import SUMMARY
from ontology.model import ontology
from ontology.values.privacy import redacted
from workbooks.marks import RED, YELLOW

TITLE = "导入汇总"
_LINKS = 5
_WIDTHS = (18, 22, 60, 8, 14, 14, 14, 14, 14)
_FONT = "微软雅黑"
_HOW = {"error": "退回", "warning": "提醒"}
_COLOURS = {"退回": RED, "提醒": YELLOW}
_HEAD = PatternFill("solid", fgColor="FFDDEBF7")
_THIN = Side(style="thin", color="FFBFBFBF")

Locate = Callable[[Problem], tuple[str, str]]
"""Title of a problem's sheet in the workbook, and its cell; ("", "") where it has none."""


def write_summary(book: Workbook, file: FileReport, notes: Sequence[str], locate: Locate) -> None:
    """Write the summary as the last sheet and show it first; one of an earlier report goes."""
    for sheet in [one for one in book.worksheets if one["A1"].value == SUMMARY]:
        book.remove(sheet)
    page = _Page(book.create_sheet(TITLE))
    page.put([SUMMARY], size=16, bold=True)
    taken = f"共 {file.rows} 行，收下 {file.accepted}，退回 {file.rejected}"
    page.put([f"{file.source}：{taken}。" + _ADVICE[bool(file.rejected)]])
    for note in notes:
        page.put([note], bold=True)
    counted = ["工作表", "类别", "表头在第几行", "行数", *OUTCOMES.values()]
    page.table("各表", counted, [_counts(table) for table in file.tables])
    places = ["点一下就到", *[""] * (_LINKS - 1)]
    rules = _rules(file.problems, locate)
    page.table("各条规则", ["处理", "代码", "怎么回事（第一处）", "几处", *places], rules)
    page.table("没有导入的内容", ["工作表", "是什么", "哪些"], _passed_over(file))
    _show_first(book, page.sheet)


_ADVICE = {
    True: "标红的格子要改，把鼠标放在上面看怎么改；改好后存盘，把这份表原样发回即可，“导入结果”一列不用删。",
    False: "没有退回的行。",
}


@dataclass(frozen=True, slots=True)
class _Link:
    """A cell of the workbook to jump to; none where the texts are empty."""

    sheet: str
    cell: str


class _Page:
    def __init__(self, sheet: Any) -> None:
        self.sheet = sheet
        self.row = 0
        sheet.sheet_properties.tabColor = "C00000"
        sheet.sheet_view.showGridLines = False
        sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        for place, width in enumerate(_WIDTHS, start=1):
            sheet.column_dimensions[get_column_letter(place)].width = width

    def put(self, cells: Sequence[Any], *, size: int = 10, bold: bool = False) -> None:
        self.row += 1
        for place, value in enumerate(cells, start=1):
            cell = self.sheet.cell(self.row, place)
            if isinstance(value, _Link):
                _link(cell, value)
                continue
            cell.value = value
            cell.data_type = "n" if isinstance(value, int) else "s"
            cell.font = Font(name=_FONT, size=size, bold=bold)

    def table(self, title: str, heading: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        """A titled table; none where there are no rows."""
        if not rows:
            return
        self.row += 1
        self.put([title], size=12, bold=True)
        self.put(heading, bold=True)
        self._box(len(heading), _HEAD)
        for row in rows:
            self.put(row)
            self._box(len(row))
            self.sheet.row_dimensions[self.row].height = 4 + 14 * max(map(_lines, row, _WIDTHS))
            if row[0] in _COLOURS:
                self.sheet.cell(self.row, 1).fill = PatternFill("solid", fgColor=_COLOURS[row[0]])

    def _box(self, width: int, fill: PatternFill | None = None) -> None:
        for place in range(1, width + 1):
            cell = self.sheet.cell(self.row, place)
            cell.border = Border(_THIN, _THIN, _THIN, _THIN)
            cell.alignment = Alignment(wrap_text=True, vertical="center")
            cell.fill = fill or PatternFill()


def _lines(value: Any, width: int) -> int:
    """Lines a text takes in a column; a program that does not fit rows to texts would cut it off."""
    if not isinstance(value, str):
        return 1
    return 1 + sum(2 - character.isascii() for character in value) // width


def _counts(table: TableReport) -> list[Any]:
    told = [outcome for outcome, _ in table.outcomes.values()]
    counts = {name: told.count(name) for name in OUTCOMES} | {"skipped": len(table.skipped)}
    rows = ranges(table.heading.rows) if table.heading and table.heading.rows[0] else "—"
    label = ontology().kinds[table.kind].label
    return [table.sheet, label, rows, len(told), *counts.values()]


def _link(cell: Any, link: _Link) -> None:
    if not link.cell:
        return
    cell.value = f"{link.sheet}!{link.cell}"
    cell.data_type = "s"
    quoted = link.sheet.replace("'", "''")
    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{quoted}'!{link.cell}", display=cell.value)
    cell.font = Font(name=_FONT, size=10, color="FF0563C1", underline="single")


def _rules(problems: Sequence[Problem], locate: Locate) -> list[list[Any]]:
    by_rule: dict[tuple[str, str], list[Problem]] = {}
    for one in problems:
        by_rule.setdefault((one.level, one.code), []).append(one)
    rows: list[list[Any]] = []
    for (level, code), found in sorted(by_rule.items(), key=lambda rule: (rule[0][0], -len(rule[1]))):
        places = (place for one in found if (place := locate(one))[1])
        links = [_Link(*place) for place in islice(dict.fromkeys(places), _LINKS)]
        links += [_Link("", "")] * (_LINKS - len(links))
        rows.append([_HOW[level], code, redacted(found[0].message), len(found), *links])
    return rows


def _passed_over(file: FileReport) -> list[list[str]]:
    found = [
        [table.sheet, "没有用到的列", redacted("、".join(table.unknown_columns))]
        for table in file.tables
        if table.unknown_columns
    ]
    for table in file.tables:
        found += [[table.sheet, f"跳过的{why}", f"第 {rows} 行"] for why, rows in table.passed_over().items()]
    hidden = [[table.sheet, "隐藏的行（照样读了）", f"第 {ranges(table.hidden)} 行"]
              for table in file.tables if table.hidden]  # fmt: skip
    sheets = [[one.sheet, "整个工作表", redacted(one.message)]
              for one in file.problems if one.code == "unknown_sheet"]  # fmt: skip
    return [*found, *hidden, *sheets]


def _show_first(book: Workbook, sheet: Any) -> None:
    """Open on this sheet; two selected sheets would both take what is typed into one."""
    book.active = book.worksheets.index(sheet)
    for other in book.worksheets:
        other.sheet_view.tabSelected = other is sheet
