"""Numbers held against a limit, and how much is lacking to it."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence

from programme.firms import Firm
from programme.interval import Interval, State
from programme.ladder_dates import span
from programme.ladder_measure import Measure
from programme.ladder_rules import Limit
from programme.ladder_verdict import Verdict, unknown
from programme.ladder_words import amount, interval, number


def limit(asked: Limit, firm: Firm, at: dt.date) -> Verdict:
    """A number that must stay within `most`, or reach `least` or the limit of its tier."""
    measure = next((one for one in asked.of if _known(one.read(firm))), asked.of[0])
    found = _within(asked, measure, firm) if asked.most is not None else _reached(asked, measure, firm)
    if not measure.instead or _first_year(firm, at):
        return found
    return found.but(words=f"{found.words}（{measure.instead}）", sure=False)


def _known(value: Interval) -> bool:
    return value.low > 0 or not math.isinf(value.high)


def _first_year(firm: Firm, at: dt.date) -> bool:
    """Whether last year is all that a firm has behind it, so that its figures are those of all its years."""
    return span(firm.body, "registered_on")[0] >= dt.date(at.year - 1, 1, 1)


def _within(asked: Limit, measure: Measure, firm: Firm) -> Verdict:
    value, unit, most = measure.read(firm), measure.shown_in, asked.most or 0.0
    state = value.at_most(most)
    words = f"{asked.label} {interval(value, unit, up=True)}，上限 {amount(most, unit)}"
    if state != "failed":
        return _open(asked, measure, firm, (state, words))
    over = value.low - most
    return Verdict(asked, state, f"{words}：超出 {amount(over, unit, up=True)}", gap=over / most)


def _reached(asked: Limit, measure: Measure, firm: Firm) -> Verdict:
    value, unit = measure.read(firm), measure.shown_in
    limits = asked.tiers.limits(firm) if asked.tiers else [asked.least or 0.0]
    states = {value.at_least(one) for one in limits}
    state = states.pop() if len(states) == 1 else "unknown"
    words = f"{asked.label} {interval(value, unit)}，需 {_range(limits, unit)}"
    if state != "failed":
        return _open(asked, measure, firm, (state, words))
    gap = 1 - value.high / min(limits)
    return Verdict(asked, state, f"{words}：{_lacking(measure, firm, min(limits))}", gap=gap)


def _range(limits: Sequence[float], unit: str) -> str:
    low, high = min(limits), max(limits)
    return amount(low, unit) if low == high else f"{number(low)}–{amount(high, unit)}"


def _open(asked: Limit, measure: Measure, firm: Firm, said: tuple[State, str]) -> Verdict:
    """One that is met, or of which the fields that are missing are told."""
    (state, words), fields = said, measure.missing(firm)
    if state == "met":
        return Verdict(asked, state, words)
    if measure.at_odds(firm):
        return Verdict(asked, state, f"{words}：{'大于'.join(fields)}，先核对", missing=tuple(fields))
    tier = asked.tiers.by.missing(firm) if asked.tiers and len(asked.tiers.limits(firm)) > 1 else ()
    missing = tuple(dict.fromkeys((*fields, *tier)))
    return unknown(asked, words, *missing) if missing else Verdict(asked, state, f"{words}：算不出")


def _lacking(measure: Measure, firm: Firm, least: float) -> str:
    """How much of the amount is lacking; of a part of a whole also how much where the whole grows with it."""
    short, unit = shortfall(measure, firm, least), measure.of_amount
    exact = measure.read(firm).exact is not None
    said = f"{'' if exact else '至少'}还差 {amount(short, unit, up=True)}"
    if not measure.within:
        return said
    return f"{said}（总数不变；靠新增要 {amount(short / (1 - least / 100), unit, up=True)}）"


def shortfall(measure: Measure, firm: Firm, least: float) -> float:
    """How much of the amount is lacking to a limit that is not reached, in the amount's unit, where all else
    stays: the least that is possible for what is known.
    """
    needed = least * measure.whole(firm).low / 100 if measure.over else least
    return (needed - measure.amount(firm).high) * measure.per
