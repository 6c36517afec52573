"""A new first column in sheets of a workbook, everything that points to cells going along.

openpyxl's own `insert_cols` moves cells alone: merged areas, drop-downs, conditional formats, filters,
tables, widths, frozen panes, print areas, pictures, charts and formulas would stay behind.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from typing import Any

from openpyxl.descriptors.serialisable import Serialisable
from openpyxl.formatting.formatting import ConditionalFormattingList
from openpyxl.utils import column_index_from_string, get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.cell_range import MultiCellRange
from openpyxl.worksheet.formula import ArrayFormula, DataTableFormula
from openpyxl.worksheet.worksheet import Worksheet

from errors import InputError
from workbooks.references import LAST, shift_area, shifted

Text = Callable[[str | None], str | None]
"""A formula -> the same, pointing to where things now are."""


def insert_first(book: Workbook, names: Collection[str]) -> None:
    """Put an empty column before the first one of the named sheets; InputError where the last is taken."""
    moved = [sheet for sheet in book.worksheets if sheet.title in names]
    for sheet in moved:
        for step in (_cells, _merged, _filters, _widths, _view, _printed, _drawn):
            step(sheet)
    for sheet in book.worksheets:
        _rewrite(sheet, names)
        for name in sheet.defined_names.values():
            name.attr_text = shifted(name.attr_text or "", sheet.title, names)
    for name in book.defined_names.values():
        name.attr_text = shifted(name.attr_text or "", "", names)


def _cells(sheet: Any) -> None:
    cells = list(sheet._cells.items())
    sheet._cells.clear()
    for (row, column), cell in cells:
        if column == LAST:
            _require_empty(sheet, cell)
            continue
        cell.column = column + 1
        sheet._cells[row, column + 1] = cell
        if getattr(cell, "hyperlink", None):
            cell.hyperlink.ref = cell.coordinate


def _require_empty(sheet: Any, cell: Any) -> None:
    """A cell that is only formatted may go: rows formatted to their end have one in the last column."""
    if cell.value is not None:
        raise InputError(
            f"工作表“{sheet.title}”用到了最后一列（{cell.coordinate}），没有放“导入结果”的地方",
            "删掉用不到的列再导入一次",
        )


def _merged(sheet: Worksheet) -> None:
    areas = list(sheet.merged_cells.ranges)
    for area in areas:
        area.shift(col_shift=1)
        area.max_col = min(area.max_col, LAST)
    sheet.merged_cells = MultiCellRange(areas)


def _filters(sheet: Any) -> None:
    for found in (sheet.auto_filter, *(t.autoFilter for t in sheet.tables.values()), *sheet.tables.values()):
        if found is not None and found.ref:
            found.ref = shift_area(found.ref)
    if sheet.auto_filter.sortState:
        state = sheet.auto_filter.sortState
        state.ref = shift_area(state.ref)
        for condition in state.sortCondition:
            condition.ref = shift_area(condition.ref)
    for pivot in sheet._pivots:
        pivot.location.ref = shift_area(pivot.location.ref)


def _widths(sheet: Any) -> None:
    widths = list(sheet.column_dimensions.values())
    sheet.column_dimensions.clear()
    for width in widths:
        width.index = get_column_letter(min(column_index_from_string(width.index) + 1, LAST))
        if width.min and width.max:
            width.min, width.max = min(width.min + 1, LAST), min(width.max + 1, LAST)
        sheet.column_dimensions[width.index] = width


def _view(sheet: Any) -> None:
    for view in sheet.views.sheetView:
        pane = view.pane
        if pane is None:
            view.topLeftCell = None
        elif pane.state in ("frozen", "frozenSplit") and pane.xSplit:
            pane.xSplit += 1
            pane.topLeftCell = shift_area(pane.topLeftCell)
        for one in view.selection:
            one.activeCell = shift_area(one.activeCell or "A1")
            one.sqref = shift_area(str(one.sqref or "A1"))


def _printed(sheet: Any) -> None:
    if sheet.print_area:
        areas = sheet.print_area if isinstance(sheet.print_area, str) else ",".join(sheet.print_area)
        sheet.print_area = ",".join(shift_area(area.rsplit("!", 1)[-1]) for area in areas.split(","))
    if sheet.print_title_cols:
        sheet.print_title_cols = shift_area(sheet.print_title_cols)
    for one in sheet.col_breaks.brk:
        one.id += 1


def _drawn(sheet: Any) -> None:
    for drawing in (*sheet._images, *sheet._charts):
        for end in ("_from", "to"):
            marker = getattr(drawing.anchor, end, None)
            if marker is not None and hasattr(marker, "col"):
                marker.col += 1


def _rewrite(sheet: Any, names: Collection[str]) -> None:
    """Let what this sheet says of others, and of itself, point to where things now are."""
    title, moves = sheet.title, sheet.title in names

    def text(formula: str | None) -> str | None:
        return shifted(formula, title, names) if formula else formula

    for cell in sheet._cells.values():
        if getattr(cell, "data_type", "") == "f":
            cell._value = _formula(cell._value, text, moves=moves)
    _rules(sheet, text, moves=moves)
    columns = [column for table in sheet.tables.values() for column in table.tableColumns]
    for formula in filter(None, (column.calculatedColumnFormula for column in columns)):
        formula.attr_text = text(formula.attr_text)
    for reference in (one for chart in sheet._charts for one in _references(chart)):
        reference.f = text(reference.f)


def _rules(sheet: Any, text: Text, *, moves: bool) -> None:
    """Drop-downs and conditional formats."""
    for rule in sheet.data_validations.dataValidation:
        rule.formula1, rule.formula2 = text(rule.formula1), text(rule.formula2)
        rule.sqref = MultiCellRange(shift_area(str(rule.sqref))) if moves else rule.sqref
    kept = ConditionalFormattingList()
    for area in sheet.conditional_formatting:
        for rule in area.rules:
            rule.formula = [text(one) for one in rule.formula]
            kept.add(shift_area(str(area.sqref)) if moves else str(area.sqref), rule)
    sheet.conditional_formatting = kept


def _formula(value: Any, text: Text, *, moves: bool) -> Any:
    if isinstance(value, ArrayFormula):
        value.ref, value.text = shift_area(value.ref) if moves else value.ref, text(value.text)
    elif isinstance(value, DataTableFormula):
        for name in ("ref", "r1", "r2"):
            if moves and getattr(value, name):
                setattr(value, name, shift_area(getattr(value, name)))
    else:
        value = text(value)
    return value


def _references(chart: Any) -> Iterator[Any]:
    """Everything in a chart that names cells; a chart is also a part of itself."""
    waiting, seen = [chart], {id(chart)}
    while waiting:
        part = waiting.pop()
        if isinstance(getattr(part, "f", None), str):
            yield part
        for value in vars(part).values():
            for one in value if isinstance(value, list | tuple) else [value]:
                if isinstance(one, Serialisable) and id(one) not in seen:
                    seen.add(id(one))
                    waiting.append(one)
