"""Sheets of an .xlsx workbook: python-calamine, behind a guard against files that lie about size."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from html import unescape

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetVisibleEnum

from errors import InputError
from ingest.sheet import Sheet, Span

LARGEST = 1_000_000_000
"""Bytes a workbook may unpack to."""

DENSEST = 30_000_000
"""Cells a used area may span: a lone cell at XFD1048576 makes a fast reader ask for 17 billion."""

_BOOK, _RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_HIDDEN = re.compile(rb'<row\b[^>]*\bhidden="(?:1|true)"[^>]*>')
_NUMBER = re.compile(rb'\br="(\d{1,7})"')
_RELATION = re.compile(r"<Relationship\b[^>]*>")
_SHEET = re.compile(r"<(?:\w+:)?sheet\b[^>]*>")
_ATTRIBUTE = re.compile(r'([\w:]+)="([^"]*)"')
_REFERENCE = re.compile(rb'<c r="([A-Z]{1,3})(\d{1,7})"')


def sheets(name: str, data: bytes) -> Iterator[Sheet]:
    """Every sheet; InputError for a workbook that cannot be read safely."""
    _guard(name, data)
    hidden = hidden_rows(data)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        for about in book.sheets_metadata:
            grid = book.get_sheet_by_name(about.name)
            rows = grid.to_python(skip_empty_area=False)
            unseen = about.visible != SheetVisibleEnum.Visible
            numbered = list(enumerate(rows, start=1))
            yield Sheet(
                about.name, numbered, _merged(grid), hidden.get(about.name, frozenset()), unseen=unseen
            )
    except CalamineError as error:
        raise InputError(f"工作簿读不了：{name}（{error}）", "用 Excel 打开修复后另存为 .xlsx") from error


def _merged(grid: CalamineSheet) -> list[Span]:
    return [
        Span(top + 1, left, bottom + 1, right)
        for (top, left), (bottom, right) in grid.merged_cell_ranges or ()
    ]


def hidden_rows(data: bytes) -> dict[str, frozenset[int]]:
    """Sheet name -> numbers of the rows the sheet hides; sheets that hide none are left out."""
    found: dict[str, frozenset[int]] = {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name, part in _parts(archive).items():
            rows: set[int] = set()
            rest = b""
            with archive.open(part) as stream:
                while block := stream.read(1 << 20):
                    for tag in _HIDDEN.findall(rest + block):
                        rows.update(int(number) for number in _NUMBER.findall(tag))
                    rest = block[-256:]
            if rows:
                found[name] = frozenset(rows)
    return found


def sheet_parts(data: bytes) -> dict[str, str]:
    """Sheet name -> its part in the package; none where the package does not say."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return _parts(archive)


def _parts(archive: zipfile.ZipFile) -> dict[str, str]:
    names = set(archive.namelist())
    if not {_BOOK, _RELATIONS} <= names:
        return {}
    targets = {}
    for tag in _RELATION.findall(archive.read(_RELATIONS).decode("utf-8", "replace")):
        relation = dict(_ATTRIBUTE.findall(tag))
        target = relation.get("Target", "")
        targets[relation.get("Id", "")] = target[1:] if target.startswith("/") else f"xl/{target}"
    found = {}
    for tag in _SHEET.findall(archive.read(_BOOK).decode("utf-8", "replace")):
        sheet = {key.rsplit(":", 1)[-1]: unescape(value) for key, value in _ATTRIBUTE.findall(tag)}
        part = targets.get(sheet.get("id", ""), "")
        if part in names:
            found[sheet.get("name", "")] = part
    return found


def _guard(name: str, data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(info.file_size for info in archive.infolist()) > LARGEST:
                raise InputError(f"{name} 解压后超过 1 GB", "拆成几个文件再导入")
            for info in archive.infolist():
                if info.filename.startswith("xl/worksheets/") and info.filename.endswith(".xml"):
                    _guard_sheet(name, archive, info)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, OSError) as error:
        raise InputError(f"工作簿损坏或已加密：{name}", "用 Excel 打开，去掉密码，另存为 .xlsx") from error


def _guard_sheet(name: str, archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> None:
    width = height = 0
    rest = b""
    with archive.open(info) as stream:
        while block := stream.read(1 << 20):
            for column, row in _REFERENCE.findall(rest + block):
                width, height = max(width, _number(column)), max(height, int(row))
                if width * height > DENSEST:
                    raise InputError(
                        f"{name} 在 {column.decode()}{row.decode()} 有一个孤零零的格子，表格大得读不了",
                        "在 Excel 里删掉数据区以外的行和列再导入",
                    )
            rest = block[-64:]


def _number(column: bytes) -> int:
    total = 0
    for letter in column:
        total = total * 26 + letter - 64
    return total
