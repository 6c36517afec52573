"""The one place where phone numbers and mail addresses are whole: the table `personal` of the ledger. Values
rest on records; only those of records that stand are kept. Who took them out unmasked is kept too.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from errors import UsageError
from ingest.ledger import Ledger
from ingest.records import Row, Stored
from ontology.entity import Properties
from ontology.model import Kind
from ontology.values import VALUE_TYPES
from ontology.values.base import Options
from ontology.values.privacy import redacted

SHORTEST = 5
"""Characters a purpose has at least."""


@dataclass(frozen=True, slots=True)
class Contacts:
    """A kind's contacts as a table: one row for each entity that has any, whose ids are `entities`."""

    heading: list[str]
    rows: list[list[str]]
    entities: list[str]
    unmasked: bool


def personal_properties(kind: Kind) -> tuple[str, ...]:
    """The properties of a kind whose whole values are kept apart."""
    return _personal(kind.kind, tuple((name, spec.type) for name, spec in kind.properties.items()))


@lru_cache(maxsize=64)
def _personal(_kind: str, types: tuple[tuple[str, str], ...]) -> tuple[str, ...]:
    return tuple(name for name, value_type in types if VALUE_TYPES[value_type].whole)


def keep(
    ledger: Ledger, stored: Stored, row: Row, given: Mapping[str, Sequence[str]], masked: Properties
) -> bool:
    """Keep the whole values a stored row gave; returns whether they are other than those it gave before.

    A value that came masked, as in a table we wrote ourselves, stands for the whole one that is known.
    """
    kind = ledger.ontology.kinds[ledger.ontology.kind_of(stored.entity)]
    names = [name for name in personal_properties(kind) if name in masked]
    if not names:
        return False
    said = {name: given.get(name) or _known(ledger, stored, name, masked) for name in names}
    now = {(name, value) for name, values in said.items() for value in values}
    text = "SELECT property, value FROM personal WHERE record = ?"
    before = set(ledger.db.execute(text, (stored.record,)))
    ledger.db.executemany(
        "DELETE FROM personal WHERE record = ? AND property = ? AND value = ?",
        [(stored.record, *one) for one in sorted(before - now)],
    )
    since = datetime.now(UTC).isoformat(timespec="seconds")
    ledger.db.executemany(
        "INSERT INTO personal VALUES (?, ?, ?, ?, ?)",
        [(stored.record, *one, row.run, since) for one in sorted(now - before)],
    )
    return now != before


def drop_superseded(ledger: Ledger) -> None:
    """Let go of what rests on records that no longer stand; their masked values stay in the records."""
    text = "DELETE FROM personal WHERE record IN (SELECT id FROM record WHERE superseded IS NOT NULL)"
    ledger.db.execute(text)


def contacts(ledger: Ledger, kind: Kind, *, unmasked: bool) -> Contacts:
    """Every living entity of a kind that has a private property, with what names it; UsageError for a kind
    without any.
    """
    if not kind.private:
        having = [f"{one.kind}（{one.label}）" for one in ledger.ontology.kinds.values() if one.private]
        raise UsageError(f"{kind.label}没有联系方式", f"--kind 可用：{'、'.join(having)}")
    names = [n for n, spec in kind.properties.items() if n == kind.caption or spec.required or spec.private]
    whole = _whole(ledger, kind) if unmasked else {}
    table = Contacts(["编号", *(kind.properties[name].label for name in names)], [], [], unmasked)
    for change in ledger.entities(kind.kind):
        entity = change.entity
        if kind.private.isdisjoint(entity.properties):
            continue
        known = {**entity.properties, **whole.get(entity.id, {})}
        table.rows.append([entity.id, *(_text(known.get(name, "")) for name in names)])
        table.entities.append(entity.id)
    return table


def disclose(ledger: Ledger, who: str, purpose: str, taken: Contacts) -> None:
    """Note who takes whole values out, for what, and whose."""
    now = datetime.now(UTC).isoformat(timespec="seconds")
    ids = json.dumps(taken.entities, ensure_ascii=False)
    text = "INSERT INTO disclosure (at, who, purpose, entities, count) VALUES (?, ?, ?, ?, ?)"
    ledger.db.execute(text, (now, who, redacted(purpose), ids, len(taken.entities)))


def disclosures(ledger: Ledger) -> list[dict[str, Any]]:
    """Every unmasked export, latest first: at (UTC), who, purpose, entities (ids), count."""
    text = "SELECT at, who, purpose, entities, count FROM disclosure ORDER BY id DESC"
    names = ("at", "who", "purpose", "entities", "count")
    return [
        {**dict(zip(names, row, strict=True)), "entities": json.loads(row[3])}
        for row in ledger.db.execute(text)
    ]


def _known(ledger: Ledger, stored: Stored, name: str, masked: Properties) -> list[str]:
    """The whole values of an entity that look as these do when they are masked."""
    kind = ledger.ontology.kinds[ledger.ontology.kind_of(stored.entity)]
    clean = VALUE_TYPES[kind.properties[name].type].clean
    shown = masked[name]
    wanted = shown if isinstance(shown, list) else [str(shown)]
    text = (
        "SELECT DISTINCT value FROM personal JOIN record ON record.id = personal.record "
        "WHERE record.entity = ? AND property = ? ORDER BY record.id"
    )
    values = [row[0] for row in ledger.db.execute(text, (stored.entity, name))]
    return [value for value in values if clean(value, Options()) in wanted]


def _whole(ledger: Ledger, kind: Kind) -> dict[str, dict[str, str | list[str]]]:
    """Entity -> property -> whole value; the latest record wins, as it does for masked ones."""
    text = (
        "SELECT record.entity, property, value FROM personal JOIN record ON record.id = personal.record "
        "WHERE superseded IS NULL ORDER BY record.run, record.id"
    )
    found: dict[str, dict[str, str | list[str]]] = {}
    for entity, name, value in ledger.db.execute(text):
        if ledger.ontology.kind_of(entity) != kind.kind:
            continue
        values = found.setdefault(entity, {})
        if kind.properties[name].many:
            several = values.setdefault(name, [])
            assert isinstance(several, list)
            several.append(value)
        else:
            values[name] = value
    return found


def _text(value: object) -> str:
    return "；".join(map(str, value)) if isinstance(value, list) else str(value)
