"""How many matches came how far."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from ingest.ledger import Ledger
from matches.chain import PAID, REASONS, REFUSED, STATUSES, furthest
from matches.steps import standings


@dataclass(frozen=True, slots=True)
class Level:
    """A step: how many matches stand there `now`, and how many `reached` it or went beyond (the refused
    too).
    """

    status: str
    label: str
    now: int
    reached: int


@dataclass(frozen=True, slots=True)
class Funnel:
    """Matches with any step on record, the levels in the order of the chain, refusals by reason, and what was
    paid in all (元).
    """

    matches: int
    levels: list[Level]
    refused: dict[str, int]
    paid: float


def funnel(ledger: Ledger) -> Funnel:
    """Of all matches on record."""
    found = standings(ledger)
    now = Counter(one.now.said.status.name for one in found)
    far = [furthest(one.steps).place for one in found]
    why = Counter(one.now.said.reason for one in found if one.now.said.status is REFUSED)
    paid = (step.said.amount or 0.0 for one in found for step in one.steps if step.said.status is PAID)
    return Funnel(
        matches=len(found),
        levels=[
            Level(one.name, one.label, now[one.name], sum(place >= one.place for place in far))
            for one in STATUSES.values()
            if one is not REFUSED
        ],
        refused={code: why[code] for code in REASONS if why[code]},
        paid=round(sum(paid), 2),
    )
