"""Decisions as they are told: with the names of both sides."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.caption import Side, side
from ingest.deciding import Decider
from ingest.decisions import Decision, Ruling, Verdict
from ingest.ledger import Ledger


@dataclass(frozen=True, slots=True)
class Ruled:
    """What became of a pair that was decided on: the number of the decision, 0 where it held already, and
    the id under which `left` is shown now.
    """

    decision: int
    verdict: Verdict
    left: Side
    right: Side
    shown: str


@dataclass(frozen=True, slots=True)
class Told:
    """A decision with the names its sides have today; 0 in `undoes` and `undone_by` stands for none."""

    id: int
    kind: str
    left: Side
    right: Side
    verdict: Verdict
    by: str
    at: str
    run: int
    reason: str
    undoes: int
    undone_by: int


def told(ledger: Ledger, made: Decision) -> Told:
    """A decision with names."""
    left, right = side(ledger, made.left), side(ledger, made.right)
    said = (made.verdict, made.by, made.at, made.run, made.reason, made.undoes, made.undone_by)
    return Told(made.id, made.kind, left, right, *said)


def rule(decider: Decider, pairs: list[tuple[str, str]], ruling: Ruling) -> list[Ruled]:
    """Decide on pairs of ids, all or none, and make the ledger show it."""
    made = [decider.rule(*pair, ruling) for pair in pairs]
    decider.finish()
    return [
        Ruled(
            one.id if one else 0,
            ruling.verdict,
            side(decider.ledger, left),
            side(decider.ledger, right),
            decider.records.members.canonical(left),
        )
        for one, (left, right) in zip(made, pairs, strict=True)
    ]
