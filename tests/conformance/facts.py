"""What a ledger says, as dictionaries: answers of named queries are worked out from it, without Cypher."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from ingest.ledger import Ledger
from ontology.entity import Entity, Link
from ontology.model import ontology

Properties = dict[str, Any]


@dataclass
class Facts:
    """Entities by kind and id, links by relation, and the ids of the terms each entity mentions."""

    kinds: dict[str, dict[str, Properties]] = field(default_factory=lambda: defaultdict(dict))
    links: dict[str, list[Link]] = field(default_factory=lambda: defaultdict(list))
    terms: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    @classmethod
    def of(cls, entities: Iterable[Entity], links: Iterable[Link]) -> Facts:
        """The facts of a made-up case."""
        made = cls()
        for one in entities:
            made.kinds[one.kind][one.id] = dict(one.properties)
        for link in links:
            made.links[link.relation].append(link)
            if link.relation == "MENTIONS":
                made.terms[link.source].add(link.target)
        return made

    @classmethod
    def in_ledger(cls, ledger: Ledger) -> Facts:
        """All a ledger says."""
        kinds, relations = ontology().kinds, ontology().relations
        made = cls.of(
            (change.entity for kind in kinds for change in ledger.entities(kind)),
            (link for relation in relations for link in ledger.links(relation)),
        )
        ids = {body["name"]: identity for identity, body in made.kinds["Term"].items()}
        for kind in kinds:
            for identity, words in ledger.mentions(kind):
                made.terms[identity] |= {ids[word] for word in words}
        return made

    def all(self, kind: str) -> Iterator[tuple[str, Properties]]:
        """(id, properties) of a kind, by id."""
        return iter(sorted(self.kinds[kind].items()))

    def get(self, identity: str) -> Properties:
        """The properties of an entity."""
        return self.kinds[ontology().kind_of(identity)][identity]

    def name(self, identity: str) -> Any:
        """What an entity is called."""
        body = self.get(identity)
        return body.get("name", body.get("title"))

    def out(self, relation: str, source: str, kind: str = "") -> list[str]:
        """Where a relation leads from here, by id; only to a kind, if one is named."""
        found = (one for one in self.links[relation] if one.source == source)
        return sorted({one.target for one in found if kind in ("", one.target_kind)})

    def into(self, relation: str, target: str, kind: str = "") -> list[str]:
        """Where a relation comes from, by id; only from a kind, if one is named."""
        found = (one for one in self.links[relation] if one.target == target)
        return sorted({one.source for one in found if kind in ("", one.source_kind)})

    def above(self, identity: str) -> set[str]:
        """A code and all it lies in."""
        return {identity}.union(*(self.above(one) for one in self.out("BROADER", identity)))

    def within(self, relation: str, identity: str, wanted: str) -> bool:
        """Whether a relation leads from here to a county, field or industry (code or name) or one in it;
        always, when none is wanted.
        """
        places = set[str]().union(*(self.above(one) for one in self.out(relation, identity)))
        return not wanted or any(wanted in self.get(one).values() or wanted == one for one in places)

    def need_in(self, need: str, county: str) -> bool:
        """Whether a need, or the enterprise that has it, lies in a county."""
        own = self.out("LOCATED_IN", need)
        holders = [need] if own else self.into("HAS_NEED", need)
        return not county or any(self.within("LOCATED_IN", one, county) for one in holders)

    def one(self, kind: str, name: str) -> str:
        """The id of what a person names."""
        keys = ("uscc", "code", "name", "title", "short_name")
        (found,) = (
            identity
            for identity, body in self.all(kind)
            if name in (identity, *(body.get(key) for key in keys), *body.get("aliases", ()))
        )
        return found

    def holder(self, need: str) -> Any:
        """The name of the enterprise a need belongs to."""
        return next((self.name(one) for one in self.into("HAS_NEED", need)), None)

    def owner(self, achievement: str) -> Any:
        """The name of the one an achievement belongs to."""
        return next((self.name(one) for one in self.into("OWNS", achievement)), None)

    def wanted(self, enterprise: str) -> set[str]:
        """The terms an enterprise's needs mention."""
        return set[str]().union(*(self.terms[one] for one in self.out("HAS_NEED", enterprise)))

    def count(self, kind: str) -> Counter[str]:
        """How many entities of a kind mention each term."""
        return Counter(term for identity in self.kinds[kind] for term in self.terms[identity])
