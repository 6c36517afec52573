"""What a need asks for that a candidate's text does not say, or says otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from pathlib import Path

import yaml

from recommend.demands import demanded
from recommend.model import Missing
from recommend.quantities import Quantity, quantities
from text.fold import fold
from text.lexicon import lexicon
from text.terms import terms

LABELS = {"Achievement": "成果", "Doctor": "博士", "Institute": "院所"}
ELEMENTS = 3
"""Elements named at most, the weightiest; more would only list the need again."""
SAME = {"处理量", "日处理量", "年产量"}
"""Dimensions that need not be measured on the same thing."""


def missing(need: str, title: str, candidate: str, kind: str) -> list[Missing]:
    """Conditions first, in the need's order, each thing once; then elements (材料, 方法 …). `need` and
    `candidate` are whole texts, `title` is the need's own. Numbers are asked of achievements only: a person's
    or an institute's text need not give any.
    """
    found = list(_conditions(need, candidate)) if kind == "Achievement" else []
    return [*found, *_elements(need, title, candidate, LABELS.get(kind, "对方"))]


def _conditions(need: str, candidate: str) -> Iterator[Missing]:
    wanted = _demanded(need)
    given = quantities(candidate, {one.dimension for one in wanted}) if wanted else []
    asked: set[tuple[str, str, str]] = set()
    for one in wanted:
        key = (one.dimension, one.attribute, one.of)
        if key in asked:
            continue
        asked.add(key)
        told = _told(one, given)
        if told:
            yield told


@lru_cache(maxsize=64)
def _demanded(need: str) -> tuple[Quantity, ...]:
    """Kept, since a need is held against many candidates."""
    return tuple(demanded(need))


@lru_cache(maxsize=64)
def _weighty(title: str, need: str) -> tuple[str, ...]:
    """The need's terms that name an element, weightiest first; kept for the same reason."""
    return tuple(word for word in terms([(title, 1.5), (need, 1.0)]) if _element(word))


def _told(one: Quantity, given: Sequence[Quantity]) -> Missing | None:
    """None where the candidate meets the condition, or where what it says cannot be compared."""
    name = f"{one.of}{one.name}" or one.dimension
    said = f"{name} {one.said}" if one.name else one.said
    near = [other for other in given if other.dimension == one.dimension]
    if not any(_about(one, other) for other in near):
        reason = f"需求提到{said}，成果未给{one.name or one.dimension}"
        return Missing(name, "absent", one.said, "", reason)
    states = [(_state(one, other), other) for other in near if _same(one, other)]
    if not states or any(state == "met" for state, _ in states):
        return None
    state, other = sorted(states, key=lambda pair: pair[0] != "unsure")[0]
    verdict = {"unmet": "达不到", "differs": "两者不同，请核对", "unsure": "未必达到"}[state]
    reason = f"需求提到{said}，成果写{other.said}：{verdict}"
    return Missing(name, "unmet" if state == "unmet" else "unsure", one.said, other.said, reason)


def _about(one: Quantity, other: Quantity) -> bool:
    """Whether the candidate says anything of what is asked; without an attribute, its dimension is enough."""
    return not one.attribute or not other.attribute or other.attribute == one.attribute


def _same(one: Quantity, other: Quantity) -> bool:
    """Whether both say the same of the same thing, so that they can be held against each other."""
    if one.attribute != other.attribute:
        return False
    if one.dimension in SAME or one.of == other.of:
        return True
    return (not one.of or not other.of) and one.better != "none"


def _state(one: Quantity, other: Quantity) -> str:
    """met, unsure, differs or unmet. An exact number is a bound where more (or less) is better."""
    low, high = one.low, one.high
    if low is not None and low == high and one.better != "none":
        low, high = (low, None) if one.better == "up" else (None, high)
    below = low is not None and other.high is not None and other.high < low
    above = high is not None and other.low is not None and other.low > high
    if (below and one.better == "up") or (above and one.better == "down"):
        return "unmet"
    if below or above:
        return "differs"
    starts_lower = low is not None and high is None and other.high is None and (other.low or 0.0) < low
    ends_higher = high is not None and low is None and other.low is None and (other.high or 0.0) > high
    return "unsure" if starts_lower or ends_higher else "met"


def _elements(need: str, title: str, candidate: str, label: str) -> Iterator[Missing]:
    """Named materials, methods, effects, products and uses of the need that the candidate says in no form:
    not the word, not one it contains, not one of like or wider meaning. Without one text there are none.
    """
    theirs = "".join(fold(candidate).text.split())
    weights = _weighty(title, need)
    told: list[str] = []
    for word in weights if theirs else ():
        known = any(form in theirs for form in _forms(word))
        if known or any(word in other or other in word for other in told):
            continue
        told.append(word)
        if len(told) > ELEMENTS:
            return
        element = _element(word)
        yield Missing(element, "absent", word, "", f"需求提到{element}“{word}”，{label}没有提到")


@lru_cache(maxsize=1024)
def _forms(word: str) -> frozenset[str]:
    known = lexicon()
    near = {word, *known.similar.get(word, ()), *known.broader.get(word, ())}
    return frozenset("".join(fold(one).text.split()) for one in near)


@cache
def _endings() -> dict[str, tuple[str, ...]]:
    stored = yaml.safe_load((Path(__file__).parent / "elements.yaml").read_text(encoding="utf-8"))
    return {name: tuple(endings) for name, endings in stored.items()}


_NO_ELEMENT = frozenset(["无法", "办法", "方法", "想法", "做法", "看法", "用法", "加油", "含油"])
"""Words that only end like an element."""


def _element(word: str) -> str:
    """Which element a word names; "" where its ending does not say.

    >>> _element("钠化焙烧"), _element("企业")
    ('方法', '')
    """
    if word in _NO_ELEMENT:
        return ""
    return next((name for name, endings in _endings().items() if word.endswith(endings)), "")
