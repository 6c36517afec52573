"""A workbook of matches that goes out and comes back: lists to read, with columns to be filled in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.datavalidation import DataValidation

from errors import InputError
from workbooks.plain import put
from workbooks.template import save

_HEAD = PatternFill("solid", fgColor="FFDCE6F1")
_FILL = PatternFill("solid", fgColor="FFFFF2CC")
_WIDEST, _ROOM = 60, 14
"""Widths of a column of long texts and of one to be filled in, in characters."""


@dataclass(frozen=True, slots=True)
class Page:
    """One sheet: its name, headings, and rows as long as the headings. The columns `offers` names are to be
    filled in; () is for free text, else what may be chosen.
    """

    title: str
    headings: Sequence[str]
    rows: Sequence[Sequence[str | int | float]]
    offers: Mapping[str, Sequence[str]]


def write_pages(path: Path, pages: Sequence[Page]) -> None:
    """Write a workbook beside its place, then put it there: it is there whole or not at all. InputError where
    that cannot be, or where something is there already, which may hold what people filled in.
    """
    require_free(path)
    book = Workbook()
    book.remove(book.worksheets[0])
    for page in pages:
        _draw(book.create_sheet(page.title), page)
    part = path.with_name(f".{path.name}.part")
    try:
        save(book, part)
        part.replace(path)
    except OSError as error:
        raise InputError(f"写不了 {path}（{error.strerror}）", "换一个文件夹或文件名") from error
    finally:
        part.unlink(missing_ok=True)


def require_free(path: Path) -> None:
    """InputError where there is a file already."""
    if path.exists():
        raise InputError(f"{path} 已经在了，里面可能有人填了结果", "换一个文件名，或先把它移走")


def _draw(sheet: Any, page: Page) -> None:
    for number, row in enumerate([page.headings, *page.rows], start=1):
        for place, value in enumerate(row, start=1):
            put(sheet, number, place, value)
            sheet.cell(number, place).alignment = Alignment(wrap_text=True, vertical="top")
    for place, name in enumerate(page.headings, start=1):
        letter = get_column_letter(place)
        heading = sheet.cell(1, place)
        heading.font = Font(bold=True)
        heading.fill = _FILL if name in page.offers else _HEAD
        longest = max([len(name), *(len(str(row[place - 1])) for row in page.rows)])
        least = _ROOM if name in page.offers else 0
        sheet.column_dimensions[letter].width = max(least, min(2 * longest + 2, _WIDEST))
        if choices := page.offers.get(name):
            rule = DataValidation("list", formula1=f'"{",".join(choices)}"', allow_blank=True)
            rule.errorTitle, rule.error = "不在可选项里", f"“{name}”请从下拉框里选。"
            sheet.add_data_validation(rule)
            rule.add(f"{letter}2:{letter}{len(page.rows) + 1}")
    sheet.freeze_panes = "A2"
