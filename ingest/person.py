"""A person about to be removed: what he is called, what he is known by, and where a text means him."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.admit import listed
from ingest.identity import folded
from ingest.ledger import Ledger
from ingest.named import name_key, names, without
from ingest.tombstones import contexts
from ontology.entity import Entity, Properties
from ontology.model import Kind
from ontology.values import VALUE_TYPES
from text.cut import dictionary

_TELLING = 3
"""Characters of a Chinese name that is hardly a part of other words; a shorter one is never taken alone."""
_MARK = 4
"""Characters an organisation's name has at least to say, beside a name, who is meant."""


@dataclass(frozen=True, slots=True)
class Person:
    """What texts may call a person (folded), the longer names of others that hold one of his, what tells
    beside his name that he is meant, numbers that are his alone, and whether his name alone tells.
    """

    entity: str
    kind: Kind
    bodies: tuple[Properties, ...]
    names: tuple[str, ...]
    longer: tuple[str, ...]
    marks: tuple[str, ...]
    numbers: tuple[str, ...]
    alone: bool

    def named_in(self, text: str) -> bool:
        """Whether a text holds his name or a number of his, whoever is meant."""
        return any(names(text, name, self.longer) for name in self.names) or self._numbered(text)

    def meant_in(self, text: str) -> bool:
        """Whether a text that holds his name means him, by itself or by what stands beside it."""
        key = name_key(text)
        return self.alone or self._numbered(text) or any(mark in key for mark in self.marks)

    def removed(self, text: str) -> tuple[str, int]:
        """(a text without his names and numbers, how many there were)."""
        return without(text, (*self.names, *self.numbers), self.longer)

    def _numbered(self, text: str) -> bool:
        return any(number in name_key(text) for number in self.numbers)


def portrait(ledger: Ledger, entity: Entity) -> Person:
    """Who an entity is, by all the ledger has ever been told of it. A number with check characters, as an
    ORCID has, is his wherever it stands; a bare one, as a staff number, only where persons are named by it.
    """
    kind = ledger.ontology.kinds[entity.kind]
    text = "SELECT properties FROM record WHERE entity = ? ORDER BY id"
    told = [json.loads(row[0]) for row in ledger.db.execute(text, (entity.id,))]
    bodies: list[Properties] = [*told, entity.properties]
    called = {name_key(one) for body in bodies for one in listed(body.get(kind.caption))} - {""}
    others = set(_others(ledger, entity))
    own = [name for name in kind.reference if VALUE_TYPES[kind.properties[name].type].holding == "checked"]
    return Person(
        entity=entity.id,
        kind=kind,
        bodies=tuple(bodies),
        names=tuple(sorted(called, key=len, reverse=True)),
        longer=tuple(sorted(other for other in others if any(n in other and n != other for n in called))),
        marks=tuple(sorted(_marks(ledger, kind, bodies))),
        numbers=tuple(sorted({name_key(one) for b in bodies for n in own for one in listed(b.get(n))})),
        alone=called.isdisjoint(others) and all(map(_telling, called)),
    )


def _others(ledger: Ledger, entity: Entity) -> Iterator[str]:
    """What other persons are called (folded): entities of the kind, and whoever a row names as a person but
    not as one of the kind; those the latter names are known by become entities.
    """
    kinds = ledger.ontology.kinds
    for change in ledger.entities(entity.kind):
        if change.entity.id != entity.id:
            yield from map(name_key, listed(change.entity.properties.get(kinds[entity.kind].caption)))
    for kind in kinds.values():
        people = [name for name, spec in kind.properties.items() if spec.type == "person" and not spec.link]
        if people and kind.kind != entity.kind:
            for change in ledger.entities(kind.kind):
                for name in people:
                    yield from map(name_key, listed(change.entity.properties.get(name)))


def _marks(ledger: Ledger, kind: Kind, bodies: list[Properties]) -> set[str]:
    """The names his organisations go by (folded), long enough to tell."""
    found: set[str] = set()
    for name in contexts(kind):
        spec = kind.properties[name].link
        for given in {one for body in bodies for one in listed(body.get(name))}:
            found.add(name_key(given))
            for target in spec.to if spec else ():
                found |= _known_as(ledger, ledger.ontology.kinds[target], folded(kind, name, given))
    return {mark for mark in found if len(mark) >= _MARK}


def _known_as(ledger: Ledger, kind: Kind, key: str) -> set[str]:
    """What else an organisation is called that goes by a key."""
    text = "SELECT entity FROM key WHERE kind = ? AND name = '~' AND value = ?"
    holders = [row[0] for row in ledger.db.execute(text, (kind.kind, key)).fetchall()]
    bodies = [entity.properties for one in holders if (entity := ledger.entity(one))]
    return {name_key(one) for body in bodies for name in kind.reference for one in listed(body.get(name))}


def _telling(name: str) -> bool:
    """Whether a name is hardly anything else: no short one, and no common word."""
    if name.isascii():
        return len(name) > 2 * _TELLING
    _, tag = dictionary().find(name)
    return len(name) >= _TELLING and (not tag or tag.startswith("nr"))
