"""What the matching rooms pass around: the subject, a candidate with all that is known of it, the answer."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from ontology.entity import Entity


@dataclass(frozen=True, slots=True)
class Subject:
    """The enterprise asked for, and the texts that speak for it: its needs, or else itself. A need without a
    firm stands in the firm's place.

    `basis` is "need", "scope" (no recorded need: matched by scope, products and industry) or "trade" (by
    these and the firm's own achievements, whatever it needs).
    """

    enterprise: Entity
    sources: tuple[Entity, ...]
    basis: str
    industries: tuple[str, ...] = ()
    counties: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Shared:
    """A term that both sides mention, directly or through a near term, and its share of the path score."""

    term: str
    via: str
    part: float


@dataclass(slots=True)
class Candidate:
    """One thing that may fit one source, with what graph and index say of it (raw, not yet scored).
    `text` is in [0, 1); `meaning`, in [0, 1], is None where no vectors are kept. `words`: what both texts
    say, filled in for those that are shown.
    """

    entity: Entity
    source: Entity
    path: float = 0.0
    text: float = 0.0
    meaning: float | None = None
    shared: list[Shared] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    context: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Feature:
    """One reason for or against: `score` in [0, 1], `reason` a Chinese sentence without full stop."""

    name: str
    score: float
    reason: str


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A stretch of an original text and the half-open spans [start, end] in it that matched, in order."""

    text: str
    marks: list[list[int]]


@dataclass(frozen=True, slots=True)
class Missing:
    """What a need asks for that a candidate does not give: `state` is absent, unmet or unsure; `asked` and
    `found` are the two texts' own words (`found` may be empty), `reason` a sentence without full stop.
    """

    what: str
    state: str
    asked: str
    found: str
    reason: str


@dataclass(frozen=True, slots=True)
class Caution:
    """What speaks against signing now: `blocks` lowers the grade; `basis` is the id of the entity whose
    row or links say so, `source` the property or relation of it.
    """

    code: str
    blocks: bool
    reason: str
    basis: str
    source: str


@dataclass(frozen=True, slots=True)
class Grade:
    """强, 较强, 弱 or 无; `probability` of being at least 较强, None for kinds nothing was fitted on;
    `beyond`: the score lies outside those that were fitted on.
    """

    label: str
    probability: float | None
    beyond: bool = False


@dataclass(frozen=True, slots=True)
class Reasons:
    """Why, beside features and paths: `matched` is {"source" | "candidate": {"title" | "body": excerpt}}."""

    matched: dict[str, dict[str, Excerpt]] = field(default_factory=dict)
    missing: list[Missing] = field(default_factory=list)
    cautions: list[Caution] = field(default_factory=list)
    grade: Grade = field(default_factory=lambda: Grade("无", None))


@dataclass(frozen=True, slots=True)
class Recommendation:
    """One answer: `paths` alternate nodes {id, kind, name} and steps {relation, direction}. `source` is the
    text that asks, also where the answer itself is a need or a firm. Of an enterprise `fit` says whether it
    lacks this (supplementary) or has a neighbouring step (complementary); of a need `firm` is whose it is,
    {id, name}, empty where that is not known. `match` is what the pair is called in decisions, `status`
    how it stands there ("" for nothing on record).
    """

    kind: str
    id: str
    name: str
    score: float
    features: list[Feature]
    paths: list[list[dict[str, str]]]
    evidence: str
    source: str
    reasons: Reasons = field(default_factory=Reasons)
    match: str = ""
    status: str = ""
    fit: str = ""
    firm: dict[str, str] = field(default_factory=dict)


FITS = {"supplementary": "补缺", "complementary": "配套"}
"""What people call each way a firm fits an achievement."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What `recommend` answers: whom for, on what basis ("supply" for an achievement, a doctor or an
    institute), and the recommendations by kind and rank; `advice` says for each kind without a good answer
    what could be done; `refused` is how many were left out because they had been refused.
    """

    subject: Entity
    basis: str
    recommendations: list[Recommendation]
    advice: list[str] = field(default_factory=list)
    refused: int = 0
