"""What money, integer and number share: a cell as an exact decimal."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

from ontology.values.base import Raw
from ontology.values.fold import as_text, tidy

_NUMBER = re.compile(r"([+-]?)(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?(?:e([+-]?\d{1,2}))?(.*)", re.DOTALL)
LARGEST = Decimal(10) ** 15


def split(raw: Raw) -> tuple[Decimal, str] | None:
    """The number a cell begins with and what follows it, without spaces; None when it begins otherwise.

    >>> split("1,200.50 万元"), split("约 3 人"), split("1,20")
    ((Decimal('1200.50'), '万元'), None, (Decimal('1'), ',20'))
    """
    if isinstance(raw, bool):
        return None
    text = re.sub(r"\s+", "", unicodedata.normalize("NFKC", tidy(as_text(raw)))).replace("−", "-").lower()
    match = _NUMBER.fullmatch(text)
    if not match:
        return None
    sign, whole, fraction, exponent, rest = match.groups(default="")
    number = Decimal(f"{sign}{whole.replace(',', '')}{fraction}e{exponent or 0}")
    return (number, rest) if abs(number) <= LARGEST else None


def plain(number: Decimal) -> int | float:
    """An integer where it is one.

    >>> plain(Decimal("1.20e3")), plain(Decimal("3.6"))
    (1200, 3.6)
    """
    return int(number) if number == number.to_integral_value() else float(number)
