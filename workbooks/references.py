"""References in formulas, after a column was put before the first one of some sheets."""

from __future__ import annotations

import re
from collections.abc import Collection

from openpyxl.formula.tokenizer import Token, Tokenizer, TokenizerError
from openpyxl.utils import column_index_from_string, get_column_letter

LAST = 16384
"""The last column a sheet has."""
_SHEET = re.compile(r"((?:'(?:[^']|'')*'|[^'!]+)!)?(.*)", re.DOTALL)
_COLUMNS = re.compile(r"(\$?)([A-Z]{1,3})(:\$?)([A-Z]{1,3})")
_CELL = re.compile(r"(?<![\w.$])(\$?)([A-Z]{1,3})(\$?[1-9]\d{0,6})(?![\w.(\[])")


def shifted(formula: str, here: str, moved: Collection[str]) -> str:
    """A formula of the sheet `here` (with or without its =), once all columns of the `moved` sheets went one
    to the right; one that cannot be taken apart stays as it is.

    >>> shifted("=SUM(A1:B$2,名录!$C:$D,LOG10(5))", "表", {"表"})
    '=SUM(B1:C$2,名录!$C:$D,LOG10(5))'
    >>> shifted('=SUM(A1:B$2,名录!$C:$D)&"A1"', "表", {"名录"})
    '=SUM(A1:B$2,名录!$D:$E)&"A1"'
    """
    try:
        tokens = Tokenizer(formula if formula.startswith("=") else f"={formula}").items
    except (TokenizerError, IndexError):
        return formula
    text = "".join(_token(token, here, moved) for token in tokens)
    return f"={text}" if formula.startswith("=") else text


def shift_area(area: str) -> str:
    """An area without its sheet, or several apart by spaces, one column to the right.

    >>> shift_area("A1:C3 $E$5"), shift_area("A:XFD"), shift_area("2:4")
    ('B1:D3 $F$5', 'B:XFD', '2:4')
    """
    return " ".join(_area(part) for part in area.split(" "))


def _token(token: Token, here: str, moved: Collection[str]) -> str:
    value = str(token.value)
    if token.type == Token.FUNC and ":" in value:
        return _CELL.sub(_cell, value) if here in moved else value
    if token.type != Token.OPERAND or token.subtype != Token.RANGE:
        return value
    match = _SHEET.fullmatch(value)
    assert match is not None
    prefix, area = match[1] or "", match[2]
    name = prefix[1:-2].replace("''", "'") if prefix.startswith("'") else prefix[:-1]
    return prefix + _area(area) if (name.split(":")[0] or here) in moved else value


def _area(area: str) -> str:
    if match := _COLUMNS.fullmatch(area):
        return f"{match[1]}{_next(match[2])}{match[3]}{_next(match[4])}"
    return area if "[" in area else _CELL.sub(_cell, area)


def _cell(match: re.Match[str]) -> str:
    return f"{match[1]}{_next(match[2])}{match[3]}"


def _next(column: str) -> str:
    place = column_index_from_string(column)
    return get_column_letter(min(place + 1, LAST))
