"""Numbers written in Chinese numerals, everyday and financial.

>>> [str(read(x)) for x in ("贰佰", "一百二十万", "三万五", "一点二亿", "两千零五", "十二万三千四百")]
['200', '1200000', '35000', '120000000', '2005', '123400']
>>> read("百万富翁"), read("一二三"), read("万万"), read("三百五百")
(None, None, None, None)
"""

from __future__ import annotations

import re
from decimal import Decimal

_PLAIN = str.maketrans(
    "壹贰貳叁參参肆伍陆陸柒捌玖拾佰仟萬億〇○兩", "一二二三三三四五六六七八九十百千万亿零零两"
)
_DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")} | {"两": 2}
_STEPS = {"十": 10, "百": 100, "千": 1000}
_GROUPS = (("亿", 10**8), ("万", 10**4))
NUMERAL = "[零〇○一二三四五六七八九十百千万亿两兩点壹贰貳叁參参肆伍陆陸柒捌玖拾佰仟萬億]"
"""A character of such a number, for regular expressions."""
_BELOW = re.compile(
    r"(?:[一二三四五六七八九两]千)?零?(?:[一二三四五六七八九两]百)?零?(?:[一二三四五六七八九]?十)?零?[一二三四五六七八九两]?"
)
_SHORT = re.compile(r"(.*[一二三四五六七八九两])([亿万千百])([一二三四五六七八九])")


def read(text: str) -> Decimal | None:
    """The number, or None for what is none; 三万五 is 35,000, as people say it."""
    plain = text.translate(_PLAIN)
    whole, point, fraction = plain.partition("点")
    if point:
        return _with_fraction(whole, fraction)
    if short := _SHORT.fullmatch(plain):
        steps = {"亿": "千万", "万": "千", "千": "百", "百": "十"}
        plain = f"{short[1]}{short[2]}{short[3]}{steps[short[2]]}"
    found = _whole(plain)
    return None if found is None else Decimal(found)


def _with_fraction(whole: str, fraction: str) -> Decimal | None:
    """一点二亿: the unit after the fraction counts for all of it."""
    digits = fraction.rstrip("万亿千百")
    unit = fraction[len(digits) :]
    before = _whole(whole)
    if before is None or not digits or any(one not in _DIGITS for one in digits):
        return None
    factor = 1
    for one in unit:
        factor *= dict(_GROUPS).get(one) or _STEPS[one]
    return (Decimal(f"{before}.{''.join(str(_DIGITS[one]) for one in digits)}") * factor).normalize() + 0


def _whole(text: str) -> int | None:
    """A whole number in groups of ten thousand; None where the order of its steps is broken."""
    for unit, factor in _GROUPS:
        before, found, after = text.partition(unit)
        if found:
            high, low = _whole(before), _whole(after) if after else 0
            return None if high is None or low is None or not high or low >= factor else high * factor + low
    if not text or not _BELOW.fullmatch(text):
        return 0 if text == "零" else None
    total, digit = 0, 0
    for one in text:
        if one in _STEPS:
            total += (digit or 1) * _STEPS[one]
            digit = 0
        else:
            digit = _DIGITS[one]
    return total + digit
