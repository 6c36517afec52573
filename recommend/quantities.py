"""Quantities as a text states them: 900℃ 以上, 纯度≥99.5 %, 日处理 100 吨, pH 3–5."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import yaml

from text.fold import Folded, fold
from text.tokens import words

_NUMBER = r"\d+(?:\.\d+)?"
_LOW = "不低于|不少于|不小于|至少|高于|大于|超过|>=|>|≥|≧|达到了?|达|提高[到至]|提升[到至]|增[加大][到至]"
_HIGH = "不高于|不大于|不超过|低于|小于|少于|<=|<|≤|≦|降低?[到至]|减少[到至]|控制在|下降[到至]"
_FILL = r"(?:约|为|是|可|应|须|需|要求|要|:|[^\S\n])*"
_TAIL = re.compile(r"\s*(?:\(含\))?(?:及其?|或)?(?:(?P<low>以上|之上)|(?P<high>以下|以内|之内|之下))")
_CARRIED = re.compile(
    r"(?:以上|以下|左右|希望|要求|需要?|目标|力争|争取|计划|拟|现|目前|由|从|将|把|其|为|能|可|进一步|[,、()\s])*"
)
"""What may stand between a number and the next for the next to be of the same thing."""
_NOBODY = frozenset(
    [
        "产品",
        "成品",
        "总",
        "综合",
        "平均",
        "使",
        "其",
        "的",
        "将",
        "把",
        "和",
        "与",
        "使得",
        "目标",
        "要求",
        "希望",
        "且",
        "及",
        "现",
        "目前",
        "时",
        "在",
        "最高",
        "最低",
        "控制",
        "小时",
        "天",
        "年",
    ]
)
"""Words before an attribute that do not say what it is of."""
_CHANGE = re.compile("(?:提高|提升|降低|下降|减少|增加|升高|缩短|增长|增强)(?!了?[到至])[^,。;]*$")
"""A change by so much says nothing of where it ends."""
_OF_NOTHING = ("温度", "酸碱度")
"""Dimensions whose attribute is of a step, not of a substance."""
_SUFFIX = re.compile("(?<=.)(?:值|温度|能力|量)$")


@dataclass(frozen=True, slots=True)
class Dimension:
    """A kind of quantity; `attributes` name -> in which direction more is met: up, down, none; `alone`: its
    units say what it is even without an attribute.
    """

    name: str
    units: Mapping[str, float]
    attributes: Mapping[str, str]
    alone: bool


@dataclass(frozen=True, slots=True)
class Quantity:
    """A quantity in its dimension's first unit; None is an open end. `said`: the original's words, which
    stand from `start` to `end`; `name`: the attribute as written, or ""; `of`: what it is measured on, or "".
    """

    dimension: str
    name: str
    attribute: str
    of: str
    low: float | None
    high: float | None
    better: str
    said: str
    start: int
    end: int


@cache
def dimensions() -> tuple[Dimension, ...]:
    """The shipped table."""
    stored = yaml.safe_load((Path(__file__).parent / "quantities.yaml").read_text(encoding="utf-8"))
    return tuple(
        Dimension(one["name"], one["units"], one["attributes"], one.get("alone", False))
        for one in stored["dimensions"]
    )


def quantities(text: str, of: Collection[str] = ()) -> list[Quantity]:
    """All quantities a text states, or those of some dimensions, in order; numbers of which nothing says what
    they measure are left out.

    >>> [(q.attribute, q.low, q.high, q.said) for q in quantities("产品纯度≥99.5%，pH 3–5")]
    [('纯度', 99.5, None, '≥99.5%'), ('ph', 3.0, 5.0, '3–5')]
    """
    folded = fold(text)
    clean = folded.text.translate(str.maketrans("–—~～−", "-----"))
    asked = [one for one in dimensions() if not of or one.name in of]
    found = [one for dimension in asked for one in _of(dimension, text, folded, clean)]
    return sorted(found, key=lambda one: one.start)


def _of(dimension: Dimension, text: str, folded: Folded, clean: str) -> Iterator[Quantity]:
    last: Quantity | None = None
    stop = 0
    for match in _pattern(dimension.name).finditer(clean):
        carried = last is not None and _CARRIED.fullmatch(clean, stop, match.start())
        tail = _TAIL.match(clean, match.end())
        stop = (tail or match).end()
        bound = "low" if match["low"] else "high" if match["high"] else "first"
        begin, last_place = folded.span(match.start(bound), stop)
        said = text[begin:last_place].strip()
        made = _quantity(dimension, match, tail)
        if match["attribute"]:
            begin, end = folded.span(*match.span("attribute"))
            of = "" if dimension.name in _OF_NOTHING else _subject(clean[: match.start("attribute")])
            made = replace(made, name=text[begin:end], of=of)
        elif carried and last is not None:
            made = replace(made, name=last.name, attribute=last.attribute, of=last.of, better=last.better)
        last = made if made.attribute else None
        if _CHANGE.search(clean, max(0, match.start() - 4), match.start("first")):
            continue
        if (made.attribute or dimension.alone) and not (made.low and made.high and made.low > made.high):
            yield replace(made, said=said, start=folded.span(match.start("first"), stop)[0], end=last_place)


def _quantity(dimension: Dimension, match: re.Match[str], tail: re.Match[str] | None) -> Quantity:
    factor = dimension.units[match["unit"]]
    low: float | None = float(match["first"]) * factor
    high: float | None = float(match["last"] or match["first"]) * factor
    if match["last"]:
        pass
    elif match["low"] or (tail and tail["low"]):
        high = None
    elif match["high"] or (tail and tail["high"]):
        low = None
    attribute = match["attribute"] or ""
    better = dimension.attributes.get(attribute, "none")
    return Quantity(
        dimension.name, attribute, _SUFFIX.sub("", attribute), "", low, high, better, said="", start=0, end=0
    )


def _subject(before: str) -> str:
    """The word right before an attribute: the 钒 of 钒收率."""
    tokens = words(before[-12:])
    own = bool(tokens) and tokens[-1].end == len(before[-12:]) and tokens[-1].text not in _NOBODY
    return tokens[-1].text if own else ""


@cache
def _pattern(name: str) -> re.Pattern[str]:
    one = next(dimension for dimension in dimensions() if dimension.name == name)
    attributes, units = (
        "|".join(sorted(map(re.escape, listed), key=len, reverse=True))
        for listed in (one.attributes, filter(None, one.units))
    )
    unit = f"(?P<unit>{units})(?![a-z/])" if units else r"(?P<unit>)(?![\d.%]|\s*(?:°|[a-z]))"
    first = rf"(?P<first>{_NUMBER})(?:\s*(?:{units or '(?!)'})(?=\s*[-至到]))?"
    return re.compile(
        rf"(?:(?<![a-z])(?P<attribute>{attributes})[^\d,。;\n]{{0,8}}?)?"
        rf"(?:(?P<low>{_LOW})|(?P<high>{_HIGH}))?{_FILL}"
        rf"(?<![\d.±\-]){first}(?:\s*(?:-|至|到)\s*(?P<last>{_NUMBER}))?\s*{unit}"
    )
