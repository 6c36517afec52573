"""Do ledger, graph and index say the same? Compared per kind and relation, id by id, by content hash."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from ingest.ledger import Ledger
from ingest.projection import all_links, document, node, searchable
from ontology.entity import Entity, Link, Properties, canonical, digest
from text.document import Document


@dataclass(frozen=True, slots=True)
class Difference:
    """How one kind or relation of one store differs from the ledger; the tuples hold ids, and beside the
    orphans of a relation the entities they start from.
    """

    store: str
    name: str
    ledger: int
    found: int
    missing: tuple[str, ...] = field(default=())
    altered: tuple[str, ...] = field(default=())
    orphans: tuple[str, ...] = field(default=())
    orphan_sources: tuple[str, ...] = field(default=())

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
    """Compare (id, hash) pairs of a store with those expected; what is there twice counts as altered."""
    pairs = list(found)
    actual = dict(pairs)
    if len(actual) < len(pairs):
        actual.update((one, "twice") for one, times in Counter(one for one, _ in pairs).items() if times > 1)
    return Difference(
        store=store,
        name=name,
        ledger=len(expected),
        found=len(pairs),
        missing=tuple(sorted(expected.keys() - actual.keys())),
        altered=tuple(
            sorted(one for one, hashed in actual.items() if one in expected and expected[one] != hashed)
        ),
        orphans=tuple(sorted(actual.keys() - expected.keys())),
    )


class GraphScan(Protocol):
    """The reading side of a graph, as the comparison needs it."""

    def scan(self, name: str, **names: str) -> Table:
        """Run a reading template."""


class DocumentScan(Protocol):
    """The reading side of a text index, as the comparison needs it."""

    def scan(self) -> Iterable[Document]:
        """Every stored document."""


class Table(Protocol):
    """Rows of an answer."""

    @property
    def rows(self) -> list[list[Any]]:
        """One list of values a row."""


def compare_graph(ledger: Ledger, graph: GraphScan) -> list[Difference]:
    """One Difference for each kind, then one for each relation."""
    found = [_nodes(ledger, graph, kind) for kind in ledger.ontology.kinds]
    return found + [_links(ledger, graph, relation) for relation in ledger.ontology.relations]


def compare_index(ledger: Ledger, index: DocumentScan) -> list[Difference]:
    """One Difference for each searchable kind."""
    found: dict[str, list[tuple[str, str]]] = {}
    for one in index.scan():
        found.setdefault(one.kind, []).append((one.id, document_hash(one)))
    expected = expected_documents(ledger)
    return [compare("index", kind, ids, found.get(kind, [])) for kind, ids in expected.items()]


def _nodes(ledger: Ledger, graph: GraphScan, kind: str) -> Difference:
    rows = graph.scan("scan-entities", kind=kind).rows
    pairs = ((id_, entity_hash(Entity(id_, kind, _without_id(body)))) for id_, body in rows)
    return compare("graph", kind, expected_nodes(ledger, kind), pairs)


def _links(ledger: Ledger, graph: GraphScan, relation: str) -> Difference:
    rows = graph.scan("scan-links", relation=relation).rows
    links = (
        Link(id_, relation, source, "", target, "", _without_id(body)) for id_, source, target, body in rows
    )
    pairs = ((link.id, link_hash(link)) for link in links)
    found = compare("graph", relation, expected_links(ledger, relation), pairs)
    starts = {id_: source for id_, source, _, _ in rows} if found.orphans else {}
    return replace(found, orphan_sources=tuple(starts[id_] for id_ in found.orphans))


def _without_id(properties: Properties) -> Properties:
    return {name: value for name, value in properties.items() if name != "id"}
