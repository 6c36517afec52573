"""What two entities have in common, as a table of small features: each a score from -1 to 1 and its reason.

-1 says that they are two, whatever the others say. A feature that has nothing to go by is None.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from rapidfuzz.distance import OSA, Indel

from ingest.pairs import PairFeature
from ingest.profile import Profile
from ingest.short_names import FITS
from ontology.names.company import parse
from ontology.names.forms import NUMBER
from ontology.names.institute import official, parent_and_unit
from ontology.names.places import bare, nested
from ontology.names.short import fit
from ontology.tables import table
from ontology.values.fold import folded

Feature = Callable[[Profile, Profile], PairFeature | None]
ALIKE = 0.6
"""Trades less alike than this are two trades."""
_PUNCTUATION = re.compile(r"[\W_]+")


def code(one: Profile, two: Profile) -> PairFeature | None:
    """Codes of one scheme that differ are two bodies; an organisation code in two credit codes is odd."""
    for name in one.codes.keys() & two.codes.keys():
        ours, theirs = one.codes[name], two.codes[name]
        if ours == theirs:
            return PairFeature("code", 1.0, f"代码相同：{ours}")
        if name == "uscc" and ours[8:17] == theirs[8:17]:
            return PairFeature("code", 0.3, f"两个信用代码里的组织机构代码相同：{ours[8:17]}")
        if len(ours) == len(theirs):
            return PairFeature("code", -1.0, f"代码不同：{ours} 和 {theirs}")
    return None


def same_name(one: Profile, two: Profile) -> PairFeature | None:
    """Equal names, as compared."""
    return PairFeature("name", 1.0, f"名称相同：{one.name}") if one.key == two.key else None


def declared_name(one: Profile, two: Profile) -> PairFeature | None:
    """A name one is called is stated as a former, short or other name of the other."""
    for ours, theirs in ((one, two), (two, one)):
        if _is_said(ours, theirs):
            label = (
                f"登记的{ours.declared[theirs.key]}" if theirs.key in ours.declared else "通用的简称或旧称"
            )
            return PairFeature("declared_name", 1.0, f"“{theirs.name}”是{ours.name}{label}")
    both = one.declared.keys() & two.declared.keys()
    return PairFeature("declared_name", 0.4, f"都叫“{min(both)}”") if both else None


def _is_said(ours: Profile, theirs: Profile) -> bool:
    """Whether the second's name is another name of the first, by what is stated or commonly known."""
    return theirs.key in ours.declared or bool(theirs.official and theirs.official == ours.key)


def unit(one: Profile, two: Profile) -> PairFeature | None:
    """A branch is not its parent, a college not its university, and two branches are two."""
    ours, theirs = one.parts, two.parts
    if ours.is_branch != theirs.is_branch:
        return PairFeature("unit", -1.0, "一个是分支机构，一个不是")
    if ours.branch and _named(ours.branch) != _named(theirs.branch):
        return PairFeature("unit", -1.0, f"不是同一个分支：{ours.branch}和{theirs.branch}")
    if bool(one.house[1]) != bool(two.house[1]):
        return PairFeature("unit", -1.0, "一个是二级单位，一个不是")
    if one.house[1] and one.house[1] != two.house[1] and one.house[0] == two.house[0]:
        return PairFeature("unit", -1.0, f"同一单位的两个部门：{one.house[1]}和{two.house[1]}")
    return None


def number(one: Profile, two: Profile) -> PairFeature | None:
    """第一 is not 第二, 一厂 not 二厂."""
    ours, theirs = (NUMBER.findall(profile.key) for profile in (one, two))
    if [n.removeprefix("第") for n in ours] == [n.removeprefix("第") for n in theirs]:
        return None
    if one.is_short or two.is_short:
        return None
    return PairFeature("number", -1.0, f"序号不同：{'、'.join(ours) or '无'}和{'、'.join(theirs) or '无'}")


def brand(one: Profile, two: Profile) -> PairFeature | None:
    """The word a firm chose for itself; one slip of the pen is forgiven in three characters or more."""
    ours, theirs = one.parts.brand, two.parts.brand
    if not ours and not theirs:
        return None
    if ours == theirs:
        return PairFeature("brand", 1.0, f"字号相同：{ours}")
    if one.parts.core == two.parts.core:
        return PairFeature("brand", 1.0, f"字号和行业相同：{one.parts.core}")
    if min(len(ours), len(theirs)) >= 3 and OSA.distance(ours, theirs) == 1 and _one_place(one, two):
        return PairFeature("brand", 0.3, f"字号只差一字：{ours}和{theirs}")
    if min(len(ours), len(theirs)) >= 2 and (ours.startswith(theirs) or theirs.startswith(ours)):
        return PairFeature("brand", 0.3, f"字号一个包含另一个：{ours}和{theirs}")
    return PairFeature("brand", -1.0, f"字号不同：{ours or '无'}和{theirs or '无'}")


def _one_place(one: Profile, two: Profile) -> bool:
    """Whether all but the brand agrees, which is when a slip of the pen is likelier than another firm."""
    return set(one.parts.ground) == set(two.parts.ground) and one.parts.trade == two.parts.trade


def trade(one: Profile, two: Profile) -> PairFeature | None:
    """What they do, as the names say it."""
    ours, theirs = one.parts.trade, two.parts.trade
    if ours == theirs:
        return PairFeature("trade", 1.0, f"行业相同：{ours}") if ours else None
    if not ours or not theirs:
        return PairFeature("trade", 0.1, f"只有一个写了行业：{ours or theirs}")
    likeness = Indel.normalized_similarity(ours, theirs)
    score = round(2 * likeness - 1, 2) if likeness >= ALIKE else -1.0
    return PairFeature("trade", score, f"行业不同：{ours}和{theirs}")


