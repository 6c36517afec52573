"""A workbook made from the bare values of a file: a csv or jsonl file, or one openpyxl cannot write back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook

from errors import InputError
from ingest.sheet import Sheet, filled

_DEEPEST = 1_048_576
_LONGEST = 32_767


def plain(
    sheets: Iterable[Sheet], titles: Mapping[str, str], headings: Mapping[str, tuple[int, ...]]
) -> Workbook:
    """The values of sheets, each cell where it was; `titles` by sheet, and the rows of the first heading.
    InputError for more rows than a sheet has.
    """
    book = Workbook()
    book.remove(book.worksheets[0])
    for sheet in sheets:
        page = book.create_sheet(titles[sheet.name])
        page.sheet_state = "hidden" if sheet.unseen else "visible"
        widths: dict[int, int] = {}
        for number, cells in sheet.lines:
            if number > _DEEPEST:
                raise InputError("行数超过一个 Excel 工作表的 1,048,576 行", "拆成几个文件再导入")
            for place, value in enumerate(cells, start=1):
                if filled(value):
                    put(page, number, place, value)
                    widths[place] = max(widths.get(place, 8), min(2 * len(str(value)), 40))
        for place, width in widths.items():
            page.column_dimensions[get_column_letter(place)].width = width + 2
        _dress(page, headings.get(sheet.name, ()))
    return book


def put(page: Any, row: int, column: int, value: Any) -> None:
    """Write a value that stays what it is: text never becomes a formula, and keeps its leading zeros."""
    cell = page.cell(row, column)
    if isinstance(value, bool | int | float | date | datetime | time | timedelta):
        cell.value = value
        return
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", str(value))[:_LONGEST]
    cell.data_type = "s"
    cell.number_format = "@"


def _dress(page: Any, rows: tuple[int, ...]) -> None:
    if not rows:
        return
    for row in rows:
        for cell in page[row]:
            cell.font = Font(bold=True)
    page.freeze_panes = f"A{rows[-1] + 1}"
