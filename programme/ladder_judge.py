"""A condition held against a firm: met, failed or unknown, and by how much, in plain words."""

from __future__ import annotations

import datetime as dt

from ontology.tables import table
from programme import ladder_score as scores
from programme.firms import Firm
from programme.interval import State, all_of
from programme.ladder_dates import later, span
from programme.ladder_limit import limit
from programme.ladder_measure import spec
from programme.ladder_rules import Age, AnyCondition, Either, Flag, Given, Limit, Score, Trade
from programme.ladder_verdict import Verdict, unknown
from programme.ladder_words import number

_YEAR = 365.25
"""Days of a year, for how far a wait is from what is asked."""


def judge(condition: AnyCondition, firm: Firm, at: dt.date) -> Verdict:
    """Hold one condition against a firm on a day."""
    match condition:
        case Limit():
            return limit(condition, firm, at)
        case Score():
            return _score(condition, firm)
        case Flag():
            return _flag(condition, firm)
        case Given():
            return _given(condition, firm)
        case Age():
            return _age(condition, firm, at)
        case Trade():
            return _trade(condition, firm)
        case Either():
            return _either(condition, firm, at)


def _score(asked: Score, firm: Firm) -> Verdict:
    found = scores.tally(asked, firm)
    state = scores.reaches(asked, found.value)
    least = asked.least if asked.above is None else asked.above
    need = f"{'' if asked.above is None else '高于'} {number(least or 0)} 分"
    words = f"{asked.label} {scores.told(found)}，需{need}"
    if state == "met":
        return Verdict(asked, state, words)
    if state == "unknown":
        return Verdict(
            asked, state, f"{words}：{scores.deciding(asked, found)}", missing=scores.missing(found)
        )
    short = (least or 0) - found.value.high
    ways = "；".join(f"{one}就够" for one in scores.ways_up(asked, firm, found))
    bound = "" if found.value.exact is not None else "至少"
    said = f"{bound}还差 {number(short, up=True)} 分" if short else "还要再高"
    return Verdict(asked, state, f"{words}：{said}{f'（{ways}）' if ways else ''}", gap=short / (least or 1))


def _flag(asked: Flag, firm: Firm) -> Verdict:
    need = "是" if asked.wanted else "否"
    said = firm.flag(asked.property)
    if said == "unknown":
        return unknown(asked, f"{asked.label} 不明，需 {need}", spec(asked.property).label)
    met = (said == "met") is asked.wanted
    return _yes_or_no(asked, met, f"{asked.label} {'是' if said == 'met' else '否'}，需 {need}")


def _given(asked: Given, firm: Firm) -> Verdict:
    said = firm.body.get(asked.property)
    if said is None:
        return unknown(asked, f"{asked.label} 不明", spec(asked.property).label)
    return _yes_or_no(asked, str(said) not in asked.none, f"{asked.label} {said}")


def _trade(asked: Trade, firm: Firm) -> Verdict:
    state = firm.in_industry(asked.industries)
    if state == "unknown":
        return unknown(asked, f"{asked.label} 不明", spec("industry").label)
    name = table("industry").name(firm.industry)
    return _yes_or_no(asked, state == "met", f"{asked.label} {firm.industry} {name}")


def _yes_or_no(asked: Flag | Given | Trade, met: bool, words: str) -> Verdict:
    """A failure of what is no number lacks all of it."""
    return Verdict(asked, "met", words) if met else Verdict(asked, "failed", f"{words}：不符", gap=1.0)


def _age(asked: Age, firm: Firm, at: dt.date) -> Verdict:
    first, last = span(firm.body, asked.property)
    low, high = later(first, asked.years), later(last, asked.years)
    said = firm.body.get(asked.property) or firm.body.get(f"{asked.property}_text") or "日期不明"
    words = f"{asked.label} {said}，需满 {asked.years} 年"
    if high <= at:
        return Verdict(asked, "met", words)
    if low <= at:
        return unknown(asked, words, spec(asked.property).label)
    days = (low - at).days
    until = f"{'' if low == high else '最早'}到 {low} 才满"
    wait = f"还要等 {days} 天（{number(days / _YEAR, up=True)} 年）"
    return Verdict(asked, "failed", f"{words}：{until}，{wait}", gap=days / (_YEAR * asked.years))


def _either(asked: Either, firm: Firm, at: dt.date) -> Verdict:
    ways = [[judge(one, firm, at) for one in way] for way in asked.ways]
    states = [all_of([one.state for one in way]) for way in ways]
    if "met" in states:
        way = ways[states.index("met")]
        return Verdict(asked, "met", "；".join(one.words for one in way), sure=all(one.sure for one in way))
    state: State = "unknown" if "unknown" in states else "failed"
    words = "；或者 ".join("；".join(one.words for one in way if one.state != "met") for way in ways)
    gap = min(sum(one.gap for one in way) for way in ways) if state == "failed" else 0.0
    fields = dict.fromkeys(field for way in ways for one in way for field in one.missing)
    return Verdict(asked, state, words, gap, tuple(fields))
