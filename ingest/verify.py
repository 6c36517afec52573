"""Do ledger, graph and index say the same? Compared per kind and relation, id by id, by content hash."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from ingest.ledger import Ledger
from ingest.projection import document, mention_links, node, searchable
from ontology.entity import Entity, Link, canonical, digest
from text.document import Document


@dataclass(frozen=True, slots=True)
class Difference:
    """How one kind or relation of one store differs from the ledger; the tuples hold ids."""

    store: str
    name: str
    ledger: int
    found: int
    missing: tuple[str, ...] = field(default=())
    altered: tuple[str, ...] = field(default=())
    orphans: tuple[str, ...] = field(default=())

    @property
    def agrees(self) -> bool:
        """Whether nothing is missing, altered or there without reason."""
        return not (self.missing or self.altered or self.orphans)


def entity_hash(entity: Entity) -> str:
    """The content of a node."""
    return digest(canonical(entity.properties))


def link_hash(link: Link) -> str:
    """The content of a link."""
    return digest(link.source, link.target, canonical(link.properties))


def document_hash(doc: Document) -> str:
    """The content of a document."""
    return digest(doc.kind, doc.title, doc.body, doc.county, *sorted(doc.fields))


def expected_nodes(ledger: Ledger, kind: str) -> dict[str, str]:
    """Id -> content hash of every node of a kind the ledger calls for."""
    model = ledger.ontology.kinds[kind]
    return {change.entity.id: entity_hash(node(model, change.entity)) for change in ledger.entities(kind)}


def expected_links(ledger: Ledger, relation: str) -> dict[str, str]:
    """Id -> content hash of every link of a relation the ledger calls for."""
    return {link.id: link_hash(link) for link in all_links(ledger, relation)}


def all_links(ledger: Ledger, relation: str) -> Iterator[Link]:
    """Every link of a relation, MENTIONS among them."""
    if relation != "MENTIONS":
        yield from ledger.links(relation)
        return
    for kind in ledger.ontology.kinds.values():
        if any(spec.mention for spec in kind.properties.values()):
            for change in ledger.entities(kind.kind):
                yield from mention_links(change)


def expected_documents(ledger: Ledger) -> dict[str, dict[str, str]]:
    """Kind -> id -> content hash of every document the ledger calls for."""
    return {
        kind.kind: {c.entity.id: document_hash(document(kind, c.entity)) for c in ledger.entities(kind.kind)}
        for kind in ledger.ontology.kinds.values()
        if searchable(kind)
    }


def compare(
    store: str, name: str, expected: Mapping[str, str], found: Iterable[tuple[str, str]]
) -> Difference:
    """Compare (id, hash) pairs of a store with those expected."""
    actual = dict(found)
    return Difference(
        store=store,
        name=name,
        ledger=len(expected),
        found=len(actual),
        missing=tuple(sorted(expected.keys() - actual.keys())),
        altered=tuple(
            sorted(one for one, hashed in actual.items() if one in expected and expected[one] != hashed)
        ),
        orphans=tuple(sorted(actual.keys() - expected.keys())),
    )
