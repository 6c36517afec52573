"""What resolution says of two entities that may be one: the seam between scoring and deciding."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Verdict = Literal["same", "doubtful", "different"]


@dataclass(frozen=True, slots=True)
class PairFeature:
    """One reason for or against, from -1 (different) to 1 (same)."""

    name: str
    score: float
    reason: str


@dataclass(frozen=True, slots=True)
class Pair:
    """Two entities of one kind, `left` < `right` by id, with a score from 0 to 1 and what it rests on."""

    left: str
    right: str
    score: float
    verdict: Verdict
    features: tuple[PairFeature, ...] = ()
