"""Sheets of an .xlsx workbook: python-calamine, behind a guard against files that lie about size."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from errors import InputError

LARGEST = 1_000_000_000
"""Bytes a workbook may unpack to."""

DENSEST = 30_000_000
"""Cells a used area may span: a lone cell at XFD1048576 makes a fast reader ask for 17 billion."""

_REFERENCE = re.compile(rb'<c r="([A-Z]{1,3})(\d{1,7})"')


def sheets(name: str, data: bytes) -> Iterator[tuple[str, Iterator[tuple[int, Sequence[Any]]]]]:
    """(sheet name, numbered lines) of every sheet; InputError for a workbook that cannot be read safely."""
    _guard(name, data)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        for sheet in book.sheet_names:
            grid = book.get_sheet_by_name(sheet)
            rows = grid.to_python(skip_empty_area=False)
            yield sheet, iter(list(enumerate(rows, start=1)))
    except CalamineError as error:
        raise InputError(f"工作簿读不了：{name}（{error}）", "用 Excel 打开修复后另存为 .xlsx") from error


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
