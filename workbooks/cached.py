"""The values formulas had when the file was last calculated, which openpyxl leaves out.

Excel works them out again when it opens the file; without them a preview shows nothing, and a file that comes
back without having been opened would have lost the values.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from openpyxl.utils.datetime import to_excel
from openpyxl.workbook import Workbook

from ingest.package import sheet_parts
from ingest.sheet import Formula, Sheet, filled

_FORMULA = re.compile(rb'<c r="([A-Z]+\d+)"([^>]*)>(<f\b[^>]*>[^<]*</f>)<v ?(?:/|></v)></c>')
"""As openpyxl writes it with lxml and without."""


def formula_values(
    book: Workbook, sheets: Iterable[Sheet], moved: Collection[str]
) -> dict[str, dict[str, Any]]:
    """Sheet -> cell -> value of every formula, out of the file the workbook was made from; `moved`: sheets
    that have a new first column since.
    """
    asked = {sheet.title: dict(_formulas(sheet, int(sheet.title in moved))) for sheet in book.worksheets}
    if not any(asked.values()):
        return {}
    found: dict[str, dict[str, Any]] = {}
    for sheet in sheets:
        places = asked.get(sheet.name, {})
        for number, cells in sheet.lines if places else ():
            for place, value in enumerate(cells):
                if (number, place) in places and filled(value) and not isinstance(value, Formula):
                    found.setdefault(sheet.name, {})[places[number, place]] = value
    return found


def _formulas(sheet: Any, offset: int) -> Iterable[tuple[tuple[int, int], str]]:
    for (row, column), cell in sheet._cells.items():
        if getattr(cell, "data_type", "") == "f":
            yield (row, column - 1 - offset), cell.coordinate


def keep_values(path: Path, values: Mapping[str, Mapping[str, Any]]) -> None:
    """Write the values into the formulas' cells of a saved workbook."""
    if not values:
        return
    data = path.read_bytes()
    parts = {part: values[sheet] for sheet, part in sheet_parts(data).items() if sheet in values}
    with zipfile.ZipFile(path) as source:
        bodies = [(info, source.read(info)) for info in source.infolist()]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for info, body in bodies:
            known = parts.get(info.filename, {})
            target.writestr(info, _filled_in(body, known) if known else body)


def _filled_in(body: bytes, known: Mapping[str, Any]) -> bytes:
    def cell(match: re.Match[bytes]) -> bytes:
        value = known.get(match[1].decode())
        if value is None:
            return match[0]
        kind, text = _written(value)
        return b'<c r="%b"%b%b>%b<v>%b</v></c>' % (match[1], match[2], kind, match[3], text.encode())

    return _FORMULA.sub(cell, body)


def _written(value: Any) -> tuple[bytes, str]:
    if isinstance(value, bool):
        return b' t="b"', str(int(value))
    if isinstance(value, datetime | date):
        return b"", repr(to_excel(value))  # type: ignore[no-untyped-call]
    if isinstance(value, int | float):
        return b"", repr(value)
    return b' t="str"', escape(str(value))
