"""Rows that give one property of one entity different values: who says what, and whose word counts."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from ingest.identity import folded
from ingest.ledger import Ledger, Problem
from ingest.versions import HIDDEN, Place, Reader, Version, versions
from ontology.display import text_of
from ontology.entity import Value
from ontology.model import Kind
from ontology.values.privacy import quoted

CODE = "conflicting_value"
CODES = frozenset((CODE, "ambiguous_identity", "ambiguous_reference", "unknown_reference"))
"""Codes of problems that set a row against another, or against what the ledger knows."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """A property of an entity that several rows give, each its own value; `kept` is the latest's."""

    entity: str
    property: str
    kept: Version
    lost: tuple[Version, ...]


def conflicts(ledger: Ledger, entity: str, run: int) -> Iterator[Conflict]:
    """The conflicts among the rows that speak of an entity in the run that is being written."""
    if not _differ(ledger, entity):
        return
    current = [one for one in versions(ledger, entity, run) if one.holds(run)]
    kind = ledger.ontology.kinds[ledger.ontology.kind_of(entity)]
    for name in comparable(kind):
        told = [one for one in current if name in one.properties]
        if len(told) < 2:
            continue
        kept = told[-1]
        ours = folded(kind, name, kept.properties[name])
        lost = tuple(one for one in told if folded(kind, name, one.properties[name]) != ours)
        if lost:
            yield Conflict(entity, name, kept, lost)


def _differ(ledger: Ledger, entity: str) -> bool:
    """Whether any property is given twice, and differently; the quick look that most entities end with."""
    text = "SELECT properties FROM record WHERE entity = ? AND superseded IS NULL"
    rows = ledger.db.execute(text, (entity,)).fetchall()
    if len(rows) < 2:
        return False
    seen: dict[str, Value] = {}
    pairs = (pair for (body,) in rows for pair in json.loads(body).items())
    return any(seen.setdefault(name, value) != value for name, value in pairs)


def comparable(kind: Kind) -> list[str]:
    """Properties that can have but one value: not those of which there are many, nor those that tell of an
    event (a stationing with its role and dates), of which every row may tell another.
    """
    events = [(name, spec) for name, spec in kind.linked.items() if spec.properties]
    told = {one for name, spec in events for one in (name, *spec.properties.values())}
    return [name for name, spec in kind.properties.items() if not spec.many and name not in told]


def problem(reader: Reader, conflict: Conflict, row: Version, places: Mapping[int, Place]) -> Problem:
    """The warning for one of a conflict's rows; `places` are where the records of this run stand in it."""
    kind = _kind(reader, conflict)
    spec = kind.properties[conflict.property]
    ours, others = places[row.id], conflict.lost if row is conflict.kept else (conflict.kept,)
    said = "，".join(
        f"{_where(reader, ours, one, places.get(one.id))}写的是{_value(kind, conflict, one)}"
        for one in others[:3]
    )
    outcome = "后来的算数，采用这一行的" if row is conflict.kept else "后来的算数，采用那里的"
    message = f"“{spec.label}”这一行写{_value(kind, conflict, row)}，{said}；{outcome}。请核对，两处改成一致"
    heading = next(reader.headings(kind, row, conflict.property), spec.label)
    return Problem(ours.sheet, ours.row, heading, CODE, message, "warning")


def _kind(reader: Reader, conflict: Conflict) -> Kind:
    return reader.ledger.ontology.kinds[reader.ledger.ontology.kind_of(conflict.entity)]


def _value(kind: Kind, conflict: Conflict, row: Version) -> str:
    spec = kind.properties[conflict.property]
    return HIDDEN if spec.private else quoted(text_of(spec, row.properties[conflict.property]))


def _where(reader: Reader, ours: Place, theirs: Version, now: Place | None) -> str:
    """Another row, as seen from ours: without the file where that is the same, with its run where older."""
    place = now or theirs.place
    file = "" if now and place.file == ours.file else Path(place.file).name
    sheet = "" if not file and place.sheet == ours.sheet else place.sheet
    run = "" if now else f"（{reader.moment(theirs.run).spoken} 导入）"
    return " ".join(part for part in (file, sheet, f"第 {place.row} 行{run}") if part)
