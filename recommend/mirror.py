"""From an achievement, a doctor or an institute to who asks for it.

Nothing is scored anew: who may ask is found first, then each is asked as `recommend` would answer it, and the
answer is turned round. So a pair has one score, one grade and one set of reasons, whoever asks.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from graph.store import GraphStore
from ingest.ledger import Ledger
from ontology.entity import Entity
from recommend.candidates import POOL, Finder
from recommend.explain import Explainer
from recommend.model import Recommendation, Subject
from recommend.ranking import best, called, recommendation
from recommend.seekers import Seekers
from recommend.strategy import Strategy
from recommend.subjects import subject_of, trade_of
from search.index import TextIndex

GOOD = ("较强", "强")
FLIPPED = {"->": "<-", "<-": "->", "-": "-"}


class Mirror:
    """Who asks for a supplier: an achievement, a doctor or an institute."""

    def __init__(
        self,
        ledger: Ledger,
        graph: GraphStore,
        index: TextIndex,
        supplier: Entity,
        table: Mapping[str, Strategy],
    ) -> None:
        self.ledger = ledger
        self.graph = graph
        self.index = index
        self.supplier = supplier
        self.strategy = table[supplier.kind.lower()]

    def found(self, aim: str, limit: int) -> list[Recommendation]:
        """The best needs or enterprises, by score, then by id."""
        seekers = Seekers(self.ledger, self.graph, self.index, self.supplier, limit)
        made = list(self._firms(seekers) if aim == "enterprise" else self._needs(seekers))
        return sorted(made, key=lambda one: (-one.score, one.id))[:limit]

    def _needs(self, seekers: Seekers) -> Iterator[Recommendation]:
        for need in seekers.needs():
            subject = subject_of(self.ledger, self.graph, need)
            made = self._asked(subject)
            if made:
                named = subject.enterprise.id != need.id
                firm = {"id": subject.enterprise.id, "name": called(subject.enterprise)} if named else {}
                yield replace(self._turned(made, need), firm=firm)

    def _firms(self, seekers: Seekers) -> Iterator[Recommendation]:
        """Firms that need it (supplementary), else those whose trade it goes with (complementary); one
        that only might be either is left out.
        """
        for firm in seekers.firms():
            subject = subject_of(self.ledger, self.graph, firm)
            needed = self._asked(subject) if subject.basis == "need" else None
            if needed and _tells(needed):
                yield self._fitting(needed, firm, "supplementary", "补缺，企业提了需求")
                continue
            beside = self._asked(trade_of(self.ledger, self.graph, firm))
            if beside and _tells(beside):
                yield self._fitting(beside, firm, "complementary", "配套，企业有相邻的环节")

    def _fitting(self, made: Recommendation, firm: Entity, fit: str, said: str) -> Recommendation:
        """With what ties them at the head, be it weak: that is what the officer has to judge."""
        tied = [one.reason for one in made.features if one.name == "shared_terms" and one.score]
        why = "，".join([said, *(reason for reason in tied if reason not in made.evidence)])
        return replace(self._turned(made, firm), fit=fit, evidence=f"{why}：{made.evidence}")

    def _asked(self, subject: Subject) -> Recommendation | None:
        """What the subject is told of the supplier; None where it is not among what it would be told, or is
        its own.
        """
        finder = Finder(self.ledger, self.graph, self.index, subject, POOL)
        found = best(finder, subject, self.strategy, self.supplier.id).get(self.supplier.id)
        if found is None:
            return None
        candidate = found[1]
        if subject.enterprise.id in {owner["id"] for owner in candidate.context.get("owners", [])}:
            return None
        made = recommendation(finder, candidate, subject, self.strategy)
        if not made.paths:
            return None
        explainer = Explainer(self.ledger, self.graph, subject, dt.date.today())
        return explainer.explain([(candidate, made)])[0]

    def _turned(self, made: Recommendation, asker: Entity) -> Recommendation:
        paths = [_on_to(_back(path, self.supplier.id), asker) for path in made.paths]
        return replace(made, kind=asker.kind, id=asker.id, name=called(asker), paths=paths)


def _tells(made: Recommendation) -> bool:
    """Whether a technical term leads there, or the match is good: a common word makes no firm a customer."""
    return "MENTIONS" in {step.get("relation") for step in made.paths[0]} or made.reasons.grade.label in GOOD


def _on_to(path: list[dict[str, str]], asker: Entity) -> list[dict[str, str]]:
    """The path, and where it leads only to the firm behind a need (by the industry), on to the need."""
    if asker.id in {step.get("id") for step in path}:
        return path
    node = {"id": asker.id, "kind": asker.kind, "name": called(asker)}
    return [*path, {"relation": "HAS_NEED", "direction": "->"}, node]


def _back(path: Sequence[dict[str, str]], start: str) -> list[dict[str, str]]:
    """The path walked the other way, from the supplier on; the owner behind it falls away."""
    end = next(at for at, step in enumerate(path) if step.get("id") == start)
    return [
        {**step, "direction": FLIPPED[step["direction"]]} if "direction" in step else step
        for step in reversed(path[: end + 1])
    ]
