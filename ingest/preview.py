"""What a run changes, entity by entity and property by property: the ledger before and after it, compared."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from ingest.ledger import Ledger
from ingest.past import Past
from ingest.records import merge
from ingest.versions import HIDDEN, Version, versions
from ontology.entity import Properties, Value
from ontology.model import Kind


@dataclass(frozen=True, slots=True)
class Listed:
    """An entity, and the row that tells of it."""

    kind: str
    id: str
    name: str
    file: str
    sheet: str
    row: int


@dataclass(frozen=True, slots=True)
class PropertyChange:
    """A property before and after, None for not there; a private one is hidden."""

    property: str
    label: str
    old: Value | None
    new: Value | None


@dataclass(frozen=True, slots=True)
class Changed:
    """An entity whose rows add up to other values than before, and the last row that has part in it."""

    kind: str
    id: str
    name: str
    changes: Sequence[PropertyChange]
    file: str
    sheet: str
    row: int


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A problem that sets a row against another, or against what the ledger knows, with its place."""

    file: str
    sheet: str
    row: int
    column: str
    code: str
    message: str


@dataclass(slots=True)
class Preview:
    """What a run does: `counts` of all, and the first of each in lists. `added`: entities that get a row and
    had none, with the first; `retired`: those no row speaks of any more, with the last that did; `named`:
    those nothing is known of but that a row names them.
    """

    counts: dict[str, int]
    added: list[Listed] = field(default_factory=list)
    changed: list[Changed] = field(default_factory=list)
    retired: list[Listed] = field(default_factory=list)
    named: list[Listed] = field(default_factory=list)
    conflicts: list[Contradiction] = field(default_factory=list)

    def add(self, section: str, one: Any, limit: int) -> None:
        """Count one more, and keep it while there are no more than `limit`."""
        kept: list[Any] = getattr(self, section)
        self.counts[section] += 1
        if len(kept) < limit:
            kept.append(one)


SECTIONS = ("added", "changed", "retired", "named", "conflicts")


def preview(ledger: Ledger, run: int, limit: int) -> Preview:
    """What a run did to the entities its rows speak of, in the order of the rows; conflicts are the loader's
    to add. Call it inside the transaction of a run that will be rolled back, or for any run afterwards.
    """
    found = Preview(dict.fromkeys(SECTIONS, 0))
    for entity in _touched(ledger, run):
        difference = _difference(ledger, entity, run)
        if difference:
            found.add(*difference, limit)
    past = Past(ledger, run)
    for entity in _named(ledger, run):
        full = len(found.named) >= limit
        found.add("named", None if full else _newly_named(past, entity), limit)
    return found


def _touched(ledger: Ledger, run: int) -> Iterator[str]:
    text = (
        "SELECT entity FROM record WHERE run = ?1 OR superseded = ?1 GROUP BY entity "
        "ORDER BY min(run != ?1), min(CASE WHEN run = ?1 THEN id END), min(id)"
    )
    return (row[0] for row in ledger.db.execute(text, (run,)))


def _difference(ledger: Ledger, entity: str, run: int) -> tuple[str, Listed | Changed] | None:
    """(section, what is to be told) of an entity, None where its rows add up to the same as before."""
    kind = ledger.ontology.kinds[ledger.ontology.kind_of(entity)]
    told = versions(ledger, entity, run)
    old, new = [one for one in told if one.holds(run - 1)], [one for one in told if one.holds(run)]
    before, after = _merged(kind, old), _merged(kind, new)
    name = str((after or before)[kind.caption])
    if not old:
        return "added", Listed(kind.kind, entity, name, *new[0].place)
    if not new:
        return "retired", Listed(kind.kind, entity, name, *old[-1].place)
    changes = _changes(kind, before, after)
    last = next((one for one in reversed(new) if one.run == run), new[-1])
    return ("changed", Changed(kind.kind, entity, name, changes, *last.place)) if changes else None


def _merged(kind: Kind, told: list[Version]) -> Properties:
    return merge(kind, [one.properties for one in told]) if told else {}


def _changes(kind: Kind, before: Properties, after: Properties) -> list[PropertyChange]:
    return [
        PropertyChange(name, spec.label, *(_shown(spec.private, body.get(name)) for body in (before, after)))
        for name, spec in kind.properties.items()
        if before.get(name) != after.get(name)
    ]


def _shown(private: bool, value: Value | None) -> Value | None:
    return HIDDEN if private and value is not None else value


def _named(ledger: Ledger, run: int) -> list[str]:
    """Entities first known in a run, and only by name."""
    text = "SELECT id FROM entity WHERE run = ? AND stub AND NOT deleted ORDER BY seq"
    return [row[0] for row in ledger.db.execute(text, (run,))]


def _newly_named(past: Past, entity: str) -> Listed:
    version, _ = past.namings(entity)[0]
    return Listed(past.kind(entity).kind, entity, past.name(entity), *version.place)
