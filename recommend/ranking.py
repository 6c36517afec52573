"""The candidates of one aim in their order: one scorer, whoever asks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from ontology.entity import Entity
from recommend.candidates import Finder
from recommend.evidence import paths, sentence
from recommend.explain import Found
from recommend.model import Candidate, Recommendation, Subject
from recommend.strategy import Strategy

Refused = Callable[[str, str], object]
"""Whether (source, candidate) was refused: anything true."""


def ranked(finder: Finder, subject: Subject, strategy: Strategy, refused: Refused) -> Iterator[Found]:
    """The candidates of an aim, best first, each once with the source it fits best; ties by id. One that
    no path leads to is left out: there would be nothing to tell the firm.
    """
    for _, candidate in sorted(
        best(finder, subject, strategy, refused).values(),
        key=lambda one: (-round(one[0], 6), one[1].entity.id),
    ):
        made = recommendation(finder, candidate, subject, strategy)
        if made.paths:
            yield candidate, made


def best(
    finder: Finder, subject: Subject, strategy: Strategy, refused: Refused
) -> dict[str, tuple[float, Candidate]]:
    """Candidate id -> (score, the candidate with the source it fits best). What was refused for one source
    is taken with another that it fits, else as it is.
    """
    found: dict[str, tuple[bool, float, Candidate]] = {}
    for candidate in finder.candidates(strategy.kind):
        score, _ = strategy.score(candidate, subject)
        free = not refused(candidate.source.id, candidate.entity.id)
        before = found.get(candidate.entity.id)
        if before is None or (free, score) > before[:2]:
            found[candidate.entity.id] = (free, score, candidate)
    return {one: (score, candidate) for one, (_, score, candidate) in found.items()}


def recommendation(
    finder: Finder, candidate: Candidate, subject: Subject, strategy: Strategy
) -> Recommendation:
    """The candidate with score, features, paths and sentence; without paths there is no reason."""
    candidate.words = finder.words(candidate)
    score, features = strategy.score(candidate, subject)
    made = Recommendation(
        kind=candidate.entity.kind,
        id=candidate.entity.id,
        name=called(candidate.entity),
        score=round(score, 6),
        features=features,
        paths=paths(candidate, subject),
        evidence="",
        source=candidate.source.id,
    )
    return replace(made, evidence=sentence(made, candidate, subject))


def called(entity: Entity) -> str:
    """The title of an achievement or a need, the name of all others: a doctor's title is no name."""
    caption = "title" if entity.kind in ("Achievement", "Need") else "name"
    return str(entity.properties.get(caption, entity.id))
