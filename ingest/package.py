"""The zip package of a workbook, looked through before a parser may see it: files that lie about their size,
entities that grow, a lone cell that makes a table of 17 billion. What the parser does not tell is found on
the way: hidden rows, formulas without a value, and errors such as #REF!, which it gives as empty cells.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape

from errors import InputError
from ingest.files import LARGEST
from ingest.sheet import Formula

DENSEST = 30_000_000
"""Cells a used area may span: a lone cell at XFD1048576 makes a fast reader ask for 17 billion."""

_BOOK, _RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_BLOCK = 1 << 20
_LONGEST_ROW = 1 << 26
_LOCAL_HEADER = 30

_PREFIX = rb"<(?:[\w.-]+:)?"
_TYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_FAR = [
    re.compile(rb" r=%b([A-Z]{2,3}|[A-Z](?=\d{6}))(\d{1,7})%b[^>]*?(/?)>" % (quote, quote))
    for quote in (b'"', b"'")
]
"""Cells beyond column Z or row 99,999: whatever is not one of them spans 2.6 million at most. Any other way
to write it is left to the limit on memory.
"""
_WHOLE_CELL = re.compile(_PREFIX + rb"c\s([^>]*[^/>])>(.*?)</(?:[\w.-]+:)?c>", re.DOTALL)
_PLACE = re.compile(rb"""(?:^|\s)r=["']([A-Z]{1,3})(\d{1,7})["']""")
_FORMULA = re.compile(_PREFIX + rb"f\b[^>]*?(?:/>|>([^<]*)<)")
_VALUE = re.compile(_PREFIX + rb"(?:v|t)\b[^>]*>([^<]+)<")
_ERROR_RESULT = re.compile(rb"""\st=["']e["']""")
_TEXT_RESULT = re.compile(rb"""\st=["']str["']""")
_HIDDEN = re.compile(_PREFIX + rb"""row\b[^>]*\bhidden=["'](?:1|true)["'][^>]*>""")
_NUMBER = re.compile(rb"""\br=["'](\d{1,7})["']""")
_RELATION = re.compile(r"<(?:\w+:)?Relationship\b[^>]*>")
_SHEET = re.compile(r"<(?:\w+:)?sheet\b[^>]*>")
_ATTRIBUTE = re.compile(r"""([\w:]+)\s*=\s*["']([^"']*)["']""")


@dataclass(slots=True)
class Scan:
    """What a look through a sheet's XML tells: the rows it hides, and row (from 1) -> column (from 0) -> what
    stands there of each formula whose value the file does not hold, and of each error.
    """

    hidden: set[int] = field(default_factory=set)
    faults: dict[int, dict[int, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Package:
    """A workbook that may be parsed: what was seen by sheet name, and (code, message) of what to know."""

    scans: Mapping[str, Scan]
    notes: tuple[tuple[str, str], ...]


def inspect(name: str, data: bytes) -> Package:
    """Look through a workbook; InputError for one that is damaged, locked or not safe to parse."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _require_sound(name, archive)
            parts = {part: sheet for sheet, part in _parts(archive).items()}
            scans = {}
            for info in archive.infolist():
                if info.filename.startswith("xl/worksheets/") and info.filename.endswith(".xml"):
                    scan = _scan(name, archive, info)
                    scans[parts.get(info.filename, info.filename)] = scan
                elif info.filename.endswith((".xml", ".rels")):
                    for _ in _blocks(name, archive, info):
                        pass
            return Package(scans, tuple(_notes(archive.namelist())))
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError) as error:
        raise InputError(
            f"工作簿损坏：{name}（没有传完，或被改过）", "请发送人重新发；或用 Excel 打开修复，另存为 .xlsx"
        ) from error
    except (RuntimeError, NotImplementedError) as error:
        raise InputError(
            f"工作簿已加密或压缩方式不认识：{name}", "用 Excel 打开，去掉密码，另存为 .xlsx"
        ) from error


def sheet_parts(data: bytes) -> dict[str, str]:
    """Sheet name -> its part in the package; none where the package does not say."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return _parts(archive)


def _require_sound(name: str, archive: zipfile.ZipFile) -> None:
    """No more than it may hold, no part twice, no two parts in the same bytes."""
    infos = sorted(archive.infolist(), key=lambda info: info.header_offset)
    if sum(info.file_size for info in infos) > LARGEST:
        raise InputError(f"{name} 解压后超过 1 GB", "拆成几个文件再导入")
    if len({info.filename.lower() for info in infos}) < len(infos):
        raise zipfile.BadZipFile
    end = 0
    for info in infos:
        if info.header_offset < end:
            raise zipfile.BadZipFile
        end = info.header_offset + _LOCAL_HEADER + info.compress_size


def _blocks(name: str, archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Iterator[bytes]:
    """A part's bytes, read to the end (so that its checksum is looked at), free of entities."""
    rest = b""
    with archive.open(info) as stream:
        while block := stream.read(_BLOCK):
            if not rest and block[:2] in (b"\xff\xfe", b"\xfe\xff"):
                raise InputError(
                    f"{name} 里的 {info.filename} 不是 UTF-8", "用 Excel 打开，另存为 .xlsx 再导入"
                )
            if (b"<!" in block or rest.endswith(b"<")) and _TYPE.search(rest + block):
                raise InputError(
                    f"{name} 里的 {info.filename} 定义了 XML 实体，正常的工作簿没有，没有读",
                    "请发送人用 Excel 另存为 .xlsx",
                )
            yield block
            rest = block[-16:]


def _scan(name: str, archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Scan:
    """Look through a sheet, whole rows at a time."""
    scan, extent, rest = Scan(), _Extent(name), b""
    for block in _blocks(name, archive, info):
        text = rest + block
        cut = text.rfind(b"row>")
        if cut < 0 and len(text) < _LONGEST_ROW:
            rest = text
            continue
        cut = cut if cut >= 0 else len(text)
        _look(text[:cut], scan, extent)
        rest = text[cut:]
    _look(rest, scan, extent)
    return scan


def _look(text: bytes, scan: Scan, extent: _Extent) -> None:
    extent.widen(cell for far in _FAR for cell in far.findall(text))
    if b"hidden=" in text:
        for tag in _HIDDEN.findall(text):
            scan.hidden.update(int(number) for number in _NUMBER.findall(tag))
    if any(sign in text for sign in (b"<f", b":f", b't="e"', b"t='e'")):
        for attributes, body in _WHOLE_CELL.findall(text):
            fault, place = _fault(attributes, body), _PLACE.search(attributes)
            if fault and place:
                scan.faults.setdefault(int(place[2]), {})[_column(place[1]) - 1] = fault


def _fault(attributes: bytes, body: bytes) -> str:
    """The error a cell shows, or its formula where it has no value; "" for any other cell. An empty text is
    a value.
    """
    value = _VALUE.search(body)
    if value and _ERROR_RESULT.search(attributes):
        return unescape(value[1].decode("utf-8", "replace"))
    formula = None if value or _TEXT_RESULT.search(attributes) else _FORMULA.search(body)
    return Formula(f"={unescape((formula[1] or b'').decode('utf-8', 'replace'))}") if formula else ""


class _Extent:
    """How wide and high the filled cells of a sheet reach."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.width = self.height = 0
        self._columns: dict[bytes, int] = {}

    def widen(self, cells: Iterable[tuple[bytes, bytes, bytes]]) -> None:
        """Take more cells (column, row, "/" for an empty one) in; InputError once they span too much."""
        for column, row, empty in cells:
            if empty:
                continue
            if column not in self._columns:
                self._columns[column] = _column(column)
                self.width = max(self.width, self._columns[column])
            if (number := int(row)) > self.height:
                self.height = number
            if self.width * self.height > DENSEST:
                raise InputError(
                    f"{self.name} 在 {column.decode()}{number} 有一个孤零零的格子，表格大得读不了",
                    "在 Excel 里删掉数据区以外的行和列再导入",
                )


def _column(letters: bytes) -> int:
    """A column's number, from 1.

    >>> _column(b"A"), _column(b"XFD")
    (1, 16384)
    """
    total = 0
    for letter in letters:
        total = total * 26 + letter - 64
    return total


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


def _notes(names: list[str]) -> Iterator[tuple[str, str]]:
    """What a person should know of a workbook that is read all the same."""
    if any(name.endswith("vbaProject.bin") for name in names):
        yield "macros", "工作簿里有宏：只读了格子里的值，宏没有运行"
    if any(name.startswith("xl/externalLinks/") for name in names):
        yield "external_links", "工作簿引用了别的文件：用的是它上次保存的值，没有去打开那些文件"
