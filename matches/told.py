"""Matches and their steps as they are told: with names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.caption import Side
from ingest.ledger import Ledger
from matches.chain import Step
from matches.naming import sides
from matches.steps import Recorded, Standing, histories, standings


@dataclass(frozen=True, slots=True)
class ToldStep:
    """A step in plain values; `undone_by` 0 for one in force."""

    step: int
    status: str
    label: str
    dated: str
    reason: str
    amount: float | None
    note: str
    by: str
    at: str
    undone_by: int


@dataclass(frozen=True, slots=True)
class ToldMatch:
    """A match with the step that stands ("" where all were taken back) and all its steps, oldest first."""

    match: str
    subject: Side
    candidate: Side
    status: str
    steps: Sequence[ToldStep]


@dataclass(frozen=True, slots=True)
class ToldRecord:
    """What became of what was said: the step, whether it was on record before, and what is odd about it."""

    match: str
    subject: Side
    candidate: Side
    step: int
    status: str
    label: str
    dated: str
    already: bool
    warnings: Sequence[str]


def told_step(one: Step) -> ToldStep:
    """A step in plain values."""
    said = one.said
    words = (said.reason, said.amount, said.note, said.by, one.at, one.undone_by)
    return ToldStep(one.id, said.status.name, said.status.label, said.dated, *words)


def told_record(ledger: Ledger, made: Recorded) -> ToldRecord:
    """What became of what was said, with names."""
    said = made.said
    subject, candidate = sides(ledger, made.pair)
    words = (said.status.name, said.status.label, said.dated, made.already, made.warnings)
    return ToldRecord(made.pair.word, subject, candidate, made.step, *words)


def told_matches(ledger: Ledger, status: str | None) -> list[ToldMatch]:
    """All matches with anything on record, the one that moved last first; only those that stand at a status
    where given.
    """
    standing: dict[object, Standing] = {one.pair: one for one in standings(ledger)}
    found = []
    for pair, steps in histories(ledger).items():
        known = standing.get(pair)
        now = known.now.said.status.name if known else ""
        if status in (None, now):
            found.append(ToldMatch(pair.word, *sides(ledger, pair), now, [told_step(one) for one in steps]))
    return sorted(found, key=lambda one: -max(step.step for step in one.steps))
