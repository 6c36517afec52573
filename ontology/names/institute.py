"""Institutes: the unit of a university and the university, and what well-known ones are called for short.

>>> parent_and_unit("示例大学材料科学与工程学院"), parent_and_unit("示例石油大学（北京）")
(('示例大学', '材料科学与工程学院'), ('示例石油大学(北京)', ''))
>>> official("西电"), official("示例大学")
('西安电子科技大学', '')
"""

from __future__ import annotations

import csv
import re
from functools import cache, lru_cache
from pathlib import Path

from ontology.names.company import tidy
from ontology.values.org_name import key

_HOUSE = r"大学|(?<!大)学院|科学院|研究院|党校|干部学院"
_UNIT = (
    "学院|学部|书院|分院|系|研究所|研究院|研究中心|中心|实验室|工程中心|教研室|教研部|医院|口腔医院|研究室|课题组|"
    "所|科|处|部|室|馆|站|基地|智库|分校|校区|编辑部|学报"
)
_WHOLE = re.compile(
    rf"^(?P<parent>.{{2,}}?(?:{_HOUSE})(?:\([一-龥]{{2,4}}\))?)(?P<unit>(?!有限|股份|集团).*?.(?:{_UNIT}))$"
)
_CAMPUS = re.compile(r"^(?:\(?[一-龥]{2,4}校区\)?|[(（][^)）]*[)）])$")


@lru_cache(maxsize=65536)
def parent_and_unit(name: str) -> tuple[str, str]:
    """(the house, its unit), folded but for brackets; ("", ...) never: what has no unit is its own house.

    A campus is no unit: 某某大学(威海校区) stays whole.
    """
    text = tidy(name)
    found = _WHOLE.match(text)
    if not found or _CAMPUS.match(found["unit"]):
        return text, ""
    return found["parent"], found["unit"]


def official(name: str) -> str:
    """The full name of what is commonly called so, by the table beside this file; "" where it knows none.

    The table holds short names the houses of Shaanxi use of themselves, and former names (the Ministry of
    Education's notices of renaming); only such as mean one house.
    """
    return _aliases().get(key(name), "")


def known_as(name: str) -> tuple[str, ...]:
    """What the house of this full name is commonly called, by the same table.

    >>> "西电" in known_as("西安电子科技大学"), known_as("示例大学")
    (True, ())
    """
    return _called().get(key(name), ())


@cache
def _called() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for alias, name in _aliases().items():
        found[key(name)] = (*found.get(key(name), ()), alias)
    return found


@cache
def _aliases() -> dict[str, str]:
    with Path(__file__).with_name("aliases.csv").open(encoding="utf-8", newline="") as file:
        return {key(line["alias"]): line["name"] for line in csv.DictReader(file)}
