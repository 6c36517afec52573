"""What people have decided on matches before, as a recommendation takes it into account."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from ingest.ledger import Ledger
from matches.naming import pair_of
from matches.refusals import Refusals
from recommend.explain import Found
from recommend.model import Recommendation


class Decided:
    """The decisions that concern one subject's matches. They touch no score: what was refused is left out of
    the list that is shown, and the rest says how it stands.
    """

    def __init__(self, ledger: Ledger, subject: str) -> None:
        self.ledger = ledger
        self.refusals = Refusals(ledger, subject)

    @property
    def more(self) -> int:
        """How many more of each kind must be ranked, so that the list is full without what was refused."""
        return len(self.refusals)

    def kept(
        self, found: Sequence[Recommendation], limit: int, supplier: str = ""
    ) -> tuple[list[Recommendation], int]:
        """(up to `limit` of each kind in their order, how many refused ones would have stood among them);
        `supplier` where it is the supplier who asks.
        """
        kept: list[Recommendation] = []
        left_out = 0
        taken: Counter[str] = Counter()
        for made in found:
            if taken[made.kind] == limit:
                continue
            if self.refusals.of(made.source, supplier or made.id):
                left_out += 1
                continue
            taken[made.kind] += 1
            kept.append(made)
        return kept, left_out

    def kept_found(self, found: Sequence[Found], limit: int) -> tuple[list[Found], int]:
        """`kept`, with the candidates."""
        kept, left_out = self.kept([made for _, made in found], limit)
        shown = {id(made) for made in kept}
        return [one for one in found if id(one[1]) in shown], left_out

    def told(self, made: Recommendation, supplier: str = "") -> Recommendation:
        """With what the match is called and how it stands."""
        pair = pair_of(self.ledger, made.source, supplier or made.id)
        known = self.refusals.standings.get(pair)
        return replace(made, match=pair.word, status=str(known) if known else "")
