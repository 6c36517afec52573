"""Tables out of files: xlsx, csv (UTF-8 or GB18030) and jsonl, each also as .gz, and folders of them."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path
from typing import Any

from errors import InputError
from ingest.forms import form_tables
from ingest.headings import Heading
from ingest.sheet import Line, Sheet
from ingest.tables import Row, Table
from ingest.workbook import sheets
from ontology.values.base import Raw


def files_in(paths: Sequence[Path]) -> tuple[dict[Path, str], list[str]]:
    """({readable file: its name, below the folder that was named}, names passed over), in order; InputError
    for a path that is not there.
    """
    files: dict[Path, str] = {}
    skipped: list[str] = []
    for path in paths:
        if not path.exists():
            raise InputError(f"没有这个文件：{path}", "检查路径和文件名，再运行一次")
        if path.is_file():
            files[path] = path.name
            continue
        inside = [
            one for one in sorted(path.rglob("*")) if one.is_file() and not one.name.startswith((".", "~$"))
        ]
        files |= {one: one.relative_to(path).as_posix() for one in inside if _format(one)}
        skipped += [one.name for one in inside if not _format(one)]
    if not files:
        raise InputError(
            "没有可读的表格", "给出 .xlsx、.csv 或 .jsonl 文件（也可以是 .gz），或放着它们的文件夹"
        )
    return files, skipped


def sha256(path: Path) -> str:
    """The hash of a file's bytes."""
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def read_tables(path: Path, known: Collection[str]) -> Iterator[Table]:
    """The tables of a file; `known` headings tell the heading rows from a title line above them."""
    if checked_format(path) == ".jsonl":
        yield _jsonl(path)
        return
    for sheet in read_sheets(path):
        yield from form_tables(sheet, known)


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
        raise InputError(f"不认识的文件类型：{path.name}", "另存为 .xlsx、.csv 或 .jsonl")
    if not path.stat().st_size:
        raise InputError(f"文件是空的：{path.name}", "请发送人重新导出")
    return kind


def _format(path: Path) -> str:
    suffixes = [suffix.lower() for suffix in path.suffixes]
    if suffixes and suffixes[-1] == ".gz":
        suffixes.pop()
    return suffixes[-1] if suffixes and suffixes[-1] in (*_READERS, ".jsonl") else ""


def file_bytes(path: Path) -> bytes:
    """What is in a file, unpacked where it is packed; InputError for a broken archive."""
    if path.suffix.lower() != ".gz":
        return path.read_bytes()
    try:
        return gzip.decompress(path.read_bytes())
    except (OSError, EOFError) as error:
        raise InputError(f"压缩文件损坏：{path.name}", "请发送人重新压缩或直接发原表") from error


def _text(path: Path) -> str:
    data = file_bytes(path)
    if b"\x00" in data[:100_000]:
        raise InputError(f"{path.name} 不是文本表格", "用 Excel 打开后另存为 .xlsx 或“CSV UTF-8”")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise InputError(f"{path.name} 的文字编码认不出", "用 Excel 打开后另存为“CSV UTF-8”")


def _csv(path: Path) -> Iterator[Sheet]:
    text = _text(path)
    first = text[:2000].split("\n", 1)[0]
    delimiter = max(",\t;", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)

    last = text.rstrip("\n").count("\n") + 1

    def lines() -> Iterator[Line]:
        start = 1
        try:
            for cells in reader:
                if start < reader.line_num >= last and not _closed(text, start):
                    raise csv.Error("引号没有配对")
                yield start, cells
                start = reader.line_num + 1
        except csv.Error as error:
            raise InputError(
                f"{path.name} 第 {start} 行读不下去（{error}）", "检查这一行的引号，或另存为 .xlsx"
            ) from error

    yield Sheet("", lines(), strict=True)


def _closed(text: str, start: int) -> bool:
    """Whether the quotation marks from a line to the end are in pairs."""
    return "\n".join(text.split("\n")[start - 1 :]).count('"') % 2 == 0


def _jsonl(path: Path) -> Table:
    rows: list[Row] = []
    headings: dict[str, None] = {}
    for number, line in enumerate(_text(path).splitlines(), start=1):
        if not line.strip():
            continue
        try:
            body = json.loads(line)
            if not isinstance(body, dict):
                raise TypeError
            json.dumps(body, ensure_ascii=False).encode()
        except (ValueError, TypeError, RecursionError):
            rows.append(Row(number, error='这一行不是一个 JSON 对象；每行应是 {"列名": 值, …}'))
            continue
        cells = {key: _cell(value) for key, value in body.items() if value not in (None, "", [])}
        headings.update(dict.fromkeys(cells))
        rows.append(Row(number, cells))
    return Table("", list(headings), rows, Heading((0,), list(headings)))


def _cell(value: Any) -> Raw:
    if isinstance(value, list):
        return "；".join(str(one) for one in value)
    return value if isinstance(value, str | int | float | bool) else json.dumps(value, ensure_ascii=False)


def _xlsx(path: Path) -> Iterator[Sheet]:
    data = file_bytes(path)
    if not zipfile.is_zipfile(io.BytesIO(data)):
        raise InputError(
            f"{path.name} 不是 .xlsx 工作簿（或已加密）", "用 Excel 打开，去掉密码，另存为 .xlsx"
        )
    yield from sheets(path.name, data)


_READERS: dict[str, Callable[[Path], Iterator[Sheet]]] = {".xlsx": _xlsx, ".csv": _csv}
