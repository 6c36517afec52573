"""Scores of which parts are not known: from the fewest points that are possible to the most."""

from __future__ import annotations

import math
from dataclasses import dataclass

from programme.firms import Firm
from programme.interval import Interval, State
from programme.ladder_limit import shortfall
from programme.ladder_measure import spec
from programme.ladder_rules import Best, Part, Score
from programme.ladder_words import amount, interval, number


@dataclass(frozen=True, slots=True)
class Points:
    """The points of a part: what is possible, and the fields that would tell."""

    label: str
    range: Interval
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tally:
    """A score as far as it is known: `parts` is empty where the firm's own figure counts, `own` names that
    figure's field where it would decide and is not known.
    """

    value: Interval
    parts: tuple[Points, ...] = ()
    own: tuple[str, ...] = ()


def tally(score: Score, firm: Firm) -> Tally:
    """What a firm scores: its own figure where that is known, else the sum of the parts."""
    own = score.said.read(firm) if score.said else Interval()
    if own.exact is not None:
        return Tally(own)
    parts = tuple(points(one, firm) for one in score.parts)
    low, high = (sum(getattr(one.range, end) for one in parts) for end in ("low", "high"))
    missing = score.said.missing(firm) if score.said else ()
    return Tally(Interval(max(low, own.low), min(high, own.high)), parts, missing)


def points(part: Part, firm: Firm) -> Points:
    """What a part brings a firm: the best of its measures."""
    most = math.inf if part.most is None else part.most
    if part.said:
        said = part.said.read(firm)
        missing = part.said.missing(firm)
        return Points(part.label, Interval(min(said.low, most), min(said.high, most)), missing)
    if not part.best:
        return Points(part.label, Interval(0, most))
    found = [(one.of, _worth(one, one.of.read(firm))) for one in part.best]
    low = max(worth.low for _, worth in found)
    open_ = [measure for measure, worth in found if worth.exact is None and worth.high > low]
    missing = tuple(dict.fromkeys(field for one in open_ for field in one.missing(firm)))
    return Points(part.label, Interval(low, max(worth.high for _, worth in found)), missing)


def _worth(best: Best, measured: Interval) -> Interval:
    return Interval(_band(best, measured.low)[0], _band(best, measured.high)[1])


def _band(best: Best, value: float) -> tuple[float, float]:
    """The fewest and the most points for one number."""
    for least, *worth in best.bands:
        if value >= least:
            return worth[0], worth[-1]
    return 0.0, 0.0


def reaches(score: Score, value: Interval) -> State:
    """Whether points reach the least, or go above what they must."""
    if score.above is None:
        return value.at_least(score.least or 0)
    return "met" if value.low > score.above else "failed" if value.high <= score.above else "unknown"


def missing(found: Tally) -> tuple[str, ...]:
    """The fields that would tell the score."""
    return tuple(dict.fromkeys([*found.own, *(field for one in found.parts for field in one.missing)]))


def deciding(score: Score, found: Tally) -> str:
    """Which fields decide, in words: the firm's own figure, else those that may do so alone, else those that
    are needed together.
    """
    if found.own:
        return f"补上 {'、'.join(found.own)} 就能定"
    open_ = [one for one in found.parts if one.missing]
    alone = [one for one in open_ if _may_decide(score, found.value, one)]
    names = dict.fromkeys(field for one in alone or open_ for field in one.missing)
    told = "、".join(names)
    if not told:
        return ""
    return f"补上 {told} {'可能' if len(open_) > 1 else ''}就能定" if alone else f"{told} 都补上才能定"


def _may_decide(score: Score, value: Interval, part: Points) -> bool:
    width = part.range.high - part.range.low
    ends = Interval(value.low, value.high - width), Interval(value.low + width, value.high)
    return any(reaches(score, one) != "unknown" for one in ends)


def told(found: Tally) -> str:
    """The score with its parts."""
    inner = "、".join(f"{one.label} {_range(one.range)}" for one in found.parts)
    return f"{interval(found.value, '分')}{f'（{inner}）' if inner else ''}"


def _range(known: Interval) -> str:
    return number(known.low) if known.exact is not None else f"{number(known.low)}–{number(known.high)}"


def ways_up(score: Score, firm: Firm, found: Tally) -> list[str]:
    """What would bring the points that are short, each alone, in words: the least more of one amount. None
    where parts are not known, as nothing is then sure to be enough.
    """
    if found.value.exact is None:
        return []
    ways: dict[str, tuple[float, str]] = {}
    for part, now in zip(score.parts, found.parts, strict=False):
        for best in part.best:
            for least, worth in _enough(score, best, found.value.low - now.range.low):
                more = shortfall(best.of, firm, least)
                name = best.of.property
                said = f"{spec(name).label}再加 {amount(more, best.of.of_amount, up=True)}"
                text = f"{said}，这项可得 {number(worth)} 分"
                ways[name] = min(ways.get(name, (math.inf, "")), (more, text))
    return [text for _, text in ways.values()]


def _enough(score: Score, best: Best, others: float) -> list[tuple[float, float]]:
    """The lowest band (at least, points) that is enough beside the points of the other parts, if any is."""
    bands = [(least, worth[0]) for least, *worth in reversed(best.bands)]
    return [one for one in bands if reaches(score, Interval(others + one[1], others + one[1])) == "met"][:1]
