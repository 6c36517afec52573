"""Writing workbooks and csv files so that the same rows always give the same bytes."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

Row = Sequence[str | int | float]
STAMP = datetime(2026, 1, 1)


def write_xlsx(path: Path, title: str, sheets: dict[str, list[Row]]) -> None:
    """One sheet for each entry; the first of its rows is the heading, a title line stands above it."""
    book = Workbook()
    book.remove(book.worksheets[0])
    book.properties.created = book.properties.modified = STAMP
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        sheet.append([title])
        sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(rows[0]))
        sheet["A1"].font = Font(bold=True, size=14)
        for row in rows:
            sheet.append(list(row))
        for cell in sheet[2]:
            cell.font = Font(bold=True)
        for column, heading in enumerate(rows[0], start=1):
            longest = max(len(str(row[column - 1])) for row in rows)
            width = max(len(str(heading)) * 2 + 2, min(longest * 2, 50))
            sheet.column_dimensions[get_column_letter(column)].width = width
        for line in sheet.iter_rows(min_row=3):
            for cell in line:
                cell.alignment = Alignment(wrap_text=True, vertical="top")
        sheet.freeze_panes = "A3"
    path.write_bytes(_timeless(book))


def write_csv(path: Path, rows: list[Row], encoding: str) -> None:
    """A csv with the line ends Excel writes."""
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    path.write_bytes(text.getvalue().encode(encoding))


def _timeless(book: Workbook) -> bytes:
    """The workbook's bytes, with the times of its parts and of its saving taken out."""
    saved, packed = io.BytesIO(), io.BytesIO()
    book.save(saved)
    now = book.properties.modified.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    stamp = STAMP.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    with zipfile.ZipFile(saved) as source, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        for info in sorted(source.infolist(), key=lambda one: one.filename):
            plain = zipfile.ZipInfo(info.filename, STAMP.timetuple()[:6])
            plain.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(plain, source.read(info).replace(now, stamp))
    return packed.getvalue()