def place(one: Profile, two: Profile) -> PairFeature | None:
    """Where the names say they are: 商洛市 and 商洛 are one place, 商洛 and 西安 are two."""
    ours, theirs = one.parts.ground, two.parts.ground
    if not ours or not theirs:
        return None
    listed = f"{'、'.join(ours)}和{'、'.join(theirs)}"
    if set(ours) == set(theirs):
        return PairFeature("place", 1.0, f"地名相同：{'、'.join(ours)}")
    if set(ours) & set(theirs) or any(nested(a, b) for a in ours for b in theirs):
        return PairFeature("place", 0.6, f"地名部分相同：{listed}")
    return PairFeature("place", -1.0, f"地名不同：{listed}")


def form(one: Profile, two: Profile) -> PairFeature | None:
    """The legal form: a limited company may become one by shares, a cooperative does not become a company."""
    ours, theirs = one.parts.type, two.parts.type
    if not ours or not theirs:
        return None
    if ours == theirs:
        return PairFeature("form", 1.0, f"组织形式相同：{ours}")
    if ours.endswith("公司") and theirs.endswith("公司"):
        return PairFeature("form", 0.3, f"都是公司：{ours}和{theirs}")
    return PairFeature("form", -0.8, f"组织形式不同：{ours}和{theirs}")


def short_name(one: Profile, two: Profile) -> PairFeature | None:
    """One name fits the other as its short name."""
    if one.is_short == two.is_short:
        return None
    short, full = (one, two) if one.is_short else (two, one)
    found = fit(short.name, full.name)
    if not found:
        return PairFeature("short_name", -1.0, f"“{short.name}”不是{full.name}的简称")
    return PairFeature("short_name", round(found.score, 2), f"“{short.name}”像简称：{found.reason}")


def title(one: Profile, two: Profile) -> PairFeature | None:
    """Titles but for signs and spaces."""
    ours, theirs = (_PUNCTUATION.sub("", folded(profile.name)) for profile in (one, two))
    likeness = Indel.normalized_similarity(ours, theirs)
    word = "相同" if ours == theirs else "相近"
    return PairFeature("title", round(2 * likeness - 1, 2), f"名称{word}：{one.name}和{two.name}")


def person(one: Profile, two: Profile) -> PairFeature | None:
    """Equal names of people, which alone say little."""
    if one.key == two.key:
        return PairFeature("person", 0.2, f"姓名相同：{one.name}")
    return PairFeature("person", -1.0, f"姓名不同：{one.name}和{two.name}")


def context(one: Profile, two: Profile) -> PairFeature | None:
    """What the name is only good with: county, institute and field, owner."""
    met = [
        _met(label, one.context[name], two.context[name])
        for name, label in one.roles.context.items()
        if name in one.context and name in two.context
    ]
    if not met:
        return None
    mean = sum(score for score, _ in met) / len(met)
    return PairFeature("context", round(mean, 2), "；".join(why for _, why in met))


def _met(label: str, ours: list[str], theirs: list[str]) -> tuple[float, str]:
    shown = f"{'、'.join(map(_shown, ours))}和{'、'.join(map(_shown, theirs))}"
    if {folded(one) for one in ours} & {folded(one) for one in theirs}:
        return 1.0, f"{label}相同：{'、'.join(map(_shown, ours))}"
    if any(_may_be_one(one, two) for one in ours for two in theirs):
        return 0.7, f"{label}可能是一处：{shown}"
    return -0.6, f"{label}不同：{shown}"


def _shown(value: str) -> str:
    return table("county").name(value) if value in table("county") else value


def _may_be_one(ours: str, theirs: str) -> bool:
    """Whether two values may mean one: a county and its city, a unit and its house, a short name and a full
    one.
    """
    if ours in (counties := table("county")) and theirs in counties:
        return ours in counties.chain(theirs) or theirs in counties.chain(ours)
    one, two = (parent_and_unit(official(name) or name)[0] for name in (ours, theirs))
    short, full = sorted((one, two), key=len)
    if short == full:
        return True
    found = fit(short, full) if len(short) > 1 and not parse(short).form else None
    return found is not None and found.score >= FITS


def _named(branch: str) -> str:
    return "".join(map(bare, re.split(r"(?<=[省市区县])", branch)))


Table = tuple[Feature, ...]
ORGANISATION: Table = (code, declared_name, unit, number, brand, trade, place, form, context)
SHORT: Table = (code, short_name, context)
SAID: Table = (code, same_name, declared_name, context)
PERSON: Table = (code, person, context)
OTHER: Table = (code, title, context)
"""The tables: two organisations, a short name and a full one, two that names outright say are one, two
people, anything else; the cheapest and the most telling features first.
"""
WEIGHTS: Mapping[str, float] = {
    "code": 3, "name": 6, "declared_name": 6, "short_name": 6, "brand": 4, "trade": 2, "place": 1.5,
    "form": 1, "context": 1.5, "title": 4, "person": 1,
}  # fmt: skip


def table_for(one: Profile, two: Profile) -> Table:
    """The features two entities of one kind are compared by."""
    if one.roles.type == "person":
        return PERSON
    if one.roles.type != "org_name":
        return OTHER
    if one.key == two.key or _is_said(one, two) or _is_said(two, one):
        return SAID
    return SHORT if one.is_short != two.is_short else ORGANISATION
