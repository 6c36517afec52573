"""From an enterprise to ranked candidates: graph paths and text search find them, one scorer ranks them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice

from errors import UsageError
from graph.store import GraphStore
from ingest.ledger import Ledger
from ontology.entity import Entity
from recommend.candidates import POOL, Finder
from recommend.decided import Decided
from recommend.evidence import paths, sentence
from recommend.explain import Explainer, Found
from recommend.model import Answer, Candidate, Recommendation, Subject
from recommend.strategy import STRATEGIES, Strategy
from search.index import TextIndex

Ask = tuple[Sequence[str], int]
"""Aims, and the most answers for each."""


def recommend(
    ledger: Ledger,
    graph: GraphStore,
    index: TextIndex,
    enterprise: Entity,
    ask: Ask,
    table: Mapping[str, Strategy] = STRATEGIES,
) -> Answer:
    """Answer for an enterprise; `table` has a strategy for each aim. What the firm refused is left out."""
    aims, limit = ask
    decided = Decided(ledger, enterprise.id)
    subject, found = ranked(ledger, graph, index, enterprise, (aims, limit + decided.more), table)
    kept, left_out = decided.kept(found, limit)
    explainer = Explainer(ledger, graph, subject, dt.date.today())
    made = [decided.told(one) for one in explainer.explain(kept)]
    return Answer(enterprise, subject.basis, made, explainer.advice(aims, made), left_out)


def ranked(
    ledger: Ledger,
    graph: GraphStore,
    index: TextIndex,
    enterprise: Entity,
    ask: Ask,
    table: Mapping[str, Strategy] = STRATEGIES,
) -> tuple[Subject, list[Found]]:
    """What `recommend` answers, before it is explained and before decisions are looked at; `ask` as there."""
    aims, limit = ask
    unknown = [aim for aim in aims if aim not in table]
    if unknown:
        raise UsageError(f"不会推荐“{unknown[0]}”", f"--for 可用：{'、'.join(table)}、all")
    subject = subject_of(ledger, graph, enterprise)
    finder = Finder(ledger, graph, index, subject, max(POOL, limit))
    return subject, [one for aim in aims for one in islice(_ranked(finder, subject, table[aim]), limit)]


def subject_of(ledger: Ledger, graph: GraphStore, enterprise: Entity) -> Subject:
    """The enterprise with its needs, or with its own scope when no need is recorded."""
    rows = graph.run("enterprise-needs", {"id": enterprise.id}).dicts()
    needs = [found for row in rows if (found := ledger.entity(row["need"]))]
    industry = str(enterprise.properties.get("industry", ""))
    return Subject(
        enterprise=enterprise,
        sources=tuple(needs) or (enterprise,),
        basis="need" if needs else "scope",
        industries=(industry,) if industry else (),
    )


def _ranked(finder: Finder, subject: Subject, strategy: Strategy) -> Iterator[Found]:
    """The candidates of an aim, best first, each once with the source it fits best; ties by id. One that
    no path leads to is left out: there would be nothing to tell the firm.
    """
    best: dict[str, tuple[float, Candidate]] = {}
    for candidate in finder.candidates(strategy.kind):
        score, _ = strategy.score(candidate, subject)
        if candidate.entity.id not in best or score > best[candidate.entity.id][0]:
            best[candidate.entity.id] = (score, candidate)
    order = sorted(best.values(), key=lambda one: (-round(one[0], 6), one[1].entity.id))
    for _, candidate in order:
        candidate.words = finder.words(candidate)
        made = _recommendation(candidate, subject, strategy)
        if made.paths:
            yield candidate, made


def _recommendation(candidate: Candidate, subject: Subject, strategy: Strategy) -> Recommendation:
    score, features = strategy.score(candidate, subject)
    entity = candidate.entity
    made = Recommendation(
        kind=entity.kind,
        id=entity.id,
        name=str(entity.properties.get("title" if entity.kind == "Achievement" else "name", entity.id)),
        score=round(score, 6),
        features=features,
        paths=paths(candidate, subject),
        evidence="",
        source=candidate.source.id,
    )
    return replace(made, evidence=sentence(made, candidate, subject))
