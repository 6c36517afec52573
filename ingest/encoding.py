"""Bytes of a text file as text: UTF-8, UTF-16, GB18030 or Big5, with or without a byte order mark."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from errors import InputError

_MARKS = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
_SAMPLE = 200_000
_HAN = re.compile("[㐀-鿿]+")
_PLAIN = 0.8
"""Share of a text's characters that are common ones, below which it has been read by the wrong table: real
text has 0.95 or more, Big5 read as GB18030 about 0.6, UTF-8 read as GB18030 about 0.5.
"""
_CURE = "用 Excel 打开后另存为“CSV UTF-8”"
MIXED = "有的行是另一种文字编码"


@dataclass(frozen=True, slots=True)
class Text:
    """A file's text, and (code, message) of what to know of how it was read. Bytes of another encoding stand
    as U+FFFD.
    """

    body: str
    notes: tuple[tuple[str, str], ...] = ()


def decode(name: str, data: bytes) -> Text:
    """The text of a file; InputError for one that is no text, or of which no encoding fits most lines."""
    for mark, encoding in _MARKS.items():
        if data.startswith(mark):
            return _strict(data[len(mark) :], encoding) or _mostly(name, data[len(mark) :], [encoding])
    if b"\x00" in data:
        return _wide(name, data)
    if found := _strict(data, "utf-8"):
        return found
    chinese = _strict(data, "gb18030")
    if chinese and _common_simplified(chinese.body) >= _PLAIN:
        return chinese
    traditional = _strict(data, "cp950")
    if traditional and _common_traditional(traditional.body) >= _PLAIN:
        return Text(
            traditional.body, (("big5", "按繁体 Big5 编码读的；若文字不对，请另存为“CSV UTF-8”再导入"),)
        )
    return _mostly(name, data, ["utf-8", "gb18030"])


def _strict(data: bytes, encoding: str) -> Text | None:
    try:
        return Text(data.decode(encoding))
    except UnicodeDecodeError:
        return None


def _wide(name: str, data: bytes) -> Text:
    """UTF-16 without its mark: its commas, digits and line ends have a zero byte, always on the same side."""
    encoding = "utf-16-le" if data[1:_SAMPLE:2].count(0) >= data[:_SAMPLE:2].count(0) else "utf-16-be"
    found = _strict(data, encoding) if len(data) % 2 == 0 else None
    if found and "\n" in found.body and not re.search(r"[\x00-\x08\x0e-\x1f\ufffe\uffff]", found.body):
        return found
    line = data[: data.index(b"\x00")].count(b"\n") + 1
    raise InputError(
        f"{name} 不是文本表格（第 {line} 行有空字节）", "用 Excel 打开后另存为 .xlsx 或“CSV UTF-8”"
    )


def _mostly(name: str, data: bytes, encodings: list[str]) -> Text:
    """The encoding with fewest wrong lines. The rows that hold them are told one by one; but where it is
    half of the lines, or the first with its headings, the encoding is not known and the file is refused.
    """
    texts = [data.decode(encoding, "replace") for encoding in encodings]
    wrong = [_wrong_lines(text) for text in texts]
    best = min(range(len(texts)), key=lambda i: len(wrong[i]))
    lines = wrong[best]
    if lines and (lines[0] == 1 or 2 * len(lines) >= texts[best].rstrip("\n").count("\n") + 1):
        raise InputError(f"{name} 的文字编码认不出（第 {lines[0]} 行起）", _CURE)
    if not lines:
        return Text(texts[best])
    listed = "、".join(map(str, lines[:10])) + ("…" if len(lines) > 10 else "")
    return Text(texts[best], (("mixed_encodings", f"{MIXED}：第 {listed} 行，那里的字读不出"),))


def _wrong_lines(text: str) -> list[int]:
    return [number for number, line in enumerate(text.split("\n"), start=1) if "\ufffd" in line]


def _common_simplified(text: str) -> float:
    """Share of the Chinese characters that GB 2312 holds; 1 for a text with hardly any."""
    han = "".join(_HAN.findall(text[:_SAMPLE]))
    return len(han.encode("gb2312", "ignore")) / 2 / len(han) if len(han) > 3 else 1


def _common_traditional(text: str) -> float:
    """Share of the Chinese characters in the first, common level of Big5."""
    han = "".join(_HAN.findall(text[:_SAMPLE]))
    leads = han.encode("big5", "ignore")[::2]
    return sum(0xA4 <= lead <= 0xC6 for lead in leads) / len(han) if len(han) > 3 else 0
