"""统一社会信用代码, GB 32100-2015: 18 characters with two check characters.

1 registrar, 2 category, 3-8 registrar's GB/T 2260 code (digits), 9-17 organisation code with its own
check by GB 11714, 18 check of the whole. Letter registrars (A, N, Y) are valid.

>>> clean("91110000600037341L", Options()), clean("９１１１００００-600037341 l", Options())
('91110000600037341L', '91110000600037341L')
>>> complete("91110000", "60003734")
'91110000600037341L'
>>> clean("9111O000600037341L", Options())
Traceback (most recent call last):
ontology.values.base.InvalidValue: 信用代码不用字母 I、O、S、V、Z：第 5 位“O”疑为“0”，请对照执照改正。
"""

from __future__ import annotations

import re
from operator import mul

from ontology.values.base import InvalidValue, Options, Raw, ValueType
from ontology.values.fold import as_text, compact

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
CATEGORIES = {
    "1": "1239", "2": "19", "3": "123459", "4": "19", "5": "1239", "6": "129",
    "7": "129", "8": "19", "9": "123", "A": "19", "N": "1239", "Y": "1",
}  # fmt: skip
_VALUES = {character: value for value, character in enumerate(ALPHABET)}
_WEIGHTS = tuple(pow(3, i, 31) for i in range(17))
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_MEANT = {"O": "0", "I": "1", "Z": "2", "S": "5"}
_PLAIN = re.compile(f"[{ALPHABET}]{{18}}")


def clean(raw: Raw, options: Options) -> str:  # noqa: ARG001  every type has this signature
    """The code in upper case; full-width characters, spaces and hyphens are forgiven."""
    code = as_text(raw)
    if not _PLAIN.fullmatch(code):
        code = re.sub("[-—–]", "", compact(code))
        _require_form(code)
    if code[1] not in CATEGORIES.get(code[0], "") or not code[2:8].isdigit():
        _refuse_registrar(code)
    whole = check_character(code) == code[17]
    organisation = organisation_check(code[8:16]) == code[16]
    if not (whole and organisation):
        _refuse_check(whole, organisation)
    return code


def check_character(code: str) -> str:
    """Character 18 from the first 17: (31 - sum of value times 3^(i-1)) mod 31."""
    return ALPHABET[-sum(map(mul, map(_VALUES.__getitem__, code[:17]), _WEIGHTS)) % 31]


def organisation_check(org8: str) -> str:
    """Check character of an organisation code, GB 11714: mod 11, 10 is X, 11 is 0.

    >>> organisation_check("60003734")
    '1'
    """
    return "0X987654321"[sum(int(c, 36) * w for c, w in zip(org8, _ORGANISATION_WEIGHTS, strict=True)) % 11]


def complete(first8: str, org8: str) -> str:
    """The whole code from its first 8 characters and the 8 of the organisation code."""
    first17 = first8 + org8 + organisation_check(org8)
    return first17 + check_character(first17)


def is_valid(code: str) -> bool:
    """Whether the 18 characters obey every rule of the standard."""
    if not _PLAIN.fullmatch(code) or code[1] not in CATEGORIES.get(code[0], "") or not code[2:8].isdigit():
        return False
    return check_character(code) == code[17] and organisation_check(code[8:16]) == code[16]


def repairs(raw: str) -> tuple[str, ...]:
    """The valid codes one slip away from a wrong one: a character mistyped, left out or put in, or two
    neighbours swapped. None where the text is a valid code, or no code at all; in order.

    Both checks together catch every one of these: the weights of character 18 differ from each other and
    from 0 mod 31, so neither one wrong character nor one swap leaves the sum as it was.

    >>> "91110000600037341L" in repairs("91110000600073341L"), repairs("91110000600037341L")
    (True, ())
    """
    code = re.sub("[-—–]", "", compact(raw))
    if not 17 <= len(code) <= 19 or not code.isalnum() or is_valid(code):
        return ()
    cuts = [(code[:at], code[at:]) for at in range(len(code) + 1)]
    if len(code) == 18:
        near = {head + c + tail[1:] for head, tail in cuts if tail for c in ALPHABET}
        near |= {head + tail[1] + tail[0] + tail[2:] for head, tail in cuts if len(tail) > 1}
    elif len(code) == 17:
        near = {head + c + tail for head, tail in cuts for c in ALPHABET}
    else:
        near = {head + tail[1:] for head, tail in cuts if tail}
    return tuple(sorted(filter(is_valid, near)))


def _require_form(code: str) -> None:
    if len(code) != 18:
        message = f"信用代码应为 18 位，现为 {len(code)} 位：请对照营业执照补全；15 位旧注册号请换成新代码。"
        raise InvalidValue("uscc_length", message)
    wrong = [(place, c) for place, c in enumerate(code, 1) if c not in _VALUES]
    if wrong:
        hints = [f"第 {p} 位“{c}”" + (f"疑为“{_MEANT[c]}”" if c in _MEANT else "不能用") for p, c in wrong]
        listed = "，".join(hints)
        message = f"信用代码不用字母 I、O、S、V、Z：{listed}，请对照执照改正。"
        raise InvalidValue("uscc_alphabet", message)


def _refuse_registrar(code: str) -> None:
    if code[1] in CATEGORIES.get(code[0], ""):
        message = "信用代码第 3–8 位是登记机关行政区划码，只能是数字：请对照营业执照改正。"
    else:
        message = f"信用代码前两位“{code[:2]}”不是规定的登记部门和类别（如企业 91）：请对照证照改正。"
    raise InvalidValue("uscc_registrar", message)


def _refuse_check(whole: bool, organisation: bool) -> None:
    """Two independent checks tell where to look."""
    if organisation:
        message = (
            "信用代码第 18 位校验不符，第 9–17 位校验无误：错多半在第 1–8 位或第 18 位，请对照营业执照改正。"
        )
    elif whole:
        message = (
            "信用代码第 9–17 位（组织机构代码）校验不符，第 18 位校验无误：请对照营业执照核对第 9–17 位。"
        )
    else:
        message = (
            "信用代码第 18 位和第 9–17 位（组织机构代码）校验都不符：错多半在第 9–17 位，请对照营业执照改正。"
        )
    raise InvalidValue("uscc_check", message)


TYPE = ValueType("uscc", "统一社会信用代码", clean, holding="checked")
