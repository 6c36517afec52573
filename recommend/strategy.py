"""Strategies: for each kind of answer, which features count and how much. The only place they are listed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from recommend import features as f
from recommend.model import Candidate, Feature, Subject


@dataclass(frozen=True, slots=True)
class Strategy:
    """A table of features with weights; the score is the weighted mean of those that know something."""

    kind: str
    features: tuple[tuple[f.FeatureFunction, float], ...]

    def score(self, candidate: Candidate, subject: Subject) -> tuple[float, list[Feature]]:
        """(score in [0, 1], features in the table's order)."""
        known = [(found, weight) for make, weight in self.features if (found := make(candidate, subject))]
        total = sum(weight for _, weight in known)
        score = sum(found.score * weight for found, weight in known) / total if total else 0.0
        return score, [found for found, _ in known]


def weighted(strategy: Strategy, weights: Mapping[str, float]) -> Strategy:
    """The strategy with other weights for the features named."""
    table = tuple((make, weights.get(make.__name__, weight)) for make, weight in strategy.features)
    return replace(strategy, features=table)


FITTED_ON = "CCF BDCI 2019，79 项需求、4140 对经纪人评判（开发部分），2026-11"
"""What the weights of the texts below were chosen on; the others are judgement, nothing was there to fit."""
TEXTS = Strategy("", ((f.shared_terms, 0.5), (f.text_match, 4.0), (f.meaning, 4.0)))
"""How alike two texts are, whoever they are of. Measured on judged pairs: docs/decisions/0011-ranking.md."""

STRATEGIES: dict[str, Strategy] = {
    "achievement": Strategy(
        "Achievement",
        (
            *TEXTS.features,
            (f.same_field, 0.8),
            (f.same_industry, 0.8),
            (f.maturity, 0.5),
            (f.cooperation, 0.3),
            (f.availability, 0.4),
        ),
    ),
    "doctor": Strategy(
        "Doctor",
        (
            *TEXTS.features,
            (f.proven, 2.0),
            (f.same_field, 0.8),
            (f.cooperation, 0.3),
            (f.availability, 0.6),
        ),
    ),
    "institute": Strategy(
        "Institute", ((f.proven, 4.0), (f.people, 2.0), (f.text_match, 1.0), (f.cooperation, 0.5))
    ),
}

AIMS: dict[str, tuple[str, ...]] = {
    "Enterprise": tuple(STRATEGIES),
    "Need": tuple(STRATEGIES),
    "Achievement": ("need", "enterprise"),
    "Doctor": ("need",),
    "Institute": ("need",),
}
"""Who may be recommended for, and what: aims that have no strategy are those turned round."""
