"""From a score to a grade and the probability that a broker would call the match at least 较强."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).parent / "calibration.yaml"
GOOD = 3
"""The level from which a match is at least 较强 (4 强, 3 较强, 2 弱, 1 无)."""
LABELS = ("无", "弱", "较强", "强")
_STEPS = 100


@dataclass(frozen=True, slots=True)
class Calibration:
    """probability = 1 / (1 + exp(-(slope x score + intercept))), slope >= 0; `cuts` are the scores from which
    a match counts as level 2, 3 and 4, ascending, chosen for the least mean absolute error; `grades` are the
    probabilities from which it is called 弱, 较强 and 强; `seen` are the lowest and highest score fitted on.
    """

    slope: float
    intercept: float
    cuts: tuple[float, float, float]
    seen: tuple[float, float]
    pairs: int
    good: int
    grades: tuple[float, float, float] = (0.1, 0.33, 0.5)
    kinds: tuple[str, ...] = ("Achievement",)
    fitted_on: str = ""
    fitted_at: str = ""

    def probability(self, score: float) -> float:
        """How likely the match is at least 较强."""
        return _sigmoid(self.slope * score + self.intercept)

    def label(self, score: float) -> str:
        """What people call the match."""
        likely = self.probability(score)
        return LABELS[sum(likely >= least for least in self.grades)]

    def level(self, score: float) -> int:
        """1 to 4, as the judges count."""
        return 1 + sum(score >= cut for cut in self.cuts)


def fit_calibration(scores: Sequence[float], levels: Sequence[int]) -> Calibration:
    """Fitted on judged pairs, in any order. ValueError without pairs or with levels outside 1 to 4."""
    pairs = sorted(zip(scores, levels, strict=True))
    if not pairs or any(level not in (1, 2, 3, 4) for level in levels):
        raise ValueError("no judged pairs, or levels outside 1 to 4")
    good = sum(level >= GOOD for _, level in pairs)
    slope, intercept = _logistic([(score, level >= GOOD) for score, level in pairs], good)
    return Calibration(slope, intercept, _cuts(pairs), (pairs[0][0], pairs[-1][0]), len(pairs), good)


def _logistic(pairs: Sequence[tuple[float, bool]], good: int) -> tuple[float, float]:
    """Platt's scaling: targets a little inside (0, 1), so that a clean cut has a slope; Newton's method."""
    high, low = (good + 1) / (good + 2), 1 / (len(pairs) - good + 2)
    base = (high * good + low * (len(pairs) - good)) / len(pairs)
    slope, intercept = 0.0, math.log(base / (1 - base))
    for _ in range(_STEPS):
        likely = [(x, high if y else low, _sigmoid(slope * x + intercept)) for x, y in pairs]
        rows = [(x, target - p, p * (1 - p)) for x, target, p in likely]
        g0, g1 = math.fsum(d for _, d, _ in rows), math.fsum(x * d for x, d, _ in rows)
        h0, h1 = math.fsum(w for _, _, w in rows) + 1e-9, math.fsum(x * w for x, _, w in rows)
        h2 = math.fsum(x * x * w for x, _, w in rows) + 1e-9
        determinant = h0 * h2 - h1 * h1
        if determinant <= 1e-12:
            break
        step = (g1 * h0 - g0 * h1) / determinant, (g0 * h2 - g1 * h1) / determinant
        longest = max(abs(step[0]), abs(step[1]), 1.0)
        slope, intercept = slope + step[0] / longest, intercept + step[1] / longest
        if max(map(abs, step)) < 1e-9:
            break
    return (slope, intercept) if slope > 0 else (0.0, math.log(base / (1 - base)))


def _cuts(pairs: Sequence[tuple[float, int]]) -> tuple[float, float, float]:
    """The three ascending scores that cut sorted pairs into levels 1 to 4 with the least sum of errors; a
    level that is never worth giving has a cut above every score.
    """
    scores = sorted({score for score, _ in pairs})
    errors = {score: [0, 0, 0, 0] for score in scores}
    for score, level in pairs:
        for guess in range(4):
            errors[score][guess] += abs(level - guess - 1)
    beyond = scores[-1] + 1.0
    best: list[tuple[int, tuple[float, ...]]] = [(0, (beyond,) * 3)] + [(len(pairs) * 9, ())] * 3
    for score in scores:
        entered: list[tuple[int, tuple[float, ...]]] = []
        for guess in range(4):
            options = [
                (lost, _entered(cuts, before, guess, score))
                for before, (lost, cuts) in enumerate(best[: guess + 1])
                if cuts
            ]
            least = min(options, key=lambda one: one[0])
            entered.append((least[0] + errors[score][guess], least[1]))
        best = entered
    return (chosen := min(best, key=lambda one: one[0])[1])[0], chosen[1], chosen[2]


def _entered(cuts: tuple[float, ...], before: int, guess: int, score: float) -> tuple[float, ...]:
    """The cuts once the levels above `before` up to `guess` begin at this score."""
    return (*cuts[:before], *(score,) * (guess - before), *cuts[guess:])


def _sigmoid(x: float) -> float:
    return 1 / (1 + math.exp(-x)) if x >= 0 else 1 - 1 / (1 + math.exp(x))


@cache
def calibration() -> Calibration:
    """The shipped one."""
    return read(FILE)


def read(path: Path) -> Calibration:
    """As `write` stored it."""
    stored: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    kept: dict[str, Any] = {
        name: tuple(one) if isinstance(one, list) else one for name, one in stored.items()
    }
    return Calibration(**kept)


def write(path: Path, fitted: Calibration) -> None:
    """As YAML, readable by people."""
    stored = {name: list(one) if isinstance(one, tuple) else one for name, one in asdict(fitted).items()}
    path.write_text(yaml.safe_dump(stored, allow_unicode=True, sort_keys=False), encoding="utf-8")
