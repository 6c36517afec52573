"""A county, city or province of GB/T 2260, or a local zone code, as its six-character code.

>>> [clean(x, Options()) for x in ("611024", "山阳", "商洛市山阳县", "陕西省商洛市山阳县", "鎮安縣")]
['611024', '611024', '611024', '611024', '611025']
>>> clean("612525", Options()), clean("商洛高新技术产业开发区", Options()), clean("丹凤县高新区", Options())
('611024', '6110G1', '6110G2')
>>> clean("北京市朝阳区", Options())
'110105'
"""

from __future__ import annotations

import re
from functools import cache

from ontology.tables import table
from ontology.values.base import InvalidValue, Options, Raw, ValueType
from ontology.values.fold import folded, tidy
from ontology.values.privacy import quoted

FORMER = {
    "612500": "611000", "612501": "611002", "612522": "611021", "612523": "611022",
    "612524": "611023", "612525": "611024", "612526": "611025", "612527": "611026",
}  # fmt: skip
"""GB/T 2260 codes of Shangluo before 2001."""
_NEAREST = ("6110", "61")
"""Where a bare name is looked for first: Shangluo, then Shaanxi."""
_SUFFIX = re.compile(r"(?:(?:维吾尔|壮族|回族)?自治区|特别行政区|地区|省|市|区|县|旗|盟)$")
_ZONE = re.compile(r"高新(?:技术产业(?:开发|园)|技术(?:开发)?|产业(?:开发)?)?区$")
_SEPARATORS = re.compile(r"[-—–/\\>|,，、·]+")


def clean(raw: Raw, options: Options) -> str:  # noqa: ARG001  every type has this signature
    """The code of a code or a name."""
    given = tidy(raw)
    name = _folded(given)
    code = FORMER.get(name, name).upper()
    if code in table("county"):
        return code
    found = _nearest(name, _resolve(name))
    if len(found) == 1:
        return found[0]
    if not found:
        message = f"没有找到{quoted(given)}：请填县区全称（如 商洛市山阳县）或 6 位行政区划代码。"
        raise InvalidValue("county_unknown", message)
    listed = "、".join(_path(code) for code in found[:4]) + ("等" if len(found) > 4 else "")
    message = f"{quoted(given)}有 {len(found)} 处同名（{listed}）：请在前面写上所属省、市。"
    raise InvalidValue("county_ambiguous", message)


def _folded(name: str) -> str:
    return _ZONE.sub("高新区", _SEPARATORS.sub("", folded(name)))


def _resolve(name: str) -> tuple[str, ...]:
    """Codes whose name, or name after those of the places above it, this is."""
    if found := _names().get(name):
        return found
    for cut in range(2, len(name) - 1):
        if (tails := _names().get(name[cut:])) and (heads := set(_resolve(name[:cut]))):
            below = tuple(code for code in tails if heads & set(table("county").chain(code)[1:]))
            if below:
                return below
    return ()


def _nearest(name: str, found: tuple[str, ...]) -> tuple[str, ...]:
    """Narrow a tie: a province by its short name, then what lies nearest to Shangluo, then a full name,
    then the city all the others lie in (抚顺 is 抚顺市, not its 抚顺县).
    """
    counties = table("county")
    narrowed = (
        [code for code in found if counties.level(code) == 1],
        *([code for code in found if code.startswith(prefix)] for prefix in _NEAREST),
        [code for code in found if _folded(counties.name(code)) == name],
        [code for code in found if all(code in counties.chain(other) for other in found)],
    )
    return next((tuple(codes) for codes in narrowed if len(codes) == 1), found)


def _path(code: str) -> str:
    return "".join(table("county").name(c) for c in reversed(table("county").chain(code)))


@cache
def _names() -> dict[str, tuple[str, ...]]:
    """Names, names without 省/市/县…, and a zone named after the place it lies in, with their codes."""
    counties = table("county")
    found: dict[str, tuple[str, ...]] = {}
    for code in counties:
        name = _folded(counties.name(code))
        forms = {name}
        if name.endswith("高新区"):
            forms |= {folded(counties.name(counties.parent(code))) + "高新区", name.removesuffix("区")}
        elif len(short := _SUFFIX.sub("", name)) > 1 and name != "市辖区":
            forms.add(short)
        for form in forms:
            found[form] = (*found.get(form, ()), code)
    return found


TYPE = ValueType("county", "县区", clean)
