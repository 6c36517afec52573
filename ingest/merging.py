"""What the ledger shows of joined entities: one canonical entity with the records and links of all.

Exact in both directions: everything here is worked out anew from what each member is by itself.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from itertools import product

from ingest.ledger import Ledger
from ingest.members import Members
from ingest.records import Records, State, merge
from ontology.entity import link_id
from ontology.model import Kind

Tie = tuple[str, str, str, str]
"""A link as relation, source, target and properties (JSON)."""


def canonical_of(ledger: Ledger, chain: Iterable[str]) -> str:
    """The member shown for a chain: the one with the strongest identity key, among those the one that has
    been recorded longest, then the least id. Follows from the ledger alone, whatever was joined first.
    """
    return min(chain, key=lambda entity: (_strength(ledger, entity), _age(ledger, entity), entity))


def regroup(records: Records, chains: Iterable[Collection[str]]) -> set[str]:
    """Make the members of each chain one (a single one: itself again); returns all members. An entity that
    was joined to one of a chain must be in it, or in another of the chains.
    """
    moved: set[str] = set()
    canonicals: list[str] = []
    for chain in chains:
        moved.update(chain)
        if len(chain) == 1:
            _release(records, *chain)
            continue
        canonicals.append(canonical_of(records.ledger, chain))
        for entity in chain:
            _enter(records, entity, canonicals[-1])
    for canonical in canonicals:
        add_up(records, canonical)
    return moved


def add_up(records: Records, canonical: str) -> None:
    """Show a chain as its canonical entity, which has the records of all and its own identity, and the others
    as gone.
    """
    kind = _kind(records.ledger, canonical)
    alone = {one: records.own(one) for one in records.members.chain(canonical)}
    bodies = [json.loads(body) for body in _bodies(records.ledger, canonical)]
    named = [state.properties for state in alone.values() if not state.deleted]
    kept = {name for names in (*kind.identity, (kind.caption,)) for name in names}
    own = {
        name: value
        for name, value in alone[canonical].properties.items()
        if name in kept and not kind.properties[name].many
    }
    gone = all(state.deleted for state in alone.values())
    for one, state in alone.items():
        if one != canonical:
            _hide(records, kind, one, state)
    merged = merge(kind, [*(bodies or named), own])
    records.show(kind, canonical, State(merged, stub=not bodies and not gone, deleted=gone))


def links_of(ledger: Ledger, entities: Iterable[str]) -> Iterator[str]:
    """Ids of all links, shown or not, that start from or lead to one of these."""
    for entity in sorted(entities):
        text = "SELECT id FROM link WHERE source = ?1 OR target = ?1 ORDER BY id"
        yield from (row[0] for row in ledger.db.execute(text, (entity,)))


def reflect(ledger: Ledger, members: Members, links: Iterable[str]) -> None:
    """Show each of these links between canonical entities alone, and once where several come to the same."""
    text = "SELECT relation, source, target, properties FROM link WHERE id = ?"
    for link in sorted(links):
        relation, source, target, properties = ledger.db.execute(text, (link,)).fetchone()
        shown = (relation, members.canonical(source), members.canonical(target), properties)
        for tie in dict.fromkeys(((relation, source, target, properties), shown)):
            _appear(ledger, members, tie)


def _appear(ledger: Ledger, members: Members, tie: Tie) -> None:
    """Show a link if its ends are canonical and a row says it of them or of members; else hide it."""
    relation, source, target, properties = tie
    wanted = members.canonical(source) == source and members.canonical(target) == target
    if wanted:
        ends = product(members.chain(source), members.chain(target))
        wanted = any(_said(ledger, (relation, *some, properties)) for some in ends)
    found = ledger.db.execute("SELECT deleted FROM link WHERE id = ?", (_id(tie),)).fetchone()
    if wanted != (found is not None and not found[0]):
        ledger.db.execute(
            "INSERT INTO link (id, relation, source, target, properties, deleted, seq) "
            "VALUES (?, ?, ?, ?, ?, ?, ?) "
            "ON CONFLICT DO UPDATE SET deleted = excluded.deleted, seq = excluded.seq",
            (_id(tie), *tie, int(not wanted), ledger.next_seq()),
        )


def _said(ledger: Ledger, tie: Tie) -> bool:
    return ledger.db.execute("SELECT 1 FROM assertion WHERE link = ?", (_id(tie),)).fetchone() is not None


def _id(tie: Tie) -> str:
    relation, source, target, properties = tie
    return link_id(relation, source, target, "" if properties == "{}" else properties)


def _enter(records: Records, entity: str, canonical: str) -> None:
    """Put an entity into a chain; one that was alone leaves beside what it is by itself."""
    if entity in records.members.of:
        text = "UPDATE member SET canonical = ? WHERE entity = ?"
        records.ledger.db.execute(text, (canonical, entity))
    else:
        state = _without_inherited(records, entity)
        body = json.dumps(state.properties, ensure_ascii=False)
        records.ledger.db.execute(
            "INSERT INTO member VALUES (?, ?, ?, ?, ?)",
            (entity, canonical, body, state.stub, state.deleted),
        )
    records.members.of[entity] = canonical


def _release(records: Records, entity: str) -> None:
    """Show an entity as itself again."""
    if entity in records.members.of:
        state = records.own(entity)
        records.ledger.db.execute("DELETE FROM member WHERE entity = ?", (entity,))
        del records.members.of[entity]
        records.show(_kind(records.ledger, entity), entity, state)


def _without_inherited(records: Records, entity: str) -> State:
    state = records.own(entity)
    bodies = [json.loads(body) for _, body in records.current(entity)]
    return replace(state, properties=merge(_kind(records.ledger, entity), bodies)) if bodies else state


def _hide(records: Records, kind: Kind, entity: str, state: State) -> None:
    text = "SELECT properties FROM entity WHERE id = ? AND deleted"
    found = records.ledger.db.execute(text, (entity,)).fetchone()
    if not found or json.loads(found[0]) != state.properties:
        records.show(kind, entity, replace(state, stub=False, deleted=True))


def _bodies(ledger: Ledger, canonical: str) -> Iterator[str]:
    """Properties (JSON) of the current records of a whole chain, oldest first."""
    text = (
        "SELECT record.properties FROM member JOIN record ON record.entity = member.entity "
        "WHERE member.canonical = ? AND superseded IS NULL ORDER BY record.run, record.id"
    )
    return (row[0] for row in ledger.db.execute(text, (canonical,)))


def _strength(ledger: Ledger, entity: str) -> int:
    """The place of the strongest identity key an entity has by itself; past the last for none."""
    held = {row[0] for row in ledger.db.execute("SELECT name FROM key WHERE entity = ?", (entity,))}
    sets = [",".join(names) for names in _kind(ledger, entity).identity]
    return next((place for place, names in enumerate(sets) if names in held), len(sets))


def _age(ledger: Ledger, entity: str) -> float:
    """The number of the first record of an entity; infinity for none."""
    first = ledger.db.execute("SELECT min(id) FROM record WHERE entity = ?", (entity,)).fetchone()[0]
    return float("inf") if first is None else float(first)


def _kind(ledger: Ledger, entity: str) -> Kind:
    return ledger.ontology.kinds[ledger.ontology.kind_of(entity)]
