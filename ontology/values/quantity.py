"""What money, integer and number share: a cell in one form, and as an exact decimal."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

from ontology.values.base import Raw
from ontology.values.fold import as_text, one_line, simplified
from ontology.values.numerals import LARGEST

_NUMBER = re.compile(
    r"([+-]?)(\d{1,3}(?:,\d{3})+|\d{1,3}(?: \d{3})+|\d+)(\.\d+)?(?:e([+-]?\d{1,2}))?(.*)", re.DOTALL
)
_LOOSE = re.compile(r"(?<!\d)\s+|\s+(?!\d)")
LONGEST = 60
"""Characters of an amount or a date in words; what is longer is some other text."""
_DASHES = str.maketrans("‐‑‒–—―−〜", "-------~")


def normal(raw: Raw) -> str:
    """A cell half-width, simplified, in lower case, one dash; spaces only between digits.

    >>> normal("５０ ～ 60 萬元 — 1 200")
    '50~60万元-1 200'
    """
    text = one_line(as_text(raw))
    if not text.isascii():
        if all(unicodedata.category(c) != "No" for c in text):  # ² and ① are no 2 and 1
            text = unicodedata.normalize("NFKC", text)
        text = simplified(text.translate(_DASHES))
    return (_LOOSE.sub("", text) if " " in text else text).lower()


def split(raw: Raw) -> tuple[Decimal, str] | None:
    """The number a cell begins with and what follows it, without spaces; None when it begins otherwise.

    >>> split("1,200.50 万元"), split("约 3 人"), split("1,20"), split("1 200 元"), split("3 5")
    ((Decimal('1200.50'), '万元'), None, (Decimal('1'), ',20'), (Decimal('1200'), '元'), (Decimal('3'), ' 5'))
    """
    if isinstance(raw, bool):
        return None
    match = _NUMBER.fullmatch(normal(raw))
    if not match:
        return None
    sign, whole, fraction, exponent, rest = match.groups(default="")
    number = Decimal(f"{sign}{re.sub('[, ]', '', whole)}{fraction}e{exponent or 0}")
    return (number, rest) if abs(number) <= LARGEST else None


def plain(number: Decimal) -> int | float:
    """An integer where it is one.

    >>> plain(Decimal("1.20e3")), plain(Decimal("3.6"))
    (1200, 3.6)
    """
    return int(number) if number == number.to_integral_value() else float(number)
