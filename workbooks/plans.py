"""A plan as a workbook the office can send: figures as live formulas over the sheets they open into."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from unicodedata import east_asian_width

from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.workbook import Workbook

from programme.model import UNKNOWN, Cell, Column, Figure, Form, Plan, Sheet
from workbooks.cached import keep_values
from workbooks.plain import put
from workbooks.template import print_wide, save

SUMMARY = "汇总"
HEAD_ROW = 3
"""The row of headings in a sheet of rows; its title and note stand above."""
FIRST = 4
"""The row of the first figure in the summary."""
_FORMATS: dict[Form, str] = {
    "integer": "#,##0",
    "number": "#,##0.00",
    "money": "#,##0.00",
    "percent": '0.0" %"',
}
_WORDS = ("text", "code", "date")
"""Forms of columns that are read from the left, as their headings are."""
_HEAD = PatternFill("solid", fgColor="FFDCE6F1")
_THIN = Side(style="thin", color="FFBFBFBF")
_FRAME = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_WIDEST = 48
_WIDE = ("W", "F", "A")
"""Widths of characters (UAX 11) that take two places in a Chinese font."""
_LONGEST = 31
"""Characters in the name of a tab."""
_RESERVED = ("history",)
"""Names that Excel keeps to itself."""
_NAMELESS = "表"
_HIGHEST = 409
"""Points a row may be high."""
Drawn = tuple[Plan, Sheet, dict[str, str]]
"""A sheet to draw, the plan it is of, and the names of the tabs."""


def write_plan(path: Path, plan: Plan) -> None:
    """The summary, then a sheet for each of the plan's; InputError where the file cannot be written."""
    book = Workbook()
    summary: Any = book.active
    summary.title = SUMMARY
    tabs = tabs_of(plan)
    _summary(summary, plan, tabs)
    for sheet in plan.sheets:
        _draw(book.create_sheet(tabs[sheet.name]), (plan, sheet, tabs))
    save(book, path)
    # A preview calculates nothing: the formulas have their values beside them.
    values = {SUMMARY: {f"B{row}": plan.value(one) for row, one in enumerate(plan.figures, start=FIRST)}}
    values |= {tabs[sheet.name]: _standing(plan, sheet) for sheet in plan.sheets}
    keep_values(path, {name: {at: one for at, one in found.items() if one is not None}
                       for name, found in values.items()})  # fmt: skip


def _standing(plan: Plan, sheet: Sheet) -> dict[str, float | None]:
    """Cell -> the value of the figure that stands in it."""
    return {
        f"{get_column_letter(place)}{number}": plan.value(plan.figure(str(cell)))
        for number, row in enumerate(sheet.rows, start=HEAD_ROW + 1)
        for place, (cell, column) in enumerate(zip(row.cells, sheet.columns, strict=True), start=1)
        if column.form == "figure" and cell
    }


def tabs_of(plan: Plan) -> dict[str, str]:
    """Sheet's name -> the name of its tab: its title as far as a workbook takes it, with a number behind
    where that is another's already.
    """
    taken, tabs = {SUMMARY, *_RESERVED}, {}
    for sheet in plan.sheets:
        kept = "".join(one for one in sheet.title if one not in "[]:*?/\\" and one.isprintable())
        title = kept.strip(" '") or _NAMELESS
        endings = ("", *(f"（{number}）" for number in range(2, len(plan.sheets) + 3)))
        names = (title[: _LONGEST - len(ending)].rstrip(" '") + ending for ending in endings)
        tabs[sheet.name] = next(one for one in names if one.casefold() not in taken)
        taken.add(tabs[sheet.name].casefold())
    return tabs


