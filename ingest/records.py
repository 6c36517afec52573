"""Records (what one row says of one entity), their versions, and the entity they add up to."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ingest.identity import identity_keys, new_id, resolve, rewrite_keys, write_keys
from ingest.ledger import Ledger
from ingest.members import Members
from ontology.entity import Properties, Value, canonical, digest
from ontology.model import Kind
from text.terms import terms


@dataclass(frozen=True, slots=True)
class Row:
    """Where a record comes from: run, source, and the number of the raw row in the ledger."""

    run: int
    source: str
    number: int


@dataclass(frozen=True, slots=True)
class Stored:
    """What storing a row did: the entity it speaks of, its record, "added", "changed" or "unchanged", and
    whether the row made the entity.
    """

    entity: str
    record: int
    outcome: str
    fresh: bool


@dataclass(frozen=True, slots=True)
class State:
    """What an entity is: its properties, whether it is only named by others, whether it is gone."""

    properties: Properties
    stub: bool = False
    deleted: bool = False


class Records:
    """Writes records within one run; knows which were seen, so that vanished ones can be told, which
    entities are `fresh` in the run (and have no links yet), which joined `members` changed in it
    (`restated`), and by how much the run changed the number of entities that mention each of the `terms`.
    """

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.members = Members(ledger)
        self.fresh: set[str] = set()
        self.restated: set[str] = set()
        self.terms: Counter[str] = Counter()
        self.seen: dict[str, set[int]] = {}
        self._ordinals: dict[tuple[str, str], int] = {}

    def store(self, kind: Kind, properties: Properties, said: Mapping[str, float], row: Row) -> Stored:
        """Store a checked row and what its texts mention; AmbiguousError when it may mean several."""
        keys = identity_keys(kind, properties)
        entity, fresh = resolve(self.ledger, kind, properties, keys), False
        if entity is None:
            entity, fresh = new_id(self.ledger, kind, keys)
        ordinal = self._ordinals[row.source, entity] = self._ordinals.get((row.source, entity), -1) + 1
        if fresh:
            self.fresh.add(entity)
            outcome, record = "added", self._add(entity, ordinal, properties, row)
            self._insert(kind, entity, properties, said)
            write_keys(self.ledger, kind, entity, properties, keys)
        else:
            outcome, record = self._put(entity, ordinal, properties, row)
            if outcome != "unchanged":
                self.refresh(kind, entity)
        self.seen.setdefault(row.source, set()).add(record)
        return Stored(entity, record, outcome, fresh)

    def stub(self, kind: Kind, properties: Properties) -> str:
        """An entity known only by being named, until its own row arrives; returns its id."""
        keys = identity_keys(kind, properties)
        entity, fresh = new_id(self.ledger, kind, keys)
        if fresh:
            self._insert(kind, entity, properties, None)
        else:
            self._restate(kind, entity, State(merge(kind, [properties]), stub=True))
        write_keys(self.ledger, kind, entity, properties, keys)
        return entity

    def refresh(self, kind: Kind, entity: str) -> None:
        """Recompute an entity from its current records; one without any is deleted, or is a stub again
        while others still name it.
        """
        bodies = [json.loads(body) for _, body in self.current(entity)]
        alive = bool(bodies) or self.named(entity)
        merged = merge(kind, bodies) if bodies else self._caption(kind, entity)
        self._restate(kind, entity, State(merged, stub=alive and not bodies, deleted=not alive))
        rewrite_keys(self.ledger, kind, entity, merged if alive else {})

    def _restate(self, kind: Kind, entity: str, state: State) -> None:
        """Make an entity by itself be this; what is shown of its chain follows later."""
        if entity not in self.members.of:
            self.show(kind, entity, state)
            return
        text = "UPDATE member SET properties = ?, stub = ?, deleted = ? WHERE entity = ?"
        self.ledger.db.execute(text, (_json(state.properties), state.stub, state.deleted, entity))
        self.restated.add(entity)

    def own(self, entity: str) -> State:
        """An entity as it is by itself."""
        text = "SELECT properties, stub, deleted FROM own WHERE id = ?"
        body, stub, deleted = self.ledger.db.execute(text, (entity,)).fetchone()
        return State(json.loads(body), bool(stub), bool(deleted))

    def show(self, kind: Kind, entity: str, state: State) -> None:
        """Write what projections see of an entity."""
        now = {} if state.stub or state.deleted else mentions(kind, state.properties)
        db = self.ledger.db
        before = db.execute("SELECT mentions FROM entity WHERE id = ?", (entity,)).fetchone()[0]
        self.terms.subtract(json.loads(before).keys())
        self.terms.update(now.keys())
        db.execute(
            "UPDATE entity SET properties = ?, mentions = ?, stub = ?, deleted = ?, version = version + 1, "
            "seq = ? WHERE id = ?",
            (
                _json(state.properties),
                _json(now),
                int(state.stub),
                int(state.deleted),
                self.ledger.next_seq(),
                entity,
            ),
        )

    def named(self, entity: str) -> bool:
        """Whether another entity names this one."""
        text = (
            "SELECT 1 FROM link JOIN assertion ON assertion.link = link.id "
            "WHERE ?1 IN (source, target) AND entity != ?1 LIMIT 1"
        )
        return self.ledger.db.execute(text, (entity,)).fetchone() is not None

    def _caption(self, kind: Kind, entity: str) -> dict[str, Value]:
        return {kind.caption: self.own(entity).properties[kind.caption]}

    def current(self, entity: str) -> list[tuple[int, str]]:
        """(record, properties as JSON) that speak of an entity now, oldest first; not of its chain."""
        text = "SELECT id, properties FROM record WHERE entity = ? AND superseded IS NULL ORDER BY run, id"
        return list(self.ledger.db.execute(text, (entity,)))

    def sources(self, file: str) -> list[str]:
        """The sources of records of a file's editions, one for each kind its tables have been of."""
        text = "SELECT DISTINCT source FROM record WHERE source >= ? || '#' AND source < ? || '$'"
        return [row[0] for row in self.ledger.db.execute(text, (file, file))]

    def vanished(self, source: str) -> list[tuple[int, str]]:
        """(record, entity) of a source that stood in an earlier file of it and not in this run's."""
        text = "SELECT id, entity FROM record WHERE source = ? AND superseded IS NULL ORDER BY id"
        seen = self.seen.get(source, set())
        return [
            (record, entity)
            for record, entity in self.ledger.db.execute(text, (source,))
            if record not in seen
        ]

    def retire(self, records: Iterable[tuple[int, str]], run: int) -> list[str]:
        """Take records back; returns the entities they spoke of."""
        touched: dict[str, None] = {}
        for record, entity in records:
            self.ledger.db.execute("UPDATE record SET superseded = ? WHERE id = ?", (run, record))
            touched[entity] = None
        for entity in touched:
            self.refresh(self.ledger.ontology.kinds[self.ledger.ontology.kind_of(entity)], entity)
        return list(touched)

    def _put(self, entity: str, ordinal: int, properties: Properties, row: Row) -> tuple[str, int]:
        text = (
            "SELECT id, hash, version FROM record "
            "WHERE source = ? AND entity = ? AND ordinal = ? AND superseded IS NULL"
        )
        found = self.ledger.db.execute(text, (row.source, entity, ordinal)).fetchone()
        if found and found[1] == digest(canonical(properties)):
            return "unchanged", found[0]
        if found:
            self.ledger.db.execute("UPDATE record SET superseded = ? WHERE id = ?", (row.run, found[0]))
        added = self._add(entity, ordinal, properties, row, version=found[2] + 1 if found else 1)
        return ("changed" if found else "added"), added

    def _add(self, entity: str, ordinal: int, properties: Properties, row: Row, *, version: int = 1) -> int:
        body = canonical(properties)
        cursor = self.ledger.db.execute(
            "INSERT INTO record (source, entity, ordinal, version, run, row, hash, properties) "
            "VALUES (?,?,?,?,?,?,?,?)",
            (row.source, entity, ordinal, version, row.run, row.number, digest(body), body),
        )
        assert cursor.lastrowid is not None
        return cursor.lastrowid

    def _insert(
        self, kind: Kind, entity: str, properties: Properties, said: Mapping[str, float] | None
    ) -> None:
        """A new entity; without `said` it is a stub."""
        self.terms.update((said or {}).keys())
        body = _json(merge(kind, [properties]))
        self.ledger.db.execute(
            "INSERT INTO entity (id, kind, properties, mentions, stub, seq, run) VALUES (?,?,?,?,?,?,?)",
            (entity, kind.kind, body, _json(said or {}), int(said is None), *self.ledger.change()),
        )


