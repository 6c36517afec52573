"""The bytes of a file, bounded, and what a file is in truth, whatever it is called."""

from __future__ import annotations

import hashlib
import re
import zlib
from pathlib import Path

from errors import InputError

LARGEST = 1_000_000_000
"""Bytes a file may hold, packed or unpacked."""
SAVE_AS = "用 Excel 或 WPS 打开，另存为 .xlsx 再导入"
OLD = {
    ".xls": "旧版 Excel 文件（.xls）",
    ".et": "WPS 表格（.et）",
    ".ett": "WPS 表格模板（.ett）",
    ".xlt": "旧版 Excel 模板（.xlt）",
    ".xlsb": "二进制 Excel 工作簿（.xlsb）",
    ".ods": "OpenDocument 表格（.ods）",
    ".fods": "OpenDocument 表格（.fods）",
    ".numbers": "Numbers 表格（.numbers）",
}
"""Tables of other formats, which a spreadsheet program can save as .xlsx."""

_OLE = bytes.fromhex("D0CF11E0A1B11AE1")
_MARKUP = re.compile(
    rb"\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|meta|table|body|style|div)\b", re.I | re.S
)
_HEAD = 4096
_SMALL, _DENSEST = 100_000_000, 200
"""Bytes a packed file may unpack to however small it is, and how often its own size it may be beyond that:
tables pack to a twentieth, files made to fill the memory to a thousandth.
"""


def file_bytes(path: Path) -> bytes:
    """What is in a file, unpacked where it is packed; InputError for one that cannot be read."""
    data = _raw(path)
    return _unpacked(path, data) if path.suffix.lower() == ".gz" else data


def sha256(path: Path) -> str:
    """The hash of a file's bytes; InputError for one that cannot be read."""
    try:
        with path.open("rb") as handle:
            return hashlib.file_digest(handle, "sha256").hexdigest()
    except OSError as error:
        raise unreadable(path, error) from error


def unreadable(path: Path, error: OSError) -> InputError:
    """A file or folder the system does not give."""
    return InputError(
        f"打不开 {path}（{error.strerror or error}）", "检查文件还在不在、有没有读它的权限，再运行一次"
    )


def require_what_it_is_called(name: str, data: bytes, suffix: str) -> None:
    """InputError saying what a file is in truth, where it is not what its suffix says."""
    told = _truth(data)
    promised = _FAMILY.get(suffix)
    if suffix in OLD and (not told or told[0] in ("other", promised)):
        raise InputError(f"{name} 是{OLD[suffix]}，读不了", SAVE_AS)
    if told and told[0] != promised:
        raise InputError(f"{name} 其实是{told[1]}", told[2])
    if suffix in _FAMILY and _FAMILY[suffix] == "workbook" and not told:
        raise InputError(
            f"{name} 不是 .xlsx 工作簿：里面{'是文本' if _textual(data) else '不是表格'}", _RENAME
        )


_RENAME = "请发送人重新导出；若是文本表格，把扩展名改成 .csv 再导入"
_FAMILY = {
    ".xlsx": "workbook", ".xlsm": "workbook", ".xlsb": "binary", ".ods": "ods",
    ".xls": "old", ".xlt": "old", ".et": "old", ".ett": "old",
}  # fmt: skip
"""What a suffix promises; a text table may be any text."""


def _truth(data: bytes) -> tuple[str, str, str] | None:
    """(family, what a person calls it, cure) of data that says what it is."""
    head = data[:_HEAD]
    if head.startswith(b"PK\x03\x04"):
        return _package(data)
    if head.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            return "locked", "有打开密码的工作簿", "用 Excel 打开，去掉密码，另存为 .xlsx"
        return "old", "旧版 Excel 文件（.xls）", SAVE_AS
    if b"urn:schemas-microsoft-com:office:spreadsheet" in head:
        return "xml", "XML 表格（Excel 2003）", SAVE_AS
    if _MARKUP.match(head.removeprefix(b"\xef\xbb\xbf")):
        return "page", "网页（HTML）", SAVE_AS
    if head.startswith(b"%PDF"):
        return "pdf", "PDF 文件", "请发送人发原来的表格"
    return None


def _package(data: bytes) -> tuple[str, str, str]:
    if b"xl/workbook.bin" in data:
        return "binary", OLD[".xlsb"], SAVE_AS
    if b"mimetypeapplication/vnd.oasis.opendocument" in data[:_HEAD]:
        return "ods", OLD[".ods"], SAVE_AS
    if b"xl/" in data:
        return "workbook", "Excel 工作簿", "把扩展名改成 .xlsx 再导入"
    what = "Word 文档" if b"word/document" in data else "压缩包"
    return "other", what, "解压后发表格，或请发送人发 .xlsx" if what == "压缩包" else "请发送人发 .xlsx 表格"


def _textual(data: bytes) -> bool:
    return b"\x00" not in data[:_HEAD] and b"\n" in data[:_HEAD]


def _raw(path: Path) -> bytes:
    try:
        with path.open("rb") as handle:
            data = handle.read(LARGEST + 1)
    except OSError as error:
        raise unreadable(path, error) from error
    if len(data) > LARGEST:
        raise _too_large(path)
    return data


def _unpacked(path: Path, data: bytes) -> bytes:
    """All members of a gzip file, one after another."""
    most = min(LARGEST, max(_SMALL, _DENSEST * len(data)))
    found = bytearray()
    try:
        while data:
            packed = zlib.decompressobj(16 + zlib.MAX_WBITS)
            found += packed.decompress(data, most + 1 - len(found))
            if len(found) > most:
                raise InputError(
                    f"{path.name} 解压后大得不像表格", "请发送人直接发原表，或拆成几个文件再导入"
                )
            if not packed.eof:
                raise EOFError
            data = packed.unused_data.lstrip(b"\x00")
    except (zlib.error, EOFError) as error:
        raise InputError(f"压缩文件损坏：{path.name}", "请发送人重新压缩或直接发原表") from error
    return bytes(found)


def _too_large(path: Path) -> InputError:
    return InputError(f"{path.name} 超过 1 GB", "拆成几个文件再导入")
