"""Personal numbers in any text: found, however they are spaced, and replaced by a note of what stood there.

>>> redacted("王工 138 1234 5678，电话（0914）2312345，wang@example.com，身份证 11010519491231002X")
'王工 〔电话已隐去〕，电话〔电话已隐去〕，〔邮箱已隐去〕，身份证 〔证件号已隐去〕'
>>> redacted("代码 916108212240046410，专利 ZL202310123456.6，2023-04-24，13812345678.50元")
'代码 916108212240046410，专利 ZL202310123456.6，2023-04-24，13812345678.50元'
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from ontology.values.base import Raw
from ontology.values.fold import as_text, one_line
from ontology.values.identity_number import is_identity_number

LABELS = {"identity": "证件号", "mail": "邮箱", "phone": "电话"}
"""What is looked for, in this order, and what people call it."""
NOTES = {kind: f"〔{label}已隐去〕" for kind, label in LABELS.items()}

_UNSEEN_CLASS = "[\u200b-\u200f\u202a-\u202e\u2060\ufeff\u00ad]"
_CALLED_PHONE = r"(?:电话|座机|手机|传真|联系方式|[Tt][Ee][Ll])[号码是为.:：\s]{0,5}"
_SUSPECT = re.compile(
    rf"[@＠]|(?:\d\D{{0,6}}){{9}}\d|{_CALLED_PHONE}[2-9]|\d.{{0,3}}{_UNSEEN_CLASS}", re.DOTALL
)
"""A quick look: an address, ten digits near each other, or a short number that is called one."""
_UNSEEN = re.compile(_UNSEEN_CLASS)
_HALF = {0xFF01 + place: 0x21 + place for place in range(94)} | {0x3000: " "}
"""Full-width characters one for one, so that places in the folded text are places in the text."""

_GAP = r"[\s\x00-\x1f\x7f-\x9f.·\-‐‑–—−]{0,2}"
"""What people put between the groups of a number."""
_NO_AMOUNT = r"(?!\d)(?!\.\d{1,4}(?!\d))(?!\s?(?:元|美元|人民币|吨|公斤|千克|平方|立方|株|千瓦))"
_ABROAD = rf"(?:[(]?(?:\+|00)?86[)]?{_GAP})?"
_LOCAL = rf"[2-9]\d{{2,3}}{_GAP}\d{{4}}"
_AREA = r"(?:10|2\d|[3-9]\d\d)"
_MAIL = re.compile(r"[A-Za-z0-9._%+-]{1,64}\s?@\s?(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z]{2,24}")
_IDENTITY = re.compile(
    rf"(?<!\d)\d{{6}}{_GAP}\d{{4}}{_GAP}\d\d{_GAP}\d\d{_GAP}\d{{3}}{_GAP}[\dXx](?![0-9A-Za-z])"
    rf"|(?<!\d)\d{{6}}{_GAP}\d{{6}}{_GAP}\d{{3}}(?![0-9A-Za-z])"
)
_CALLED_IDENTITY = re.compile(
    r"(?:身份证|身份号|证件)[^\d，。；,;\n]{0,8}(\d[\d\s-]{13,22}[\dXx])(?![0-9A-Za-z])"
)
"""What is called an identity number is taken for one, wrongly copied or not."""
_ALMOST = re.compile(r"(?<!\d)[1-8]\d{5}(?:19|20)\d\d[01]\d[0-3]\d{4}[\dXx](?![0-9A-Za-z])")
_PHONES = (
    re.compile(
        rf"(?<!\d)(?<!\b\d\.)(?<![¥￥$€])(?<![¥￥$€]\s){_ABROAD}"
        rf"(?:1[3-9]\d{_GAP}\d{{4}}{_GAP}\d{{4}}|1[3-9]\d\d{_GAP}\d{{3}}{_GAP}\d{{4}}"
        rf"|1[3-9]\d{_GAP}\d{{3}}{_GAP}\d{{5}}){_NO_AMOUNT}"
    ),
    re.compile(
        rf"(?<![0-9A-Za-z.])(?<![0-9A-Za-z][-_/])"
        rf"(?:{_ABROAD}[(]?0{_AREA}[)]?|[(]?(?:\+|00)86[)]?{_GAP}[(]?{_AREA}[)]?){_GAP}{_GAP}{_LOCAL}{_NO_AMOUNT}"
    ),
    re.compile(rf"{_CALLED_PHONE}({_LOCAL}){_NO_AMOUNT}"),
)
_HEXADECIMAL = re.compile(r"(?<![0-9A-Za-z])(?=[0-9-]*[A-Fa-f])[0-9A-Fa-f-]{24,}(?![0-9A-Za-z])")
"""Keys of machines, such as a UUID, hold eleven digits in a row now and then."""
_ADDS_NOTHING = re.compile(
    r"身份证|证件|号码?|公民|电话|手机|座机|联系|方式|邮箱|[Tt][Ee][Ll]|[Ee]-?mail|[\W_]+"
)


@dataclass(frozen=True, slots=True)
class Find:
    """A personal number in a text: what it is ("identity", "mail" or "phone") and where."""

    kind: str
    start: int
    end: int


@lru_cache(maxsize=256)
def finds(text: str) -> tuple[Find, ...]:
    """The personal numbers of a text without invisible characters, from left to right, none in another.
    Cached, since one cell is looked at for what it refuses, what it says, and what is kept of it.
    """
    found: list[Find] = []
    for one in _all(text.translate(_HALF)):
        if all(one.end <= other.start or one.start >= other.end for other in found):
            found.append(one)
    return tuple(sorted(found, key=lambda one: one.start))


def hidden(text: str) -> tuple[str, tuple[str, ...]]:
    """(text with every personal number replaced by its note, kinds of those that were replaced)."""
    seen = _seen(text)
    found = finds(seen) if seen else ()
    if not found:
        return text, ()
    shown, last = [], 0
    for one in found:
        shown += [seen[last : one.start], NOTES[one.kind]]
        last = one.end
    kinds = {one.kind for one in found}
    return "".join([*shown, seen[last:]]), tuple(kind for kind in LABELS if kind in kinds)


def redacted(text: str) -> str:
    """Text with every phone number, e-mail address and identity number replaced by a note."""
    return hidden(text)[0]


def guarded(text: str) -> str:
    """Like `redacted`; what is built like an identity number is replaced too, wrongly copied or not."""
    return _ALMOST.sub(NOTES["identity"], redacted(text)) if _seen(text) else text


def as_said(raw: Raw, longest: int = 60) -> str:
    """A cell's own words as a property may keep them: on one line, redacted, cut.

    >>> as_said("约 50 万元，电话13812345678")
    '约 50 万元，电话〔电话已隐去〕'
    """
    return redacted(one_line(raw))[:longest]


def quoted(raw: Raw, longest: int = 30) -> str:
    """A cell as a message may repeat it: on one line, guarded, cut, in quotation marks.

    >>> quoted("面议，电话13812345678"), quoted("110105194912310021")
    ('“面议，电话〔电话已隐去〕”', '“〔证件号已隐去〕”')
    """
    text = guarded(one_line(raw))
    return f"“{text}”" if len(text) <= longest else f"“{text[:longest]}…”"


def sole(raw: Raw) -> str:
    """What a cell is when it is a personal number and nothing else but perhaps its name; "" otherwise.

    >>> sole("身份证号：110105 19491231 002x"), sole(13812345678.0), sole("王工 13812345678")
    ('identity', 'phone', '')
    """
    text, kinds = hidden(as_text(raw))
    if len(kinds) != 1:
        return ""
    return kinds[0] if not _ADDS_NOTHING.sub("", text.replace(NOTES[kinds[0]], "")) else ""


def apart(raw: Raw) -> str:
    """What kind of personal number a name or an identifier holds; "" for none. Digits that are a part of a
    longer identifier (HT-2023-13812345678) are not a phone number.

    >>> apart("商洛示例公司13812345678"), apart("HT-2023-13812345678"), apart("2023-13812345678")
    ('phone', '', '')
    """
    seen = _seen(as_text(raw))
    for one in finds(seen) if seen else ():
        before, after = seen[: one.start].translate(_HALF), seen[one.end :].translate(_HALF)
        joined = re.search(r"[0-9A-Za-z][-_/.]?$", before) or re.match(r"[-_/.]?[0-9A-Za-z]", after)
        if one.kind != "phone" or not joined:
            return one.kind
    return ""


@lru_cache(maxsize=1024)
def _seen(text: str) -> str:
    """A text without invisible characters, or "" where a quick look shows that it holds no number."""
    return _UNSEEN.sub("", text) if _SUSPECT.search(text) else ""


def _all(text: str) -> Iterator[Find]:
    if "证" in text or "身份" in text:
        for match in _CALLED_IDENTITY.finditer(text):
            if sum(map(str.isalnum, match[1])) in (15, 18):
                yield Find("identity", *match.span(1))
    for match in _IDENTITY.finditer(text):
        if is_identity_number(_digits(match[0])):
            yield Find("identity", *match.span())
    if "@" in text:
        yield from (Find("mail", *match.span()) for match in _MAIL.finditer(text))
    for pattern in _PHONES:
        for match in pattern.finditer(text):
            start, end = match.span(match.lastindex or 0)
            if not _in_key(text, start, end):
                yield Find("phone", start, end)


def _in_key(text: str, start: int, end: int) -> bool:
    return any(match.start() <= start and end <= match.end() for match in _HEXADECIMAL.finditer(text))


def _digits(text: str) -> str:
    return "".join("X" if c in "Xx" else str(int(c)) for c in text if c.isdecimal() or c in "Xx")
