"""An industry of GB/T 4754-2017 as letter and digits.

>>> [clean(x, Options()) for x in ("C3912", 3912, "c39", "C", "计算机整机制造", "C3912 计算机零部件制造")]
['C3912', 'C3912', 'C39', 'C', 'C3911', 'C3912']
"""

from __future__ import annotations

import re
from functools import cache

from ontology.tables import table
from ontology.values.base import InvalidValue, Options, Raw, ValueType
from ontology.values.fold import folded, tidy
from ontology.values.privacy import quoted

_CODE = re.compile(r"([a-t]?)(\d{2,4})(.*)|([a-t])([^a-z\d].*)?")


def clean(raw: Raw, options: Options) -> str:  # noqa: ARG001  every type has this signature
    """The code of a code (with or without its letter), a name, or both."""
    given = tidy(raw)
    name = folded(given)
    if match := _CODE.fullmatch(name):
        letter, name = match[1] or match[4] or "", match[3] or match[5] or ""
        return _by_code(given, letter.upper(), match[2] or "", name)
    return _by_name(given, _names().get(name, ()))


def _by_code(given: str, letter: str, digits: str, name: str) -> str:
    code = _letters().get(digits[:2], "") + digits if digits else letter
    if code not in table("industry"):
        message = f"国民经济行业分类（GB/T 4754-2017）里没有{quoted(given)}：请填如 C3912 的代码或行业全名。"
        raise InvalidValue("industry_unknown", message)
    if letter and code[0] != letter:
        raise InvalidValue(
            "industry_letter", f"{quoted(given)}的门类字母不对：{digits} 属于 {code[0]}，请改为 {code}。"
        )
    if name and code not in _names().get(name, ()):
        message = (
            f"{quoted(given)}的代码与名称不符：{code} 是{table('industry').name(code)}，请改代码或名称。"
        )
        raise InvalidValue("industry_mismatch", message)
    return code


def _by_name(given: str, codes: tuple[str, ...]) -> str:
    """Several codes share a name only along one branch (a group and its one class): take the widest."""
    if not codes:
        message = f"国民经济行业分类（GB/T 4754-2017）里没有{quoted(given)}：请填如 C3912 的代码或行业全名。"
        raise InvalidValue("industry_unknown", message)
    return min(codes, key=len)


@cache
def _letters() -> dict[str, str]:
    """The first two digits -> section letter."""
    return {code[1:]: code[0] for code in table("industry") if len(code) == 3}


@cache
def _names() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for code in table("industry"):
        name = folded(table("industry").name(code))
        found[name] = (*found.get(name, ()), code)
    return found


TYPE = ValueType("industry", "行业", clean)
