"""Conditions on several properties: a share by tiers, a score of parts, a sum, one of several ways."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from typing import Annotated, Literal

from pydantic import Field

from ontology.model import ontology
from programme.conditions import Facts, Outcome, Plain, plain, told
from programme.interval import Interval, State
from programme.rules import Values


class Tier(Values):
    """A least share (percent) for those up to a size, the last for all others."""

    up_to: float = math.inf
    least: float


class Instead(Values):
    """Two properties a share is estimated by where its own are not known, and how that is told."""

    of: str
    over: str
    words: str


class Share(Values):
    """One amount as a part of another that must reach the least of the firm's tier. An estimate by other
    properties decides nothing: it only says how far off the firm would be.
    """

    kind: Literal["share"]
    label: str
    of: str
    over: str
    unit: str
    tiers: tuple[Tier, ...]
    tier_by: str = ""
    instead: Instead | None = None

    def outcome(self, facts: Facts) -> Outcome:
        """See Outcome."""
        own, whole = facts.number(self.of, self.unit), facts.number(self.over, self.unit)
        asked = self._asked(facts)
        found = _percent(own, whole)
        if self.instead and found == Interval(0.0):
            return self._estimated(facts, self.instead, asked)
        state = _reached(found, asked)
        words = (
            f"{self.label} {told(found, '%')}，需 {_least(asked)} %{self._short(own, whole, asked, state)}"
        )
        return Outcome(self.label, state, words, _gap(found, asked, state))

    def _estimated(self, facts: Facts, instead: Instead, asked: Interval) -> Outcome:
        own, whole = facts.number(instead.of, self.unit), facts.number(instead.over, self.unit)
        found = _percent(own, whole)
        if found == Interval(0.0):
            return Outcome(self.label, "unknown", f"{self.label}不明，需 {_least(asked)} %")
        likely = _reached(found, asked)
        short = self._short(own, whole, asked, likely)
        words = f"{self.label}不明，需 {_least(asked)} %；{instead.words} {told(found, '%')}{short}"
        return Outcome(self.label, "unknown", words, _gap(found, asked, likely))

    def _short(self, own: Interval, whole: Interval, asked: Interval, state: State) -> str:
        missing = _missing(own, whole, asked.low) if state == "failed" else None
        return "" if missing is None else f"：还差 {_up(missing, self.unit)} {self.unit}"

    def _asked(self, facts: Facts) -> Interval:
        """The least shares of the tiers the firm may be in."""
        if not self.tier_by:
            return Interval(self.tiers[0].least, self.tiers[0].least)
        size = facts.number(self.tier_by, "万元")
        below, may = -math.inf, []
        for tier in self.tiers:
            if size.high > below and size.low <= tier.up_to:
                may.append(tier.least)
            below = tier.up_to
        return Interval(min(may), max(may))


class Measure(Values):
    """What points are given for: an amount, or one as a percentage of another; `points` by least value."""

    of: str
    over: str = ""
    unit: str
    points: dict[float, float]

    def value(self, facts: Facts) -> Interval:
        """The amount or percentage."""
        own = facts.number(self.of, self.unit)
        return _percent(own, facts.number(self.over, self.unit)) if self.over else own

    def scored(self, facts: Facts) -> Interval:
        """The points."""
        found = self.value(facts)
        return Interval(self._points(found.low), self._points(found.high))

    def _points(self, value: float) -> float:
        return max((given for least, given in self.points.items() if value >= least), default=0.0)


class Part(Values):
    """A part of a score: the best of its measures."""

    label: str
    best: tuple[Measure, ...]

    def scored(self, facts: Facts) -> Interval:
        """The points."""
        each = [one.scored(facts) for one in self.best]
        return Interval(max(one.low for one in each), max(one.high for one in each))


class Score(Values):
    """Points of all parts that must reach a least sum."""

    kind: Literal["score"]
    label: str
    least: float
    parts: tuple[Part, ...]

    def outcome(self, facts: Facts) -> Outcome:
        """See Outcome. Where it fails or is open, the words say what the parts gave, and what a step up in
        one of them takes.
        """
        each = [(part, part.scored(facts)) for part in self.parts]
        found = _sum(one for _, one in each)
        state = found.at_least(self.least)
        parts = "、".join(f"{part.label} {told(one, '分')}" for part, one in each)
        short = f"：还差 {plain(self.least - found.high)} 分" if state == "failed" else ""
        ways = [way for part, _ in each for way in _steps(part, facts)] if state != "met" else []
        more = f"；{'；'.join(ways)}" if ways else ""
        words = f"{self.label} {told(found, '分')}，需 {plain(self.least)} 分{short}（{parts}）{more}"
        gap = {"met": 0.0, "failed": (self.least - found.high) / self.least}.get(state)
        return Outcome(self.label, state, words, gap)


class Sum(Values):
    """Points that are on record, each with a least of its own, and a least sum; `most` each can be."""

    kind: Literal["sum"]
    label: str
    least: float
    parts: dict[str, float]
    names: dict[str, str]
    most: dict[str, float]

    def outcome(self, facts: Facts) -> Outcome:
        """See Outcome."""
        each = {name: _within(facts.number(name, "分"), self.most[name]) for name in self.parts}
        whole = _sum(each.values())
        states = [one.at_least(self.parts[name]) for name, one in each.items()]
        states.append(whole.at_least(self.least))
        state: State = "failed" if "failed" in states else "unknown" if "unknown" in states else "met"
        parts = "、".join(
            f"{self.names[name]} {told(facts.number(name, '分'), '分')}（需 {plain(self.parts[name])}）"
            for name in self.parts
        )
        short = self.least - whole.high
        words = f"{self.label} {told(whole, '分')}，需 {plain(self.least)} 分：{parts}"
        gap = {"met": 0.0, "failed": max(0.0, short) / self.least}.get(state)
        return Outcome(self.label, state, words, gap)


class Either(Values):
    """One of several ways is enough."""

    kind: Literal["either"]
    label: str
    ways: tuple[Annotated[Plain | Sum | Score | Share, Field(discriminator="kind")], ...]

    def outcome(self, facts: Facts) -> Outcome:
        """The first way that is met, else all of them."""
        each = [way.outcome(facts) for way in self.ways]
        for one in each:
            if one.state == "met":
                return Outcome(self.label, "met", one.words, 0.0)
        state: State = "unknown" if any(one.state == "unknown" for one in each) else "failed"
        gaps = [one.gap for one in each if one.gap is not None]
        words = "；或".join(one.words for one in each)
        return Outcome(self.label, state, words, min(gaps) if gaps else None)


Condition = Annotated[Plain | Share | Score | Sum | Either, Field(discriminator="kind")]
"""Any condition of a rule file."""


def _percent(own: Interval, whole: Interval) -> Interval:
    found = own.over(whole)
    return Interval(max(0.0, 100 * found.low), 100 * found.high)


def _reached(found: Interval, asked: Interval) -> State:
    if found.low >= asked.high:
        return "met"
    return "failed" if found.high < asked.low else "unknown"


def _least(asked: Interval) -> str:
    return plain(asked.low) if asked.exact is not None else f"{plain(asked.low)}–{plain(asked.high)}"


def _missing(own: Interval, whole: Interval, percent: float) -> float | None:
    """How much more of the part it takes, where both are known."""
    if own.exact is None or whole.exact is None:
        return None
    return percent * whole.exact / 100 - own.exact


def _steps(part: Part, facts: Facts) -> Iterator[str]:
    """For each measure of a part: what the next points up take, or what would have to be known."""
    now = part.scored(facts)
    if now.exact is None:
        named = [name for one in part.best for name in (one.of, one.over) if name]
        lacking = [_label(name) for name in named if facts.number(name, "").exact is None]
        yield f"{part.label}要看{'、'.join(dict.fromkeys(lacking))}"
        return
    for one in part.best:
        own = facts.number(one.of, one.unit)
        whole = facts.number(one.over, one.unit) if one.over else Interval(100, 100)
        for least, given in sorted(one.points.items()):
            missing = _missing(own, whole, least)
            if missing is not None and given > now.low and missing > 0:
                gain = plain(given - now.low)
                yield f"{part.label}加 {gain} 分：{_label(one.of)}再加 {_up(missing, one.unit)} {one.unit}"
                break


def _label(name: str) -> str:
    return ontology().kinds["Enterprise"].properties[name].label


def _gap(found: Interval, asked: Interval, state: State) -> float | None:
    return {"met": 0.0, "failed": (asked.low - found.high) / asked.low}.get(state)


def _up(missing: float, unit: str) -> str:
    """Rounded up to whole persons and things, and money to whole 万元 where it is more than a few."""
    whole = unit != "万元" or missing > 10
    return plain(math.ceil(round(missing, 6)) if whole else missing)


def _sum(each: Iterable[Interval]) -> Interval:
    low = high = 0.0
    for one in each:
        low, high = low + one.low, high + one.high
    return Interval(low, high)


def _within(found: Interval, most: float) -> Interval:
    return Interval(max(0.0, found.low), min(most, found.high))