def formula(plan: Plan, figure: Figure, tabs: dict[str, str]) -> str:
    """The figure as an Excel formula over its sheet: it counts or adds what the program did."""
    sheet = plan.sheet(figure.sheet)
    # SUM and SUMPRODUCT take texts in the column added up, such as 不明, for nothing.
    where = "*".join(_test(_range(sheet, tabs, name), value) for name, value in figure.where)
    column = _range(sheet, tabs, figure.total or sheet.columns[0].name)
    if where:
        own = f"SUMPRODUCT({where}*1,{column})" if figure.total else f"SUMPRODUCT({where}*1)"
    else:
        own = f"SUM({column})" if figure.total else f"ROWS({column})" if sheet.rows else "0"
    if not figure.over:
        return f"={own}"
    whole = formula(plan, plan.figure(figure.over), tabs)[1:]
    return f'=IF({whole}=0,"{UNKNOWN}",100*{own}/{whole})'


def _range(sheet: Sheet, tabs: dict[str, str], column: str) -> str:
    letter = get_column_letter(sheet.places[column] + 1)
    last = HEAD_ROW + max(len(sheet.rows), 1)
    return f"{quote_sheetname(tabs[sheet.name])}!${letter}${HEAD_ROW + 1}:${letter}${last}"


def _test(place: str, value: Cell) -> str:
    """Not COUNTIF's criteria: these take codes of 18 digits for numbers of 15, and * and ? for wildcards."""
    if isinstance(value, int | float):
        return f"({place}={value})"
    text = UNKNOWN if value is None else value.replace('"', '""')
    return f'EXACT({place},"{text}")'


