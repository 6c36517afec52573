"""Numbers as people write them: digits, Chinese numerals of both scripts, and both mixed with 十百千万亿.

>>> [int(read(x)) for x in ("1,200", "贰佰万", "一百二十万", "三万五", "1亿2000万", "5千万", "一点二亿")]
[1200, 2000000, 1200000, 35000, 120000000, 50000000, 120000000]
>>> [read(x) for x in ("1亿2000", "3万5", "一二三万", "1.2亿500万", "百百", "50x")]
[None, None, None, None, None, None]
"""

from __future__ import annotations

import re
from decimal import Decimal

LARGEST = Decimal(10) ** 15
"""Further than any amount or count here; beyond it a float no longer holds every whole number."""
_CHINESE = str.maketrans("〇○零一二两三四五六七八九壹贰叁肆伍陆柒捌玖拾佰仟", "0001223456789123456789十百千")
_BY_UNIT = {"千": 1000, "百": 100, "十": 10}
_PLAIN = re.compile(r"(?:\d{1,3}(?:,\d{3})+|\d{1,3}(?: \d{3})+|\d+)(?:\.\d+)?")
_ONE_PLACE = re.compile(r"(\d+(?:\.\d+)?)([十百千]+)")
_PLACES = re.compile(r"(?:(\d)千)?(0)?(?:(\d)百)?(0)?(?:(\d?)十)?(0)?(\d)?")
_POINT = re.compile(r"(?<=\d)点(?=\d)")


def arabic(text: str) -> str:
    """Chinese numerals of both scripts by their digits and 十百千万亿; w and k as 万 and 千.

    >>> arabic("壹仟贰佰叁拾肆万"), arabic("〇.5w")
    ('1千2百3十4万', '0.5万')
    """
    text = text.translate(_CHINESE) if not text.isascii() else text
    return _POINT.sub(".", text.replace("w", "万").replace("k", "千"))


def read(text: str) -> Decimal | None:
    """The number a text (half-width, simplified, lower case) is, or None for what is none or may be two:
    `1亿2000` leaves open 2000 of what, so does `3万5`, which people only speak.
    """
    found = (
        plain
        if (plain := _plain(text)) is not None
        else _number(arabic(text), spoken=not re.search(r"[0-9]", text))
    )
    return found if found is not None and found <= LARGEST else None


def _number(text: str, *, spoken: bool) -> Decimal | None:
    """`spoken`: written in Chinese numerals alone, whose digits say their place by a word."""
    for mark, size in (("亿", Decimal(10**8)), ("万", Decimal(10**4))):
        head, found, tail = text.rpartition(mark)
        if not found:
            continue
        whole, rest = _number(head, spoken=spoken), _tail(tail, size, spoken=spoken)
        if whole is None or rest is None or mark in head or (tail and whole != whole.to_integral_value()):
            return None
        return whole * size + rest
    return _below_ten_thousand(text, spoken=spoken)


def _tail(text: str, size: Decimal, *, spoken: bool) -> Decimal | None:
    """What follows 万 or 亿: nothing, one digit of the place below (三万五), or a smaller number."""
    if re.fullmatch(r"[1-9]", text):
        return int(text) * size / 10 if spoken else None
    if not text:
        return Decimal(0)
    bare = text.removeprefix("0") if spoken else text
    found = _number(bare, spoken=spoken)
    if found is None or found >= size:
        return None
    # Digits without 零 must reach the next place: 1万2000, but not 1亿2000.
    near = not bare.isdigit() or bare != text or found >= size / 10
    return found if near else None


def _below_ten_thousand(text: str, *, spoken: bool) -> Decimal | None:
    if not spoken or len(text) == 1 or re.fullmatch(r"\d\.\d+", text):
        if (plain := _plain(text)) is not None:
            return plain
        if match := _ONE_PLACE.fullmatch(text):
            return Decimal(match[1]) * _product(match[2])
    return _by_places(text)


def _plain(text: str) -> Decimal | None:
    """A number in digits alone, thousands parted by commas or spaces."""
    return Decimal(text.replace(",", "").replace(" ", "")) if _PLAIN.fullmatch(text) else None


def _product(units: str) -> Decimal:
    product = Decimal(1)
    for unit in units:
        product *= _BY_UNIT[unit]
    return product


def _by_places(text: str) -> Decimal | None:
    """千, 百, 十 in falling order; a last digit right after 千 or 百 is of the place below (两百五)."""
    match = _PLACES.fullmatch(text)
    if not text or not match:
        return None
    thousands, _, hundreds, _, tens, _, ones = match.groups()
    last = int(ones or 0)
    if ones and len(text) > 2 and text[-2] in "千百":
        last *= _BY_UNIT[text[-2]] // 10
    given = ((thousands, 1000), (hundreds, 100), ("1" if tens == "" else tens, 10))
    total = sum(int(digit) * size for digit, size in given if digit) + last
    return Decimal(total) if total or text == "0" else None
