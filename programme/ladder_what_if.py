"""What would be if some numbers of a firm were others: `--set rd=380`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from errors import UsageError
from ontology.values import VALUE_TYPES
from ontology.values.base import InvalidValue, Options, Said
from programme.firms import Firm
from programme.ladder_measure import spec

NAMES = {
    "rd": "rd_spend",
    "revenue": "revenue",
    "staff": "staff",
    "rd_staff": "rd_staff",
    "assets": "assets",
    "costs": "costs",
    "rd3": "rd_spend_3y",
    "revenue3": "revenue_3y",
    "domestic3": "rd_domestic_3y",
    "hightech": "hightech_revenue",
    "ip1": "ip_class1",
    "ip2": "ip_class2",
    "conversions3": "conversions_3y",
    "score": "hightech_score",
    "innovation": "score_innovation",
    "growth": "score_growth",
    "special": "score_special",
    "direct": "direct_route",
    "core_ip": "core_ip",
    "field": "tech_field",
    "incident": "incident",
    "prohibited": "prohibited",
    "founded": "registered_on",
    "industry": "industry",
}
"""Short name -> property of a firm: all that any condition of the steps looks at."""
_THREE_YEARS = {"rd_spend": "rd_spend_3y", "revenue": "revenue_3y"}
"""What last year's amount is a part of."""


@dataclass(frozen=True, slots=True)
class Change:
    """What a property would be: `values` of it and of what stands beside it, `text` as it was said."""

    property: str
    values: Mapping[str, Any]
    text: str


def changes(given: Iterable[str]) -> tuple[Change, ...]:
    """What `NAME=VALUE` texts say, money in 万元 unless they name a unit; a name may be a short one, the
    property's own or its label. UsageError for a name nobody knows (listing those there are), a value the
    property cannot have, and a name said twice.
    """
    found: dict[str, Change] = {}
    for text in given:
        name, equals, value = text.partition("=")
        if not equals or not value.strip():
            raise UsageError(f"--set 要写成 名称=值：{text}", "如 --set rd=380；金额以万元计")
        one = _change(name.strip(), value.strip())
        if one.property in found:
            raise UsageError(f"--set 把“{spec(one.property).label}”写了两次", "只留一个")
        found[one.property] = one
    return tuple(found.values())


def _change(name: str, value: str) -> Change:
    property_ = _property(name)
    known = spec(property_)
    try:
        said = VALUE_TYPES[known.type].clean(value, Options(known.unit, known.choices))
    except InvalidValue as error:
        raise UsageError(
            f"--set {name}：{error.message}", f"{known.label}要填的是{_kind(property_)}"
        ) from error
    parts = said.parts() if isinstance(said, Said) else {"": said}
    return Change(property_, {property_ + end: one for end, one in parts.items()}, value)


def _property(name: str) -> str:
    for short, property_ in NAMES.items():
        if name in (short, property_, spec(property_).label, *spec(property_).aliases):
            return property_
    listed = "、".join(f"{short}（{spec(one).label}，{_kind(one)}）" for short, one in NAMES.items())
    raise UsageError(f"--set 不认识“{name}”", f"可用：{listed}")


def _kind(property_: str) -> str:
    return spec(property_).unit or VALUE_TYPES[spec(property_).type].label


def changed(firm: Firm, wanted: Iterable[Change]) -> tuple[Firm, tuple[str, ...]]:
    """The firm as it would be, and what else changed with it: a year that changes changes the three years it
    is part of, unless these were named as well.
    """
    wanted = tuple(wanted)
    body, notes = dict(firm.body), []
    named = {one.property for one in wanted}
    for one in wanted:
        whole = _THREE_YEARS.get(one.property, "")
        before, after = (source.get(one.property) for source in (firm.body, one.values))
        for end in ("", "_min", "_max", "_text"):
            body.pop(one.property + end, None)
        body |= one.values
        if whole in body and whole not in named and before is not None and after is not None:
            body[whole] += after - before
            notes.append(f"{spec(whole).label}随{spec(one.property).label}一起变")
    return replace(firm, body=body), tuple(notes)
