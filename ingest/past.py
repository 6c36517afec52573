"""The ledger as it was after a run: which rows and links held, and what an entity was by them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import Literal

from ingest.ledger import Ledger
from ingest.links import own_properties
from ingest.records import merge
from ingest.versions import Version, versions
from ontology.entity import Properties, Value, canonical
from ontology.model import Kind, LinkSpec
from ontology.values import VALUE_TYPES

State = Literal["recorded", "named", "table", "derived", "retired", "unknown"]
"""Has rows of its own; named by others only; from a code table; made from texts; taken back; not there."""
_NAMERS = 50
"""Entities that name another, looked through for how they spell it."""


@dataclass(frozen=True, slots=True)
class Tie:
    """A link as it held, and the entities whose rows said so; none where a code table or the lexicon does."""

    relation: str
    source: str
    target: str
    properties: Properties
    said_by: tuple[str, ...]

    def other(self, entity: str) -> str:
        """The end that is not this one."""
        return self.target if self.source == entity else self.source


def chain_of(ledger: Ledger, entity: str, run: int) -> tuple[str, ...]:  # noqa: ARG001  nothing is joined yet
    """All that were one with an entity after a run, the one that is shown for them first."""
    return (entity,)


class Past:
    """What was known after a run; answers are kept, so use one for one answer. Entities that were one are
    taken together: ask for the canonical one, and links lead to canonical ones.
    """

    def __init__(self, ledger: Ledger, run: int) -> None:
        self.ledger = ledger
        self.run = run
        self.chain = cache(lambda entity: chain_of(ledger, entity, run))
        self.versions = cache(self._versions)
        self.ties = cache(self._ties)
        self.state = cache(self._state)
        self.properties = cache(self._properties)

    def canonical(self, entity: str) -> str:
        """The one that was shown for an entity: itself, unless it was joined to another."""
        return self.chain(entity)[0]

    def kind(self, entity: str) -> Kind:
        """The kind an entity is of."""
        return self.ledger.ontology.kinds[self.ledger.ontology.kind_of(entity)]

    def current(self, entity: str) -> list[Version]:
        """The versions that held, the latest last."""
        return [one for one in self.versions(entity) if one.holds(self.run)]

    def name(self, entity: str) -> str:
        """What it was called; for one that was not there, what it had been called, or will be."""
        caption = self.kind(entity).caption
        body = self.properties(entity) or self._called_itself(entity) or self._row(entity)[0]
        return str(body.get(caption, ""))

    def inherited(self, entity: str) -> dict[str, str]:
        """Properties it had from another entity -> that entity; by one step, as the ledger lends them."""
        kind = self.kind(entity)
        stated = {name for one in self.current(entity) for name in one.properties}
        found: dict[str, str] = {}
        for name, via in kind.inherited.items():
            lenders = [] if name in stated else self._lenders(entity, kind.linked[via])
            having = [one for one in lenders if name in self.properties(one)]
            if having:
                found[name] = having[-1]
        return found

    def whole(self, entity: str) -> dict[str, Value]:
        """Its properties, inherited ones included, in the order of its kind."""
        lent = {name: self.properties(one)[name] for name, one in self.inherited(entity).items()}
        body = {**self.properties(entity), **lent}
        return {name: body[name] for name in self.kind(entity).properties if name in body}

    def changed_since(self, entity: str) -> bool:
        """Whether rows said something new of an entity later, or took something back."""
        text = "SELECT 1 FROM record WHERE entity = ?1 AND (run > ?2 OR superseded > ?2) LIMIT 1"
        rows = (self.ledger.db.execute(text, (one, self.run)).fetchone() for one in self.chain(entity))
        return any(rows)

    def namings(self, entity: str) -> list[tuple[Version, str]]:
        """(row, property) by which the first others named it, the oldest first."""
        ties = ((tie, one) for tie in self.ties(entity) for one in tie.said_by if one != entity)
        named = [one for tie, teller in islice(ties, _NAMERS) for one in self.tellings(tie, teller)]
        return sorted(named, key=lambda one: (one[0].run, one[0].id))

    def tellings(self, tie: Tie, teller: str) -> Iterator[tuple[Version, str]]:
        """(row, property) by which an entity's rows said a link; where no spelling leads to the other end,
        all that may have.
        """
        other = tie.other(teller)
        forms = self._forms(other)
        told = [
            (one, name, self._names(one.properties[name], other) & forms)
            for one in self.current(teller)
            for name in self._may_tell(tie, teller, one.properties)
        ]
        sure = any(fits for _, _, fits in told)
        yield from ((one, name) for one, name, fits in told if fits or not sure)

    def _versions(self, entity: str) -> list[Version]:
        found = [one for member in self.chain(entity) for one in versions(self.ledger, member, self.run)]
        return sorted(found, key=lambda one: (one.run, one.id))

    def _ties(self, entity: str) -> list[Tie]:
        told: dict[tuple[str, str, str, str], set[str]] = {}
        for member in self.chain(entity):
            for row in self.ledger.db.execute(_TIES, {"entity": member, "run": self.run}):
                relation, source, target, properties, teller = row
                if teller or self.kind(source).codes or self.kind(source).derived:
                    ends = self.canonical(source), self.canonical(target)
                    tellers = told.setdefault((relation, *ends, properties), set())
                    tellers.update([self.canonical(teller)] if teller else [])
        return [
            Tie(relation, source, target, json.loads(properties), tuple(sorted(tellers)))
            for (relation, source, target, properties), tellers in told.items()
        ]

    def _state(self, entity: str) -> State:
        kind, first = self.kind(entity), self._row(entity)[1]
        if first > self.run:
            return "unknown"
        if kind.codes or kind.derived:
            return "table" if kind.codes else "derived"
        if self.current(entity):
            return "recorded"
        if any(one != entity for tie in self.ties(entity) for one in tie.said_by):
            return "named"
        return "retired" if first or self.versions(entity) else "unknown"

    def _properties(self, entity: str) -> dict[str, Value]:
        """What rows said of it, or by what others named it; without what it inherits."""
        kind, state = self.kind(entity), self.state(entity)
        if state == "recorded":
            return merge(kind, [one.properties for one in self.current(entity)])
        if state == "named":
            body, _, stub = self._row(entity)
            return body if stub and not self.changed_since(entity) else self._called(entity)
        return self._row(entity)[0] if state in ("table", "derived") else {}

    def _called_itself(self, entity: str) -> dict[str, Value]:
        """The name its last rows gave it; nothing where it never had any."""
        kind = self.kind(entity)
        ended = max((one.ended or 0 for one in self.versions(entity)), default=0)
        own = [one.properties for one in self.versions(entity) if one.holds(ended - 1)]
        return {kind.caption: merge(kind, own)[kind.caption]} if own else {}

    def _called(self, entity: str) -> dict[str, Value]:
        """The properties of an entity that was known by name alone: its last own name, or as the first to
        name it gave them.
        """
        kind = self.kind(entity)
        own = self._called_itself(entity)
        if own:
            return own
        for version, name in self.namings(entity):
            spec = self.kind(version.entity).linked[name]
            given = _each(version.properties[name])
            fits = [one for one in given if self._names(one, entity) & self._forms(entity)]
            context = {
                theirs: _each(version.properties[ours])[0]
                for theirs, ours in spec.context.items()
                if version.properties.get(ours)
            }
            return {kind.caption: (fits or given)[0], **context}
        return {kind.caption: self._row(entity)[0].get(kind.caption, "")}

    def _may_tell(self, tie: Tie, teller: str, body: Properties) -> Iterator[str]:
        for name, spec in self.kind(teller).linked.items():
            ours = tie.target if spec.reverse else tie.source
            if (
                name in body
                and spec.relation == tie.relation
                and ours == teller
                and canonical(own_properties(spec, body)) == canonical(tie.properties)
            ):
                yield name

    def _names(self, value: Value, entity: str) -> set[str]:
        """All forms in which a value may name an entity."""
        kind = self.kind(entity)
        types = {kind.properties[name].type for name in (*kind.reference, kind.caption)}
        return {VALUE_TYPES[one].key(text) for one in types for text in _each(value)}

    def _forms(self, entity: str) -> set[str]:
        """All forms by which an entity is known today, and its last name."""
        kind = self.kind(entity)
        if kind.codes:
            return {entity.split("-", 1)[1]}
        text, fold = (
            "SELECT value FROM key WHERE entity = ?",
            VALUE_TYPES[kind.properties[kind.caption].type].key,
        )
        found: set[str] = set()
        for one in self.chain(entity):
            found.update(row[0] for row in self.ledger.db.execute(text, (one,)))
            found.add(fold(str(self._row(one)[0].get(kind.caption, ""))))
        return found

    def _lenders(self, entity: str, spec: LinkSpec) -> list[str]:
        ties = [tie for tie in self.ties(entity) if tie.relation == spec.relation]
        ours = [tie for tie in ties if entity == (tie.target if spec.reverse else tie.source)]
        return sorted(tie.other(entity) for tie in ours)

    def _row(self, entity: str) -> tuple[dict[str, Value], int, bool]:
        """(properties today, run in which it was first known, whether it is only named today)."""
        text = "SELECT properties, run, stub FROM entity WHERE id = ?"
        body, run, stub = self.ledger.db.execute(text, (entity,)).fetchone()
        return json.loads(body), run, bool(stub)


def _each(value: Value) -> list[str]:
    return value if isinstance(value, list) else [str(value)]


_OF_ENTITY = "relation, source, target, link.properties"
_ENDS = "(source = :entity OR target = :entity)"
_TIES = f"""
    SELECT {_OF_ENTITY}, assertion.entity FROM link JOIN assertion ON assertion.link = link.id
        WHERE {_ENDS} AND assertion.run <= :run
    UNION ALL SELECT {_OF_ENTITY}, retracted.entity FROM link JOIN retracted ON retracted.link = link.id
        WHERE {_ENDS} AND retracted.run <= :run AND retracted.superseded > :run
    UNION ALL SELECT {_OF_ENTITY}, NULL FROM link
        WHERE {_ENDS} AND NOT EXISTS (SELECT 1 FROM assertion WHERE assertion.link = link.id)
        AND NOT EXISTS (SELECT 1 FROM retracted WHERE retracted.link = link.id)
        AND (SELECT max(run) FROM entity WHERE entity.id IN (link.source, link.target)) <= :run
    ORDER BY 1, 2, 3, 4
"""
"""Links said by rows, once said by rows, and said by no row at all: those between codes, between terms."""
