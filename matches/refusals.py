"""What was refused and is not to be shown again, in any view of the same firm."""

from __future__ import annotations

from ingest.ledger import Ledger
from matches.chain import REASONS, REFUSED
from matches.naming import Pair, firms_of, needs_of, pair_of
from matches.steps import Standing, standings


class Refusals:
    """The refusals that may concern the matches of one entity (a need, an enterprise, or what may fit one).

    A refusal holds for its own pair. Where its reason speaks of the firm (REASONS), it holds for all needs of
    the firm. A view that names no need is of the firm as a whole: what one of its needs refused is not in it.
    """

    def __init__(self, ledger: Ledger, entity: str) -> None:
        self.ledger = ledger
        about = {entity}
        if ledger.ontology.kind_of(entity) in ("Need", "Enterprise"):
            for firm in firms_of(ledger, entity):
                about |= {firm, *needs_of(ledger, firm)}
        self.standings = {one.pair: one for one in standings(ledger, about)}
        self._refused = [one for one in self.standings.values() if one.now.said.status is REFUSED]

    def __len__(self) -> int:
        return len(self._refused)

    def of(self, source: str, candidate: str) -> Standing | None:
        """The refusal that keeps a match from being shown; None where none does."""
        if not self._refused:
            return None
        pair = pair_of(self.ledger, source, candidate)
        return next((one for one in self._refused if self._holds(one, pair)), None)

    def _holds(self, refusal: Standing, pair: Pair) -> bool:
        if refusal.pair.candidate != pair.candidate:
            return False
        if refusal.pair.subject == pair.subject:
            return True
        firms = set(firms_of(self.ledger, pair.subject))
        if firms.isdisjoint(firms_of(self.ledger, refusal.pair.subject)):
            return False
        return pair.subject in firms or REASONS[refusal.now.said.reason].firm
