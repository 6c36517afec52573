"""Tables out of files: xlsx, csv and jsonl in any usual encoding, each also as .gz, and folders of them.

Every file is read into memory once, and parsed from there.
"""

from __future__ import annotations

import csv
import io
import json
import os
import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from errors import InputError
from ingest.encoding import decode
from ingest.files import LARGEST, OLD, SAVE_AS, file_bytes, require_what_it_is_called, unreadable
from ingest.forms import form_tables
from ingest.headings import Heading
from ingest.sheet import Line, Sheet
from ingest.tables import Row, Table
from ingest.workbook import sheets
from ontology.values.base import Raw

GUARDED = re.compile("'(?=[=+@\\t\\r-])")
"""What a program puts before a text that a spreadsheet would run as a formula."""


def files_in(paths: Sequence[Path]) -> tuple[dict[Path, str], list[str]]:
    """({readable file: its name, below the folder that was named}, names passed over), in order; InputError
    for a path that is not there, and for a folder without tables.
    """
    files: dict[Path, str] = {}
    skipped: list[str] = []
    for path in paths:
        if not _exists(path):
            what = "这个链接绕回自己或指向没有的文件" if path.is_symlink() else "没有这个文件"
            raise InputError(f"{what}：{path}", "检查路径和文件名，再运行一次")
        if path.is_file():
            files[path] = path.name
        elif path.is_dir():
            inside = list(_inside(path))
            readable = [one for one in inside if _format(one) and one.is_file()]
            files |= {one: one.relative_to(path).as_posix() for one in readable}
            skipped += [one.name for one in inside if one not in files]
        else:
            raise InputError(f"{path} 不是文件也不是文件夹", "给出表格文件，或放着它们的文件夹")
    if not files:
        where = "、".join(str(path) for path in paths[:3])
        raise InputError(
            f"没有可读的表格：{where} 是文件夹，里面没有" if paths else "没有可读的表格",
            "给出 .xlsx、.csv 或 .jsonl 文件（也可以是 .gz），或放着它们的文件夹",
        )
    return files, skipped


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except OSError as error:
        raise unreadable(path, error) from error


def _inside(folder: Path) -> Iterator[Path]:
    """The files below a folder, in order, but for hidden ones and those an open spreadsheet leaves."""

    def refuse(error: OSError) -> None:
        raise unreadable(Path(error.filename or folder), error) from error

    found = [Path(place) / name for place, _, names in os.walk(folder, onerror=refuse) for name in names]
    return (one for one in sorted(found) if not one.name.startswith((".", "~$")))


def read_tables(path: Path, known: Collection[str]) -> Iterator[Table]:
    """The tables of a file; `known` headings tell the heading rows from a title line above them."""
    if checked_format(path) == ".jsonl":
        table = _jsonl(path)
        wrong = next(iter(table.rows), None)
        if wrong and not table.headings:
            raise InputError(
                f"{path.name} 一行也读不出；第 {wrong.number} 行：{wrong.error}", "照这样改正再导入"
            )
        if wrong:
            yield table
        return
    for sheet in read_sheets(path):
        notes = sheet.notes
        for table in form_tables(sheet, known):
            yield replace(table, notes=notes)
            notes = ()


def read_sheets(path: Path) -> Iterator[Sheet]:
    """The cells of a file, sheet by sheet, as its tables are found in them. A jsonl file has no heading: it
    is given as one line of headings, and every row one line further down.
    """
    found = checked_format(path)
    if found == ".jsonl":
        table = _jsonl(path)
        rows = ((row.number + 1, [row.cells.get(name, "") for name in table.headings]) for row in table.rows)
        yield Sheet("", [(1, table.headings), *rows])
    else:
        yield from _READERS[found](path)


