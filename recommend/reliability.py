"""Whether what is said to be likely is so: the shipped calibration against judged pairs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import brier_score_loss

from recommend.calibration import GOOD, LABELS, Calibration

Values = NDArray[np.float64]
BINS = 10
"""Of equally many pairs each, by probability, for the expected calibration error."""


@dataclass(frozen=True, slots=True)
class Band:
    """The pairs of one grade: how many, how likely they were said to be good on average, and how many of a
    hundred were; shares in [0, 1].
    """

    grade: str
    pairs: int
    said: float
    good: float


@dataclass(frozen=True, slots=True)
class Reliability:
    """By grade, best first; the Brier score, the one of saying the mean of all pairs of each (`blind`), and
    the expected calibration error.
    """

    bands: list[Band]
    brier: float
    blind: float
    error: float


def reliability(known: Calibration, scores: Sequence[float], levels: Sequence[int]) -> Reliability | None:
    """Of pairs that were ranked, in any order; None without any."""
    if not scores:
        return None
    said = np.array([known.probability(score) for score in scores])
    good = np.array([float(level >= GOOD) for level in levels])
    grades = [known.label(score) for score in scores]
    bands = [_band(label, said, good, np.array([one == label for one in grades])) for label in LABELS[::-1]]
    parts = np.array_split(np.argsort(said, kind="stable"), BINS)
    apart = sum(abs(float(said[part].sum() - good[part].sum())) for part in parts)
    blind = float(np.mean((good - good.mean()) ** 2))
    brier = float(brier_score_loss(good, said, pos_label=1.0))
    return Reliability([one for one in bands if one.pairs], brier, blind, apart / len(said))


def _band(label: str, said: Values, good: Values, inside: NDArray[np.bool_]) -> Band:
    count = int(inside.sum())
    mean = (float(said[inside].mean()), float(good[inside].mean())) if count else (0.0, 0.0)
    return Band(label, count, *mean)
