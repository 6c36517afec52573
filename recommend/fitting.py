"""Weights of features learnt from judgements: pairs of one need that the judges put in order should be put
in that order by the score.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from sklearn.model_selection import GroupKFold

from recommend.evaluation import FOLDS, Pool, by_need, judged_order
from recommend.judged import Tables
from recommend.metrics import Figure, gain, mean, ndcg
from recommend.strategy import Strategy, weighted

Matrix = NDArray[np.float64]
_SHARPNESS = 12.0
"""How quickly a difference in score becomes a sure order; scores lie in [0, 1]."""
_PULL = 0.02
"""How much it costs to move a weight from the shipped one, against a mean loss of 0.7 without knowledge."""


@dataclass(frozen=True, slots=True)
class Fit:
    """Weights by feature, fitted on all pairs, and nDCG@10 over needs that took no part in the fit."""

    weights: dict[str, float]
    crossed: Figure


@dataclass(frozen=True, slots=True)
class _Need:
    """The judged candidates of a need that were found: scores and knownness by feature, gains."""

    ids: list[str]
    scores: Matrix
    known: Matrix
    gains: Matrix


def fit(tables: Tables, pools: Mapping[str, Pool], strategy: Strategy) -> Fit:
    """Learn weights, none below zero; cross-validated by need in five folds. ValueError with fewer than two
    needs to learn from.
    """
    needs = {need: _need(tables, pools[need], need, strategy) for need in tables.judged}
    if len(needs) < 2:
        raise ValueError("two needs with a good match are the least to learn from")
    names = [make.__name__ for make, _ in strategy.features]
    start = np.array([weight for _, weight in strategy.features])
    order = sorted(needs)
    figures: dict[str, float] = {}
    for train, test in GroupKFold(min(FOLDS, len(order))).split(order, groups=order):
        learnt = _learn([needs[order[at]] for at in train], start)
        found = weighted(strategy, dict(zip(names, learnt.tolist(), strict=True)))
        for at in test:
            levels = by_need(tables)[order[at]]
            ranking = [one for one, _ in pools[order[at]].ranking(found)]
            figures[order[at]] = ndcg(judged_order(ranking, levels), levels)
    weights = _learn(list(needs.values()), start)
    rounded = {name: round(float(weight), 3) for name, weight in zip(names, weights, strict=True)}
    return Fit(rounded, mean([figures[need] for need in order]))


def _need(tables: Tables, pool: Pool, need: str, strategy: Strategy) -> _Need:
    levels = by_need(tables)[need]
    ids = sorted(one for one in levels if one in pool.candidates)
    names = [make.__name__ for make, _ in strategy.features]
    rows = [
        {one.name: one.score for one in strategy.score(pool.candidates[each], pool.subject)[1]}
        for each in ids
    ]
    scores = np.array([[row.get(name, 0.0) for name in names] for row in rows]).reshape(-1, len(names))
    known = np.array([[float(name in row) for name in names] for row in rows]).reshape(-1, len(names))
    return _Need(ids, scores, known, np.array([float(gain(levels[each])) for each in ids]))


def _learn(needs: Sequence[_Need], start: Matrix) -> Matrix:
    """The weights with the least mean loss over needs. A feature that tells no two candidates of a need apart
    keeps its weight; the others keep their sum, since only their proportions show in an order.
    """
    free = np.array(
        [any(np.ptp(need.scores[:, at]) > 0 for need in needs if need.ids) for at in range(len(start))]
    )
    if not free.any():
        return start

    def whole(some: Matrix) -> Matrix:
        weights = start.copy()
        weights[free] = some
        return weights

    def loss(some: Matrix) -> float:
        parts = [_lost(need, whole(some)) for need in needs if len(set(need.gains.tolist())) > 1]
        moved = float(np.square((some - start[free]) / (start[free] + 0.5)).mean())
        return (float(np.mean(parts)) if parts else 0.0) + _PULL * moved

    found = minimize(loss, start[free], method="L-BFGS-B", bounds=[(0.0, None)] * int(free.sum())).x
    return whole(found * start[free].sum() / found.sum()) if found.sum() > 0 else start


def _lost(need: _Need, weights: Matrix) -> float:
    """Mean logistic loss of the pairs that the judges put in order, by how far apart they put them."""
    total = need.known @ weights
    score = np.divide(need.scores @ weights, total, out=np.zeros_like(total), where=total > 0)
    apart = need.gains[:, None] - need.gains[None, :]
    ahead = _SHARPNESS * (score[:, None] - score[None, :])
    worth = np.where(apart > 0, apart, 0.0)
    return float((worth * np.logaddexp(0.0, -ahead)).sum() / worth.sum())