def checked_format(path: Path) -> str:
    """The suffix that says how a file is read; InputError for one that is not, or for an empty file."""
    kind = _format(path)
    if not kind:
        suffix = path.suffix.lower()
        require_what_it_is_called(path.name, file_bytes(path) if suffix in OLD else b"", suffix)
        raise InputError(f"不认识的文件类型：{path.name}", f"另存为 .xlsx、.csv 或 .jsonl；表格请{SAVE_AS}")
    try:
        size = path.stat().st_size
    except OSError as error:
        raise unreadable(path, error) from error
    if not size:
        raise InputError(f"文件是空的：{path.name}", "请发送人重新导出")
    return kind


def _format(path: Path) -> str:
    suffixes = [suffix.lower() for suffix in path.suffixes]
    if suffixes and suffixes[-1] == ".gz":
        suffixes.pop()
    return suffixes[-1] if suffixes and suffixes[-1] in (*_READERS, ".jsonl") else ""


def _csv(path: Path) -> Iterator[Sheet]:
    data = file_bytes(path)
    require_what_it_is_called(path.name, data, ".csv")
    text = decode(path.name, data)
    first = text.body[:2000].split("\n", 1)[0]
    delimiter = max(",\t;", key=first.count)
    csv.field_size_limit(LARGEST)
    reader = csv.reader(io.StringIO(text.body, newline=""), delimiter=delimiter)
    last = text.body.rstrip("\n").count("\n") + 1
    guarded = "'" in text.body

    def lines() -> Iterator[Line]:
        start = 1
        try:
            for cells in reader:
                if start < reader.line_num >= last and not _closed(text.body, start):
                    raise csv.Error("引号没有配对")
                yield start, [_unguarded(cell) for cell in cells] if guarded else cells
                start = reader.line_num + 1
        except csv.Error as error:
            raise InputError(
                f"{path.name} 第 {start} 行读不下去（{error}）", "检查这一行的引号，或另存为 .xlsx"
            ) from error

    yield Sheet("", lines(), strict=True, notes=text.notes)


def _unguarded(cell: str) -> str:
    return cell[1:] if GUARDED.match(cell) else cell


def _closed(text: str, start: int) -> bool:
    """Whether the quotation marks from a line to the end are in pairs."""
    return "\n".join(text.split("\n")[start - 1 :]).count('"') % 2 == 0


def _jsonl(path: Path) -> Table:
    data = file_bytes(path)
    require_what_it_is_called(path.name, data, ".jsonl")
    text = decode(path.name, data)
    rows: list[Row] = []
    headings: dict[str, None] = {}
    for number, line in enumerate(text.body.split("\n"), start=1):
        if not line.strip():
            continue
        row = _object(number, line)
        headings.update(dict.fromkeys(row.cells))
        rows.append(row)
    return Table("", list(headings), rows, Heading((0,), list(headings)), notes=text.notes)


def _object(number: int, line: str) -> Row:
    try:
        body = json.loads(line, object_pairs_hook=_distinct)
        if not isinstance(body, dict):
            raise TypeError
        json.dumps(body, ensure_ascii=False).encode()
        cells = {key: _cell(value) for key, value in body.items() if value not in (None, "", [])}
    except _Repeated as error:
        return Row(number, error=f"这一行里“{error}”写了两次；每个列名只写一次")
    except (ValueError, TypeError, RecursionError):
        return Row(
            number, error='这一行不是一个 JSON 对象；每行应是 {"列名": 值, …}，值是文字、数或它们的列表'
        )
    return Row(number, cells)


class _Repeated(ValueError):  # noqa: N818  the name says what it is
    """A name that stands twice in an object: one value would hide the other."""


def _distinct(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        raise _Repeated(next(name for name in names if names.count(name) > 1))
    return found


def _cell(value: Any) -> Raw:
    if isinstance(value, list):
        return "；".join(str(_cell(one)) for one in value if one is not None)
    if not isinstance(value, str | int | float | bool):
        raise TypeError
    return value


_READERS: dict[str, Callable[[Path], Iterator[Sheet]]] = {".xlsx": sheets, ".xlsm": sheets, ".csv": _csv}
