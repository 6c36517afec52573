"""How good a ranking is, by judged pairs: figures over needs, each with a 95 % interval."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.metrics import average_precision_score, ndcg_score

from recommend.judged import GOOD

SAMPLES, SEED = 2000, 0
Ranked = Sequence[str]
"""Achievements of one need, best first."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A mean over needs and the interval in which 95 % of resampled means lie."""

    value: float
    low: float
    high: float


def gain(level: int) -> int:
    """What a level is worth: 0, 1, 3, 7 for 1 to 4."""
    return int(2 ** (level - 1) - 1)


def ndcg(ranked: Ranked, levels: Mapping[str, int], depth: int = 10) -> float:
    """NDCG of one need's judged achievements in the order of `ranked`, which holds all of them; discount
    1 / log2(rank + 1). At least one level above 1.

    >>> ndcg(["a", "b"], {"a": 4, "b": 1}), round(ndcg(["b", "a"], {"a": 4, "b": 1}), 4)
    (1.0, 0.6309)
    """
    if len(ranked) == 1:
        return 1.0
    worth = [[gain(levels[one]) for one in ranked]]
    return float(ndcg_score(worth, [_falling(len(ranked))], k=depth, ignore_ties=True))


def average_precision(ranked: Ranked, levels: Mapping[str, int]) -> float:
    """Mean of the precision at each good achievement.

    >>> average_precision(["b", "a"], {"a": 4, "b": 1})
    0.5
    """
    return float(average_precision_score([levels[one] >= GOOD for one in ranked], _falling(len(ranked))))


def recall(ranked: Ranked, levels: Mapping[str, int], depth: int = 50) -> float:
    """The share of the good ones among the first `depth` of everything that was found.

    >>> recall(["x", "a"], {"a": 4, "b": 3}, 2)
    0.5
    """
    good = {one for one, level in levels.items() if level >= GOOD}
    return len(good & set(ranked[:depth])) / len(good)


def mean(values: Sequence[float]) -> Figure:
    """The mean, resampled by need with a fixed seed."""
    return ratio(values, [1.0] * len(values), lambda share: share)


def ratio(above: Sequence[float], below: Sequence[float], made_of: Callable[[float], float]) -> Figure:
    """`made_of` the sum of `above` by the sum of `below`, one of each for a need."""
    over, under = np.asarray(above, dtype=float), np.asarray(below, dtype=float)
    chosen = np.random.default_rng(SEED).integers(0, len(over), (SAMPLES, len(over)))
    made = [made_of(float(one)) for one in over[chosen].sum(axis=1) / under[chosen].sum(axis=1)]
    low, high = np.percentile(made, [2.5, 97.5])
    return Figure(made_of(float(over.sum() / under.sum())), float(low), float(high))


def _falling(count: int) -> list[int]:
    return list(range(count, 0, -1))
