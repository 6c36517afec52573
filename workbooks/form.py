"""A form to be filled by one sender: its blocks on one sheet, ready to be printed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook

from ontology.form import EXAMPLE, Block, Form, heading
from ontology.model import PropertySpec, ontology
from workbooks.lists import Lists, cell_format, mark
from workbooks.plain import put
from workbooks.template import FRAME, GREY, HEAD, save, write_example, write_notes

_WIDTHS = (18, 24, 26, 36, 22, 20, 20)
_TALL = 30


def write_form(path: Path, form: Form) -> list[str]:
    """Write a form; returns every heading and label on it. InputError where the file cannot be written."""
    book = Workbook()
    sheet: Any = book.worksheets[0]
    sheet.title = form.label[:31]
    mark(sheet, form.form, form.version)
    _line(sheet, 2, form.label, Font(bold=True, size=18), centre=True)
    _line(sheet, 3, form.hint, Font(color="FF606060"), centre=False)
    sheet.row_dimensions[2].height = 40
    lists, row, told = Lists(book), 4, []
    for block in form.blocks:
        specs = [ontology().kinds[block.kind].properties[name] for name in block.fields]
        _line(sheet, row, block.title, Font(bold=True, size=12), centre=False)
        row = (_pairs if block.layout == "pairs" else _rows)(sheet, row + 1, (block, specs), lists)
        told += specs
    for column, width in enumerate(_WIDTHS, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    setup = sheet.page_setup
    setup.orientation, setup.paperSize, setup.fitToHeight = "landscape", 9, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    write_notes(book, form.label, (form.hint, *_hints(form)), told)
    save(book, path)
    return [heading(one) for one in told]


def _hints(form: Form) -> Iterator[str]:
    yield "序号写着“示例”的行只示范填法，导入时跳过，可以删掉。"
    for block in form.blocks:
        yield f"{block.title}：{'一格一项' if block.layout == 'pairs' else '一行一项'}。"


def _line(sheet: Any, row: int, text: str, font: Font, *, centre: bool) -> None:
    put(sheet, row, 1, text)
    sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=len(_WIDTHS))
    cell = sheet.cell(row, 1)
    cell.font = font
    cell.alignment = Alignment(horizontal="center" if centre else "left", vertical="center", wrap_text=True)
    sheet.row_dimensions[row].height = _TALL if len(text) > 60 else 22


def _pairs(sheet: Any, row: int, what: tuple[Block, list[PropertySpec]], lists: Lists) -> int:
    """Labels with merged cells for their values, two on a line; returns the next free row."""
    for number, spec in enumerate(what[1]):
        line, right = row + number // 2, number % 2
        label, first, last = (4, 5, 7) if right else (1, 2, 3)
        _head(sheet, line, label, heading(spec))
        sheet.merge_cells(start_row=line, end_row=line, start_column=first, end_column=last)
        for column in range(first, last + 1):
            sheet.cell(line, column).border = FRAME
        sheet.cell(line, first).number_format = cell_format(spec)
        sheet.cell(line, first).alignment = Alignment(wrap_text=True, vertical="center")
        sheet.row_dimensions[line].height = 26
        lists.offer(sheet, f"{get_column_letter(first)}{line}", spec)
    return row + (len(what[1]) + 1) // 2


def _rows(sheet: Any, row: int, what: tuple[Block, list[PropertySpec]], lists: Lists) -> int:
    """A heading, an example, and empty rows; returns the next free row."""
    block, specs = what
    _head(sheet, row, 1, "序号")
    put(sheet, row + 1, 1, EXAMPLE)
    for column, spec in enumerate(specs, start=2):
        _head(sheet, row, column, heading(spec))
        write_example(sheet, row + 1, column, spec)
        for line in range(row + 2, row + 2 + block.rows):
            sheet.cell(line, column).number_format = cell_format(spec)
        letter = get_column_letter(column)
        lists.offer(sheet, f"{letter}{row + 2}:{letter}{row + 1 + block.rows}", spec)
    for line in range(row + 1, row + 2 + block.rows):
        sheet.row_dimensions[line].height = _TALL
        for column in range(1, len(_WIDTHS) + 1):
            cell = sheet.cell(line, column)
            cell.border, cell.alignment = FRAME, Alignment(wrap_text=True, vertical="center")
            if line == row + 1:
                cell.font = GREY
        if line > row + 1:
            put(sheet, line, 1, str(line - row - 1))
            sheet.cell(line, 1).alignment = Alignment(horizontal="center", vertical="center")
    return row + 2 + block.rows


def _head(sheet: Any, row: int, column: int, text: str) -> None:
    put(sheet, row, column, text)
    cell = sheet.cell(row, column)
    cell.font, cell.fill, cell.border = Font(bold=True), HEAD, FRAME
    cell.alignment = Alignment(wrap_text=True, vertical="center", horizontal="center")