_json = json.JSONEncoder(ensure_ascii=False).encode


def merge(kind: Kind, bodies: list[Properties]) -> dict[str, Value]:
    """Properties of an entity from those of its records, oldest first: the latest single value wins, lists
    are united, and a property's companions go with it; the order of names is the kind's, so the same facts
    always give the same text.
    """
    if len(bodies) == 1:
        return {name: bodies[0][name] for name in kind.all_properties if name in bodies[0]}
    merged: dict[str, Value] = {}
    for name, spec in kind.properties.items():
        together = (name, *kind.companions.get(name, ()))
        if len(together) > 1:
            latest = next((body for body in reversed(bodies) if any(one in body for one in together)), {})
            merged |= {one: latest[one] for one in together if one in latest}
            continue
        values = [body[name] for body in bodies if name in body]
        if not values:
            continue
        if spec.many:
            united = dict.fromkeys(
                one for value in values for one in (value if isinstance(value, list) else [str(value)])
            )
            merged[name] = list(united)
        else:
            merged[name] = values[-1]
    return merged


def mentions(kind: Kind, properties: Properties) -> dict[str, float]:
    """The technical words of an entity's texts, as the kind's `mention` weights say."""
    parts: list[tuple[str, float]] = []
    given: list[tuple[str, float]] = []
    for name, spec in kind.properties.items():
        value = properties.get(name)
        if not spec.mention or not value:
            continue
        values = value if isinstance(value, list) else [str(value)]
        parts.append((" ".join(values), spec.mention))
        if spec.type == "keyword" and spec.many:
            given += [(one, spec.mention) for one in values]
    return terms(parts, given) if parts else {}
