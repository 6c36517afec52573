"""What is new for a standing query: matches of its county, institute or enterprise it has not listed yet."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ingest.members import canonical
from matches.chain import STATUSES
from matches.naming import SUPPLY, Pair, pair_of
from matches.watches import Watch, listed
from ontology.entity import Entity
from recommend.calibration import LABELS
from recommend.candidates import Within
from recommend.decided import Decided
from recommend.engine import ranked
from recommend.explain import Explainer
from recommend.grade import free_first
from recommend.model import Recommendation
from recommend.stores import Stores

_OWN = (
    "SELECT target FROM link WHERE relation = 'OWNS' AND source = ?1 AND NOT deleted UNION "
    "SELECT source FROM link WHERE relation = 'WORKS_AT' AND target = ?1 AND NOT deleted"
)


@dataclass(frozen=True, slots=True)
class Fresh:
    """A new match: the enterprise, what its recommendation says, and what the match is."""

    enterprise: Entity
    made: Recommendation
    pair: Pair


class Watcher:
    """Works out what is new for one query. A match is new that the query has not listed, or has listed with a
    lower grade, and on which nothing is decided beyond a push.
    """

    def __init__(self, stores: Stores, watch: Watch) -> None:
        self.stores = stores
        self.ledger = stores.ledger
        self.terms = watch.terms
        self.before = listed(self.ledger, watch)
        self.members = self._members()

    def fresh(self, progress: Callable[[int, int], None]) -> list[Fresh]:
        """The new matches, enterprise by enterprise in the order of their ids, each as it was ranked."""
        subjects = list(self._enterprises())
        found: list[Fresh] = []
        for number, enterprise in enumerate(subjects, start=1):
            found += self._of(enterprise)
            progress(number, len(subjects))
        return found

    def _of(self, enterprise: Entity) -> Iterator[Fresh]:
        """Of the list that `recommend` would show, or of an institute's part of it, what is new: what was
        listed keeps its place in it, so that a run brings what rose into the list and does not walk down the
        ranking.
        """
        asked = (self.terms.aims, self.terms.most)
        subject, found, decided = ranked(self.stores, enterprise, asked, within=self.members)
        kept, _ = decided.kept_found(found, self.terms.most)
        undecided = [one for one in kept if self._undecided(decided, one[1])]
        explainer = Explainer(self.stores, subject)
        for made in map(decided.told, free_first(explainer.explain(undecided))):
            pair = pair_of(self.ledger, made.source, made.id)
            if self._is_new(pair, made.reasons.grade.label):
                yield Fresh(enterprise, made, pair)

    def _undecided(self, decided: Decided, made: Recommendation) -> bool:
        known = decided.refusals.standings.get(pair_of(self.ledger, made.source, made.id))
        return known is None or known.now.said.status is STATUSES["pushed"]

    def _is_new(self, pair: Pair, grade: str) -> bool:
        rank = LABELS.index(grade)
        before = self.before.get(pair)
        return rank >= LABELS.index(self.terms.least) and (before is None or rank > LABELS.index(before))

    def _enterprises(self) -> Iterator[Entity]:
        if self.terms.scope == "enterprise":
            found = self.ledger.entity(canonical(self.ledger, self.terms.target))
            yield from [found] if found else []
            return
        for change in self.ledger.entities("Enterprise"):
            county = change.entity.properties.get("county")
            if self.terms.scope == "institute" or county == self.terms.target:
                yield change.entity

    def _members(self) -> Within | None:
        """By kind, whose matches an institute's are: its achievements', its doctors', its own; None where any
        may be.
        """
        if self.terms.scope != "institute":
            return None
        institute = canonical(self.ledger, self.terms.target)
        own = [institute, *(row[0] for row in self.ledger.db.execute(_OWN, (institute,)))]
        kind_of = self.ledger.ontology.kind_of
        return {kind: [one for one in own if kind_of(one) == kind] for kind in SUPPLY}
