"""Removing a person from the ledger on request, for good: the entity, what was said of it, and where others
name it. Graph and index follow; `settle` then lets go of the last that told them whom to remove.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field

from ingest.admit import leave_out, listed
from ingest.clear import Clearing
from ingest.deciding import Decider
from ingest.identity import folded
from ingest.ledger import Ledger
from ingest.links import Linker
from ingest.members import Members
from ingest.named import name_key
from ingest.person import Person, portrait
from ingest.records import Records
from ingest.tombstones import Tombstones
from ontology.entity import Entity, Value, canonical, digest
from ontology.model import Kind
from ontology.values.privacy import redacted

WAITING = "forgetting"
"""Name under which the ledger remembers ids that graph and index have still to remove."""
_NEAR = "SELECT source FROM link WHERE target = :id UNION SELECT target FROM link WHERE source = :id"


@dataclass(slots=True)
class Forgotten:
    """What a removal did: the tombstone and its date; how many records, raw rows, links and whole phone
    numbers or addresses went; how often he was named elsewhere; where the name was `left` because it cannot
    be told who is meant; and stores that once followed this ledger and are not at hand (`elsewhere`).
    """

    tombstone: int
    date: str
    records: int = 0
    rows: int = 0
    links: int = 0
    personal: int = 0
    mentions: int = 0
    left: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)

    def add(self, other: Forgotten) -> None:
        """Count what went with another entity of the same person."""
        for name in ("records", "rows", "links", "personal", "mentions"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.left += other.left


def forget(ledger: Ledger, entity: Entity, reason: str) -> Forgotten:
    """Remove a person, with all whom decisions have made one with him; one transaction."""
    with ledger.transaction():
        run = ledger.start_run("forget")
        found = [one for member in _parted(ledger, entity.id, run) if (one := ledger.entity(member))]
        removed = [_remove(ledger, one, reason) for one in found]
        told = removed[0]
        for other in removed[1:]:
            told.add(other)
        ledger.db.execute("DELETE FROM form")  # a word of his name may stand among them; made anew
        ledger.db.execute("DELETE FROM cursor WHERE projection = 'names'")
        ledger.finish_run(run, {"tombstone": told.tombstone})
    return told


def _parted(ledger: Ledger, entity: str, run: int) -> list[str]:
    """Everyone an entity was joined with, itself first, each by himself again and nothing decided of him."""
    chain = Members(ledger).chain(entity)
    records = Records(ledger)
    decider = Decider(records, Linker(ledger, records), run)
    for one in chain:
        decider.forget(one)
    decider.finish()
    return sorted(chain, key=lambda one: one != entity)


def _remove(ledger: Ledger, entity: Entity, reason: str) -> Forgotten:
    person = portrait(ledger, entity)
    why = redacted(person.removed(reason)[0])
    stone = Tombstones(ledger).bury(person.kind, person.bodies, why, alone=person.alone)
    removal = _Removal(ledger, person)
    removal.told = Forgotten(*stone)
    removal.run()
    return removal.told


def waiting(ledger: Ledger) -> bool:
    """Whether a removal has not yet come to its end in all stores."""
    return ledger.meta(WAITING) is not None


def settle(ledger: Ledger) -> None:
    """Once graph and index have followed: drop the bare ids of what was removed, and write the file anew, so
    that no free page and no log of it holds what is gone.
    """
    gone = json.loads(ledger.meta(WAITING) or "[]")
    with ledger.transaction():
        for one in gone:
            ledger.db.execute("DELETE FROM link WHERE ? IN (source, target)", (one,))
            ledger.db.execute("DELETE FROM entity WHERE id = ?", (one,))
        ledger.set_meta(WAITING, "[]")
    ledger.db.execute("VACUUM")
    ledger.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    ledger.db.execute("DELETE FROM meta WHERE name = ?", (WAITING,))


class _Removal:
    told: Forgotten

    def __init__(self, ledger: Ledger, person: Person) -> None:
        self.ledger = ledger
        self.db = ledger.db
        self.person = person
        self.records = Records(ledger)
        self.linker = Linker(ledger, self.records)
        self.near = {row[0] for row in self.db.execute(_NEAR, {"id": person.entity})} - {person.entity}
        self.clearing = Clearing(ledger, person, self.near)
        self.numbers = {
            (name, folded(person.kind, name, one))
            for name in person.kind.reference
            for body in person.bodies
            for one in listed(body.get(name))
        }

    def run(self) -> None:
        """Everything, in the order in which one thing needs another."""
        self.told.left = [f"{self.person.kind.label} {one}" for one in self._namesakes()]
        self.clearing.clear_rows()
        self._own_records()
        touched = self._other_records()
        for entity in touched:
            self.records.refresh(self._kind(entity), entity)
        self.linker.update([*touched, self.person.entity])
        self._entity()
        self._terms()
        self.clearing.clear_rest()
        self.told.rows = self.clearing.rows
        self.told.mentions += self.clearing.mentions
        self.told.left += self.clearing.places

    def _namesakes(self) -> list[str]:
        """Others of his name, one of whom may be him under another institute's name."""
        return [
            change.entity.id
            for change in self.ledger.entities(self.person.kind.kind)
            if change.entity.id != self.person.entity
            and self.clearing.is_namesake(dict(change.entity.properties))
        ]

    def _own_records(self) -> None:
        """His records of all versions, and the whole values that rest on them."""
        mine = "(SELECT id FROM record WHERE entity = ?)"
        which = (self.person.entity,)
        self.told.personal = self.db.execute(f"DELETE FROM personal WHERE record IN {mine}", which).rowcount
        self.told.records = self.db.execute("DELETE FROM record WHERE entity = ?", which).rowcount

    def _other_records(self) -> list[str]:
        """Records of others without him; returns the entities whose standing records changed."""
        touched: dict[str, None] = {}
        text = "SELECT id, entity, properties, superseded FROM record ORDER BY id"
        for record, entity, body, superseded in self.db.execute(text).fetchall():
            told: dict[str, Value] = json.loads(body)
            kept = self._without_him(entity, told)
            if kept == told:
                continue
            new = canonical(kept)
            change = "UPDATE record SET properties = ?, hash = ? WHERE id = ?"
            self.db.execute(change, (new, digest(new), record))
            if superseded is None:
                touched[entity] = None
        return list(touched)

    def _without_him(self, entity: str, body: dict[str, Value]) -> dict[str, Value]:
        """A record's properties without him."""
        kind = self._kind(entity)
        kept = dict(body)
        text = json.dumps(body, ensure_ascii=False)
        meant = self.person.named_in(text) and (entity in self.near or self.person.meant_in(text))
        for name, spec in kind.linked.items():
            if self.person.kind.kind in spec.to:
                him = {one for one in listed(body.get(name)) if self._is_him(one, by_name=meant)}
                self.told.mentions += len(him)
                if him:
                    leave_out(kept, name, him)
        if kind == self.person.kind and self.clearing.is_namesake(body):
            return kept
        cleared: dict[str, Value] = self.clearing.walked(kept) if meant else kept
        return cleared

    def _is_him(self, value: str, *, by_name: bool) -> bool:
        """Whether a value that names a person names him, by a number of his or by name."""
        kind = self.person.kind
        if any((name, folded(kind, name, value)) in self.numbers for name in kind.reference):
            return True
        return by_name and name_key(value) in self.person.names

    def _entity(self) -> None:
        """Nothing of the entity stays but its id, marked as deleted for the stores to follow."""
        entity = self.person.entity
        self.records.refresh(self.person.kind, entity)
        self.linker.update(())
        self.db.execute("DELETE FROM key WHERE entity = ?", (entity,))
        self._bare(entity)
        text = "SELECT id FROM link WHERE ? IN (source, target)"
        links = {row[0] for row in self.db.execute(text, (entity,))}
        for link in sorted(links):
            change = "UPDATE link SET deleted = 1, properties = '{}', seq = ? WHERE id = ?"
            self.db.execute(change, (self.ledger.next_seq(), link))
        self.told.links = len(links)
        self.clearing.drop_about({entity, *links})

    def _terms(self) -> None:
        """Words that are his name, or a piece of it, and that nobody mentions any more, are no terms."""
        for change in list(self.ledger.entities("Term")):
            word = str(change.entity.properties.get("name", ""))
            piece = any(name_key(word) in name for name in self.person.names)
            if not change.entity.properties.get("df") and (piece or self.person.named_in(word)):
                self._bare(change.entity.id)

    def _bare(self, entity: str) -> None:
        text = (
            "UPDATE entity SET properties = '{}', mentions = '{}', stub = 0, deleted = 1, "
            "version = version + 1, seq = ? WHERE id = ?"
        )
        self.db.execute(text, (self.ledger.next_seq(), entity))
        gone = json.loads(self.ledger.meta(WAITING) or "[]")
        self.ledger.set_meta(WAITING, json.dumps([*gone, entity], ensure_ascii=False))

    def _kind(self, entity: str) -> Kind:
        return self.ledger.ontology.kinds[self.ledger.ontology.kind_of(entity)]
