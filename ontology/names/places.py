"""The places at the head of a name: provinces, cities and counties of GB/T 2260, with or without 省/市/县.

>>> leading("陕西省商洛市山阳县某某矿业"), leading("商洛某某矿业"), leading("某某矿业")
(('陕西省', '商洛市', '山阳县'), ('商洛',), ())
>>> bare("山阳县"), bare("延边朝鲜族自治州"), bare("商洛市高新区")
('山阳', '延边', '商洛市高新')
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from ontology.tables import table

NATION = frozenset({"中国", "中华", "全国"})
_SINGLE = {
    "京": "11", "津": "12", "冀": "13", "晋": "14", "蒙": "15", "辽": "21", "吉": "22", "黑": "23",
    "沪": "31", "申": "31", "苏": "32", "浙": "33", "皖": "34", "闽": "35", "赣": "36", "鲁": "37",
    "豫": "41", "鄂": "42", "湘": "43", "粤": "44", "桂": "45", "琼": "46", "渝": "50", "川": "51",
    "蜀": "51", "贵": "52", "黔": "52", "云": "53", "滇": "53", "藏": "54", "陕": "61", "秦": "61",
    "甘": "62", "陇": "62", "青": "63", "宁": "64", "新": "65", "深": "4403",
}  # fmt: skip
"""One-character names in common use (民政部, 中华人民共和国行政区划简称) -> how the codes below begin."""
_PEOPLES = (
    "满|回|蒙古|达斡尔|鄂温克|朝鲜|土家|苗|畲|瑶|侗|壮|水|仫佬|毛南|黎|藏|羌|彝|傣|景颇|哈尼|布依|白|傈僳|怒|独龙|纳西|佤|"
    "拉祜|哈萨克|柯尔克孜|维吾尔|锡伯|塔吉克|裕固|保安|东乡|撒拉|土|仡佬|普米|布朗|各"
)
_SUFFIX = re.compile(
    rf"(?:(?:(?:{_PEOPLES})族|蒙古|哈萨克|柯尔克孜|维吾尔)*自治(?:区|州|县|旗)|特别行政区|地区|林区|[省市区县旗盟])$"
)
_ZONE = re.compile(
    r"(?:[一-龥]{0,2}(?:经济技术|经济|高新技术产业|高新技术|高新|综合|保税|工业|航空|农业)*(?:开发区|高新区|保税区|示范区|工业园区|新区)"
    r"|[一-龥]{2,3}(?:镇|乡|街道))(?=[一-龥a-z]{3})"
)
_OLD_COUNTY = re.compile(r"[一-龥]{1,2}县(?=[一-龥a-z]{2})")
_LONGEST = 14
_NOBODY = frozenset({"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"})


def leading(text: str) -> tuple[str, ...]:
    """The places a folded name begins with, as written; each lies in those before it.

    A bare name that only a district of a city has counts where its city stands before it.
    """
    found: list[str] = []
    within: tuple[str, ...] = ()
    rest = text
    while step := _next(rest, within):
        name, codes = step
        found.append(name)
        rest = rest[len(name) :]
        within = codes or within
    if found and (zone := _ZONE.match(rest)):
        found.append(zone.group())
    return tuple(found)


def _next(rest: str, within: tuple[str, ...]) -> tuple[str, tuple[str, ...]] | None:
    """The longest place at the start, with the beginnings of its codes; None where there is none."""
    for size in range(min(_LONGEST, len(rest)), 1, -1) if rest[:2] in _openings() else ():
        name = rest[:size]
        if codes := _names().get(name):
            inside = tuple(code for code in codes if not within or code.startswith(within))
            if inside and (within or name not in _districts()):
                return name, inside
        elif not within and name in NATION:
            return name, ("",)
    old = _OLD_COUNTY.match(rest)
    return (old.group(), ()) if old else None


@lru_cache(maxsize=4096)
def bare(name: str) -> str:
    """A place's name without what kind of place it is; a one-character rest keeps it."""
    short = _SUFFIX.sub("", name)
    return short if len(short) > 1 else name


def singles(places: tuple[str, ...]) -> frozenset[str]:
    """The one-character names of the provinces these places lie in.

    >>> sorted(singles(("商洛市",))), sorted(singles(("深圳",)))
    (['秦', '陕'], ['深', '粤'])
    """
    codes = [code for place in places for code in _names().get(place, ())]
    return frozenset(single for single, start in _SINGLE.items() if any(c.startswith(start) for c in codes))


def is_single(character: str) -> bool:
    """Whether the character alone names a province."""
    return character in _SINGLE


def known(name: str) -> bool:
    """Whether the name, bare or whole, is a place's."""
    return name in _names() or name in NATION


def nested(one: str, two: str) -> bool:
    """Whether one place lies in the other, or is it.

    >>> nested("商洛市", "山阳县"), nested("陕西", "商洛"), nested("商洛", "西安")
    (True, True, False)
    """
    ours, theirs = (_names().get(name, ()) for name in (one, two))
    return any(a.startswith(b) or b.startswith(a) for a in ours for b in theirs)


def wide(name: str) -> bool:
    """Whether a bare name is a province's or a city's, not only a county's."""
    return any(len(code) < 6 for code in _names().get(name, ())) and bare(name) == name


def county_only(name: str) -> bool:
    """Whether a bare name is only a county's, so that it may as well be a brand: 东方, 太和.

    >>> county_only("东方"), county_only("东方市"), county_only("商洛")
    (True, False, False)
    """
    return name in _names() and bare(name) == name and not wide(name)


def _trimmed(code: str) -> str:
    """What all codes inside a place begin with: 61, 6110 or the whole."""
    return code[:2] if code.endswith("0000") else code[:4] if code.endswith("00") else code


@cache
def _names() -> dict[str, tuple[str, ...]]:
    counties = table("county")
    found: dict[str, tuple[str, ...]] = {}
    for code in counties:
        name = counties.name(code)
        if name in _NOBODY:
            continue
        for form in {name, bare(name)}:
            found[form] = (*found.get(form, ()), _trimmed(code))
    return found


@cache
def _openings() -> frozenset[str]:
    """The first two characters of all places: most of what is no place is known by them."""
    return frozenset(name[:2] for name in (*_names(), *NATION))


@cache
def _districts() -> frozenset[str]:
    """Bare names that only districts have: 长安, 新城 are brands unless their city stands before."""
    counties = table("county")
    others = {bare(counties.name(code)) for code in counties if not counties.name(code).endswith("区")}
    districts = {bare(counties.name(code)) for code in counties if counties.name(code).endswith("区")}
    whole = {counties.name(code) for code in counties}
    return frozenset(districts - others - whole - {bare(p) for p in whole if p.endswith("自治区")})
