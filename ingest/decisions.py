"""Decisions on who is who: a table that is only added to. What follows from them is in chains.py, and what
the ledger then shows in merging.py.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from ingest.ledger import Ledger

AUTO = "auto"
"""Who decided a pair whose score was sure."""
Verdict = Literal["same", "different", "undone"]


@dataclass(frozen=True, slots=True)
class Ruling:
    """What is said of a pair, by whom and why; `at` (UTC, ISO 8601) is now where left out."""

    verdict: Verdict
    by: str
    reason: str = ""
    at: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision on two entities of one kind, `left` < `right`; `undone_by` is the number of the one that
    took it back, `undoes` of the one it takes back, and 0 stands for none.
    """

    id: int
    kind: str
    left: str
    right: str
    verdict: Verdict
    by: str
    at: str
    run: int
    reason: str
    undoes: int = 0
    undone_by: int = 0


def record(ledger: Ledger, run: int, pair: tuple[str, str], ruling: Ruling, *, undoes: int = 0) -> Decision:
    """Add a decision on a pair of ids; what follows from it is the caller's part."""
    left, right = sorted(pair)
    at = ruling.at or datetime.now(UTC).isoformat(timespec="seconds")
    kind = ledger.ontology.kind_of(left)
    values = (kind, left, right, ruling.verdict, ruling.by, at, run, ruling.reason)
    text = (
        "INSERT INTO decision (kind, left, right, verdict, by, at, run, reason, undoes) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
    )
    number = ledger.db.execute(text, (*values, undoes or None)).lastrowid
    assert number is not None
    return Decision(number, *values, undoes)


def in_force(ledger: Ledger) -> Iterator[Decision]:
    """Decisions nobody took back, oldest first."""
    rows = ledger.db.execute(f"{_SELECT} WHERE one.undoes IS NULL AND other.id IS NULL ORDER BY one.id")
    return map(_decision, rows)


def decision(ledger: Ledger, number: int) -> Decision | None:
    """A decision by its number."""
    found = ledger.db.execute(f"{_SELECT} WHERE one.id = ?", (number,)).fetchone()
    return _decision(found) if found else None


def on_pair(ledger: Ledger, left: str, right: str) -> list[Decision]:
    """All that was ever decided on a pair of ids (in any order), oldest first; undoings are left out."""
    text = f"{_SELECT} WHERE one.left = ? AND one.right = ? AND one.undoes IS NULL ORDER BY one.id"
    return [_decision(row) for row in ledger.db.execute(text, sorted((left, right)))]


def of_entity(ledger: Ledger, entity: str) -> list[Decision]:
    """All decisions that name an entity, undoings included, oldest first."""
    text = f"{_SELECT} WHERE ? IN (one.left, one.right) ORDER BY one.id"
    return [_decision(row) for row in ledger.db.execute(text, (entity,))]


def log(ledger: Ledger, limit: int) -> list[Decision]:
    """The latest decisions and undoings, newest first."""
    return [_decision(row) for row in ledger.db.execute(f"{_SELECT} ORDER BY one.id DESC LIMIT ?", (limit,))]


def history(ledger: Ledger) -> Iterator[Decision]:
    """All decisions and undoings, oldest first."""
    return map(_decision, ledger.db.execute(f"{_SELECT} ORDER BY one.id"))


_SELECT = (
    "SELECT one.id, one.kind, one.left, one.right, one.verdict, one.by, one.at, one.run, one.reason, "
    "coalesce(one.undoes, 0), coalesce(other.id, 0) "
    "FROM decision AS one LEFT JOIN decision AS other ON other.undoes = one.id"
)


def _decision(row: tuple[int, str, str, str, Verdict, str, str, int, str, int, int]) -> Decision:
    return Decision(*row)
