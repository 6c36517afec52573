"""Resident identity numbers, GB 11643: recognised so that they can be refused. None is ever stored.

18 characters: region (6), birth date (8), order (3), check character by ISO 7064 MOD 11-2. Until 1999 there
were 15: region, birth date with a year of two digits, order, no check.

>>> is_identity_number("11010519491231002X"), is_identity_number("110105194912310021")
(True, False)
>>> is_identity_number("612522680101123"), is_identity_number("612522681301123")
(True, False)
"""

from __future__ import annotations

from datetime import date

_PROVINCES = frozenset(
    str(code)
    for first, last in ((11, 15), (21, 23), (31, 37), (41, 46), (50, 54), (61, 65), (71, 71), (81, 83))
    for code in range(first, last + 1)
)
_YOUNGEST = 15
"""Years of age: 18 digits of region, a recent date and a serial are a document's number, not a person's."""
_OLDEST_SHORT = 20
"""Two-digit years of the old form below this are rather running numbers of old register numbers."""


def is_identity_number(digits: str) -> bool:
    """Whether 15 or 18 half-width characters, X in upper case, make an identity number.

    The region is held to its province only: a person keeps the number of a county that is no more, and may
    be older than the county's code. The old form has no check character; so its region must have been in
    use, and 15 digits that fit as a firm's old register number (GS 15-2006) count as one.
    """
    if digits[:2] not in _PROVINCES or not digits[:-1].isdecimal():
        return False
    if len(digits) == 18:
        return _born(digits[6:14]) and _check_character(digits) == digits[17]
    return len(digits) == 15 and digits.isdecimal() and _is_old(digits)


def _is_old(digits: str) -> bool:
    if int(digits[6:8]) < _OLDEST_SHORT or not _born(f"19{digits[6:12]}"):
        return False
    from stdnum import numdb  # only digits that look like a number of the old form pay for the table
    from stdnum.iso7064 import mod_11_10

    known = any(properties for _, properties in numdb.get("cn/loc").info(digits[:6]))
    return known and not mod_11_10.is_valid(digits)


def _born(day: str) -> bool:
    try:
        born = date(int(day[:4]), int(day[4:6]), int(day[6:]))
    except ValueError:
        return False
    return 1900 <= born.year <= date.today().year - _YOUNGEST


def _check_character(digits: str) -> str:
    """ISO 7064 MOD 11-2: the weight of place i from the right is 2^i mod 11; 10 is X."""
    total = sum(int(digit) * pow(2, 17 - place, 11) for place, digit in enumerate(digits[:17]))
    return "0123456789X"[(12 - total % 11) % 11]