def _summary(page: Any, plan: Plan, tabs: dict[str, str]) -> None:
    put(page, 1, 1, f"{plan.title}（{plan.scope or '全市'}，{plan.at}）")
    page.cell(1, 1).font = Font(bold=True, size=14)
    for place, name in enumerate(("数", "值", "单位", "明细表", "命名查询"), start=1):
        _head(page, 3, place, name)
    row = 3
    for row, figure in enumerate(plan.figures, start=FIRST):
        queries = "、".join(one.query for one in plan.sheet(figure.sheet).sources)
        put(page, row, 1, figure.label)
        page.cell(row, 2).value = formula(plan, figure, tabs)
        page.cell(row, 2).number_format = _format(figure)
        for place, text in ((3, "" if figure.over else figure.unit), (4, tabs[figure.sheet]), (5, queries)):
            put(page, row, place, text)
        for place in range(1, 6):
            page.cell(row, place).border = _FRAME
        page.cell(row, 5).alignment = Alignment(wrap_text=True, vertical="top")
        page.row_dimensions[row].height = 15 * (1 + len(queries) // 36)
        page.cell(row, 4).hyperlink = f"#{quote_sheetname(tabs[figure.sheet])}!A1"
    _foot(page, plan, row + 2)
    for letter, width in zip("ABCDE", (36, 14, 8, 24, 40), strict=True):
        page.column_dimensions[letter].width = width
    print_wide(page)


def _foot(page: Any, plan: Plan, row: int) -> None:
    lines = [f"注意：{note}" for note in plan.notes]
    lines += [
        f"依据 {one.label}：{one.source}，自 {one.since}{'' if one.verified else '（未与发文原文核对）'}"
        for one in plan.rules
    ]
    lines.append(f"账本第 {plan.run} 次；命名查询用 shuangjin cypher --named 名称 可以单独运行")
    for number, line in enumerate(lines, start=row):
        put(page, number, 1, line)
        page.merge_cells(start_row=number, start_column=1, end_row=number, end_column=5)
        page.cell(number, 1).alignment = Alignment(wrap_text=True, vertical="top")
        page.row_dimensions[number].height = 15 * (1 + len(line) // 62)


def _draw(page: Any, drawn: Drawn) -> None:
    sheet = drawn[1]
    put(page, 1, 1, sheet.title)
    page.cell(1, 1).font = Font(bold=True, size=13)
    if sheet.note:
        put(page, 2, 1, sheet.note)
    widths = [_width(sheet, column) for column in sheet.columns]
    for place, (column, width) in enumerate(zip(sheet.columns, widths, strict=True), start=1):
        _head(page, HEAD_ROW, place, column.label, "general" if column.form in _WORDS else "right")
        page.column_dimensions[get_column_letter(place)].width = width
    for number, row in enumerate(sheet.rows, start=HEAD_ROW + 1):
        for place, (cell, column) in enumerate(zip(row.cells, sheet.columns, strict=True), start=1):
            _put(page.cell(number, place), (cell, column), drawn)
    page.freeze_panes = page.cell(HEAD_ROW + 1, 1)
    if sheet.rows:
        last = get_column_letter(len(sheet.columns))
        page.auto_filter.ref = f"A{HEAD_ROW}:{last}{HEAD_ROW + len(sheet.rows)}"
    page.print_title_rows = f"{HEAD_ROW}:{HEAD_ROW}"
    _rests(page, drawn, sum(widths))
    _heights(page, sheet, widths)
    print_wide(page)


def _rests(page: Any, drawn: Drawn, width: float) -> None:
    """What a sheet rests on, under its rows: it may be sent without the others."""
    plan, sheet, _ = drawn
    row = HEAD_ROW + len(sheet.rows) + 2
    queries = "、".join(dict.fromkeys(one.query for one in sheet.sources))
    text = f"{plan.title}，{plan.at}；查询 {queries}；账本第 {plan.run} 次"
    put(page, row, 1, text)
    page.cell(row, 1).font = Font(name="Calibri", size=9, color="FF7F7F7F")
    page.cell(row, 1).alignment = Alignment(wrap_text=True, vertical="top")
    page.merge_cells(start_row=row, start_column=1, end_row=row, end_column=len(sheet.columns))
    page.row_dimensions[row].height = 13 * math.ceil(_length(text) / width)


def _heights(page: Any, sheet: Sheet, widths: Sequence[float]) -> None:
    """Room for texts longer than their column is wide: not every program makes it by itself."""
    texts = [(at, widths[at] - 2) for at, one in enumerate(sheet.columns) if one.form != "figure"]
    for number, row in enumerate(sheet.rows, start=HEAD_ROW + 1):
        lines = max((math.ceil(_length(row.cells[at]) / width) for at, width in texts), default=1)
        if lines > 1:
            page.row_dimensions[number].height = min(15 * lines, _HIGHEST)


def _put(at: Any, told: tuple[Cell, Column], drawn: Drawn) -> None:
    (cell, column), (plan, sheet, tabs) = told, drawn
    at.border, at.alignment = _FRAME, Alignment(wrap_text=True, vertical="top")
    if column.form == "figure" and cell:
        figure = plan.figure(str(cell))
        at.value, at.number_format = formula(plan, figure, tabs), _format(figure)
        return
    put(at.parent, at.row, at.column, UNKNOWN if cell is None else cell)
    if isinstance(cell, int | float):
        at.number_format = _FORMATS.get(column.form, "General")
    if color := sheet.fills.get(str(cell)):
        at.fill = PatternFill("solid", fgColor=f"FF{color}")


def _format(figure: Figure) -> str:
    """As the program writes it: a percentage, an amount, or a count."""
    if figure.over:
        return _FORMATS["percent"]
    return "General" if figure.total else _FORMATS["integer"]


def _head(page: Any, row: int, place: int, text: str, side: str = "general") -> None:
    put(page, row, place, text)
    cell = page.cell(row, place)
    cell.font, cell.fill, cell.border = Font(bold=True), _HEAD, _FRAME
    cell.alignment = Alignment(horizontal=side, wrap_text=True, vertical="center")


def _width(sheet: Sheet, column: Column) -> float:
    place = sheet.places[column.name]
    said = () if column.form == "figure" else (_length(row.cells[place]) for row in sheet.rows[:500])
    longest: int = max([_length(column.label), *said])
    return min(longest + 2, _WIDEST)


def _length(cell: Cell) -> int:
    """In half-width characters; a Chinese one takes two."""
    text = f"{cell:,.2f}" if isinstance(cell, int | float) else cell or UNKNOWN
    return sum(2 if east_asian_width(one) in _WIDE else 1 for one in text)
