"""Templates: an empty table of a kind, with everything needed to fill it right."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook

from errors import InputError
from ontology.examples import example
from ontology.form import ASIDE, EXAMPLE, heading, version
from ontology.model import Kind, PropertySpec
from ontology.values import VALUE_TYPES
from workbooks.lists import Lists, cell_format, choices, mark
from workbooks.plain import put

ROWS = 1000
"""Rows that are ready to be filled."""
NOTES = "填表说明"
HEAD = PatternFill("solid", fgColor="FFDCE6F1")
GREY = Font(italic=True, color="FF808080")
LINE = Side("thin", color="FFB0B0B0")
FRAME = Border(LINE, LINE, LINE, LINE)
_HINTS = (
    "带 * 的列必填；别的列没有就留空，不要写“无”或“/”。",
    "一行填一个；序号列可填可不填。序号写着“示例”的那一行只示范填法，导入时跳过，可以删掉。",
    "一格里有几个值时用；分开。",
    "日期写成 2025、2025-06 或 2025-06-30；金额按列名里的单位填数，也可以写“约50万元”“3-5万”。",
    "列可以换位置、可以删掉不用的，列名请不要改；不认识的列不会导入，会在结果里列出来。",
)


def write_template(path: Path, kind: Kind) -> list[str]:
    """Write a kind's template; returns its headings. InputError where the file cannot be written."""
    book = Workbook()
    sheet: Any = book.worksheets[0]
    sheet.title = kind.label
    mark(sheet, kind.kind, version(kind))
    lists = Lists(book)
    specs = list(kind.properties.values())
    headings = ["序号", *map(heading, specs)]
    for column, text in enumerate(headings, start=1):
        put(sheet, 2, column, text)
        cell = sheet.cell(2, column)
        cell.font, cell.fill, cell.border = Font(bold=True), HEAD, FRAME
        cell.alignment = Alignment(wrap_text=True, vertical="center", horizontal="center")
    put(sheet, 3, 1, EXAMPLE)
    sheet.cell(3, 1).font = GREY
    for column, spec in enumerate(specs, start=2):
        _column(sheet, column, spec, lists)
    sheet.row_dimensions[2].height = 32
    sheet.freeze_panes = "C3" if len(specs) > 1 else "A3"
    print_wide(sheet)
    sheet.print_title_rows = "2:2"
    write_notes(book, f"{kind.label}：{kind.description}", _HINTS, specs)
    save(book, path)
    return headings


def _column(sheet: Any, column: int, spec: PropertySpec, lists: Lists) -> None:
    letter = get_column_letter(column)
    for row in range(3, ROWS + 4):
        sheet.cell(row, column).number_format = cell_format(spec)
    write_example(sheet, 3, column, spec)
    sheet.cell(3, column).font = GREY
    width = max(2 * len(heading(spec)) + 2, min(2 * len(str(example(spec))) + 2, 36))
    sheet.column_dimensions[letter].width = width
    lists.offer(sheet, f"{letter}4:{letter}{ROWS + 3}", spec)


def print_wide(sheet: Any) -> None:
    """A4 across, as wide as the table."""
    setup = sheet.page_setup
    setup.orientation, setup.paperSize, setup.fitToHeight = "landscape", 9, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def write_example(sheet: Any, row: int, column: int, spec: PropertySpec) -> None:
    """An example in the cell's own format."""
    put(sheet, row, column, example(spec))
    sheet.cell(row, column).number_format = cell_format(spec)


def write_notes(book: Workbook, title: str, hints: tuple[str, ...], specs: list[PropertySpec]) -> None:
    """The sheet that explains: hints, then every column with what may stand in it."""
    page: Any = book.create_sheet(NOTES)
    mark(page, ASIDE, "")
    put(page, 2, 1, title)
    page.cell(2, 1).font = Font(bold=True, size=13)
    for row, text in enumerate(hints, start=3):
        put(page, row, 1, text)
    top = len(hints) + 4
    table = [("列名", "必填", "填什么", "例子"), *((heading(one), "是" if one.required else "", _allowed(one),
             str(example(one))) for one in specs)]  # fmt: skip
    for row, texts in enumerate(table, start=top):
        for column, text in enumerate(texts, start=1):
            put(page, row, column, text)
            cell = page.cell(row, column)
            cell.border, cell.alignment = FRAME, Alignment(wrap_text=True, vertical="top")
            if row == top:
                cell.font, cell.fill = Font(bold=True), HEAD
    print_wide(page)
    for letter, width in zip("ABCD", (26, 7, 58, 34), strict=True):
        page.column_dimensions[letter].width = width


def _allowed(spec: PropertySpec) -> str:
    """What a column takes, in words."""
    values = choices(spec)
    told = VALUE_TYPES[spec.type].label
    if values:
        told = "、".join(values) if len(values) <= 12 else f"{told}，从下拉框里选（共 {len(values)} 项）"
    notes = [f"不写单位按{spec.unit}算"] if spec.unit else []
    notes += ["可以填几个，用；分开"] if spec.many else []
    notes += ["只留在账本里，不进图和索引"] if spec.private else []
    notes += [f"也认这些列名：{'、'.join(spec.aliases)}"] if spec.aliases else []
    return "；".join([told, *notes])


def save(book: Workbook, path: Path) -> None:
    """Save a workbook; InputError where the file cannot be written."""
    try:
        book.save(path)
    except OSError as error:
        raise InputError(
            f"写不了 {path}（{error.strerror}）", "换一个文件夹，或先关掉正打开它的 Excel"
        ) from error
