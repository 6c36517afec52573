"""A phone number, masked: the whole number is kept in the ledger's table of personal values and nowhere else,
and never repeated in a message.

>>> clean("138 1234 5678", Options()), clean("(0914)231-4567", Options()), clean("400-812-3456", Options())
('138****5678', '0914-***4567', '400-***3456')
>>> clean("0914-2314567转801", Options()), clean("029-88201234", Options()), clean("138****5678", Options())
('0914-***4567', '029-****1234', '138****5678')
"""

from __future__ import annotations

import re

from ontology.values.base import InvalidValue, Options, Raw, ValueType
from ontology.values.fold import compact

_MOBILE = re.compile(r"1[3-9]\d{9}")
_LANDLINE = re.compile(r"(0(?:10|2\d|[3-9]\d\d)|[48]00)(\d{7,8})")
_LOCAL = re.compile(r"[2-9]\d{6,7}")
_MASKED = re.compile(r"1[3-9]\d\*{4}\d{4}|(?:(?:0\d{2,3}|[48]00)-)?\*{3,4}\d{4}")
_EXTENSION = re.compile(r"(?<=\d{7})(?:转|EXT\.?|[-#])(\d{1,6})$")
_SEPARATORS = re.compile(r"[-‐‑–—−()\s.·]")


def clean(raw: Raw, options: Options) -> str:  # noqa: ARG001  every type has this signature
    """The number with its middle hidden."""
    return masked(number) if (number := whole(raw)) else compact(raw)


def whole(raw: Raw) -> str:
    """The number as it is dialled, or "" where the cell has it masked already.

    >>> whole("+86 138-1234-5678"), whole("（0914）2314567转801"), whole("138****5678")
    ('13812345678', '0914-2314567转801', '')
    """
    text = compact(raw)
    if _MASKED.fullmatch(text):
        return ""
    extension = _EXTENSION.search(text)
    digits = _SEPARATORS.sub("", text[: extension.start()] if extension else text).removeprefix("+")
    if abroad := re.fullmatch(r"(?:00)?86(?:(1[3-9]\d{9})|0?([1-9]\d{8,10}))", digits):
        digits = abroad[1] or f"0{abroad[2]}"
    more = f"转{extension[1]}" if extension else ""
    if digits.isascii() and (_MOBILE.fullmatch(digits) or _LOCAL.fullmatch(digits)):
        return digits + more
    if digits.isascii() and (match := _LANDLINE.fullmatch(digits)):
        return f"{match[1]}-{match[2]}{more}"
    message = "电话不像手机号（11 位）或带区号的座机号：请核对位数，一格只填一个号码。"
    raise InvalidValue("phone_form", message)


def masked(number: str) -> str:
    """A whole number with its middle hidden, without its extension."""
    number = number.partition("转")[0]
    if _MOBILE.fullmatch(number):
        return f"{number[:3]}****{number[7:]}"
    area, dash, local = number.rpartition("-")
    return f"{area}{dash}{'*' * (len(local) - 4)}{local[-4:]}"


TYPE = ValueType("phone", "电话", clean, whole=whole)
