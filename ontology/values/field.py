"""A first-level discipline of GB/T 13745-2009 as its three digits.

>>> [clean(x, Options()) for x in ("450", "450.10", 4501020, "冶金工程技术", "冶金工程", "430 材料科学")]
['450', '450', '450', '450', '450', '430']
"""

from __future__ import annotations

import re
from functools import cache

from ontology.tables import table
from ontology.values.base import InvalidValue, Options, Raw, ValueType
from ontology.values.fold import folded, tidy
from ontology.values.privacy import quoted

_CODE = re.compile(r"(\d{3})(?:\.?\d{2}){0,2}(\D.*)?", re.DOTALL)
_TAIL = re.compile(r"(?<=..)(?:技术|科学)+$")


def clean(raw: Raw, options: Options) -> str:  # noqa: ARG001  every type has this signature
    """The code of a code of any level, of a name, or of a name without its 科学/技术."""
    given = tidy(raw)
    name = folded(given)
    if match := _CODE.fullmatch(name):
        code, name = match[1], match[2] or ""
        if code in table("field") and (
            not name or len(match[0]) > 3 + len(name) or _by_name(name) == (code,)
        ):
            return code
        _refuse(given)
    codes = _by_name(name)
    if len(codes) == 1:
        return codes[0]
    if codes:
        listed = "、".join(table("field").name(code) for code in codes)
        raise InvalidValue("field_ambiguous", f"{quoted(given)}可指{listed}：请填学科全名或 3 位代码。")
    return _refuse(given)


def _by_name(name: str) -> tuple[str, ...]:
    return table("field").find(name) or _stems().get(_TAIL.sub("", name), ())


def _refuse(given: str) -> str:
    message = f"学科分类（GB/T 13745-2009）一级学科里没有{quoted(given)}：请填 3 位代码或全名，如 450。"
    raise InvalidValue("field_unknown", message)


@cache
def _stems() -> dict[str, tuple[str, ...]]:
    """Names without a final 科学 or 技术 -> codes."""
    found: dict[str, tuple[str, ...]] = {}
    for code in table("field"):
        stem = _TAIL.sub("", table("field").name(code))
        found[stem] = (*found.get(stem, ()), code)
    return found


TYPE = ValueType("field", "学科", clean)
