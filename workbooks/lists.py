"""What may be chosen in a template: lists on a sheet of their own, drop-downs that point to them."""

from __future__ import annotations

from typing import Any, get_args

from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.workbook import Workbook
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

from ontology.form import ASIDE, MARK
from ontology.model import PropertySpec
from ontology.tables import TableName, table
from workbooks.plain import put

SHEET = "选项"
TEXT, NUMBER, WHOLE = "@", "#,##0.####", "0"
_NUMBERS = {"money": NUMBER, "number": NUMBER, "integer": WHOLE}
_BARE = {"county"}
"""Tables whose names say enough; of the others the code stands before the name."""


class Lists:
    """The lists of one workbook, each put down when first asked for: Excel takes 255 characters of choices in
    a drop-down itself, and a code table has thousands.
    """

    def __init__(self, book: Workbook) -> None:
        self.book = book
        self._names: dict[tuple[str, ...], str] = {}

    def offer(self, sheet: Any, area: str, spec: PropertySpec) -> None:
        """A drop-down for the cells of a property with a closed list of values. Several values in a cell are
        allowed where the property may have them, so there the list only helps.
        """
        values = choices(spec)
        if not values:
            return
        rule = DataValidation("list", formula1=f"={self._name(values)}", allow_blank=True)
        rule.showErrorMessage = not spec.many
        rule.errorTitle, rule.error = "不在可选项里", f"“{spec.label}”请从下拉框里选。"
        if spec.many:
            rule.showInputMessage, rule.promptTitle, rule.prompt = True, spec.label, "可以填几个，用；分开。"
        sheet.add_data_validation(rule)
        rule.add(area)

    def _name(self, values: tuple[str, ...]) -> str:
        if values in self._names:
            return self._names[values]
        page = self._page()
        column = len(self._names) + 1
        for row, value in enumerate(values, start=2):
            put(page, row, column, value)
        letter = get_column_letter(column)
        name = f"选项{column}"
        area = f"{quote_sheetname(SHEET)}!${letter}$2:${letter}${len(values) + 1}"
        self.book.defined_names[name] = DefinedName(name, attr_text=area)
        self._names[values] = name
        return name

    def _page(self) -> Any:
        if SHEET not in self.book.sheetnames:
            page = self.book.create_sheet(SHEET)
            page.sheet_state = "hidden"
            mark(page, ASIDE, "")
        return self.book[SHEET]


def mark(sheet: Any, what: str, version: str) -> None:
    """The hidden first line that says what a sheet is."""
    for column, text in enumerate((MARK, what, version), start=1):
        put(sheet, 1, column, text)
    sheet.row_dimensions[1].hidden = True


def choices(spec: PropertySpec) -> tuple[str, ...]:
    """Every value a property may have, () where that is open."""
    if spec.type == "flag":
        return ("是", "否")
    if spec.type in get_args(TableName):
        codes = table(spec.type)
        bare = spec.type in _BARE
        return tuple(codes.name(one) if bare else f"{one} {codes.name(one)}" for one in _ordered(spec.type))
    return spec.choices


def _ordered(name: str) -> list[str]:
    """The codes of a table; counties of our own province first, and none whose name means several."""
    codes = table(name)
    if name not in _BARE:
        return list(codes)
    single = [one for one in codes if len(codes.find(codes.name(one))) == 1]
    return sorted(single, key=lambda one: (not one.startswith("6110"), not one.startswith("61"), one))


def cell_format(spec: PropertySpec) -> str:
    """The number format of a property's cells: text but for amounts, or Excel would bend codes and dates."""
    return _NUMBERS.get(spec.type, TEXT)
