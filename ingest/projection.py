"""From the ledger to a graph and a text index: what each entity looks like there, how they follow the
ledger's changes, and how the three are compared.

A window of changes is acknowledged in the ledger only after the store has answered, and every write is an
upsert, so a killed run is simply run again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Protocol, TypeVar, runtime_checkable

from ingest.ledger import Change, Ledger
from ingest.links import term_id
from ontology.entity import Batch, Entity, Link, Properties, link_id
from ontology.model import Kind, Ontology
from text.document import Document

T = TypeVar("T")
WINDOW = 5000
"""Changes in one acknowledged step; an entity's mentions come on top, about twenty each."""

Progress = Callable[[str, int, int], None]
"""Called with (projection, done, total) changes."""


class GraphSink(Protocol):
    """The writing side of a graph, as a projection needs it."""

    def prepare(self) -> None:
        """Make the schema."""

    def write(self, batch: Batch) -> None:
        """Apply a batch."""


@runtime_checkable
class FillableSink(GraphSink, Protocol):
    """One that takes everything at once faster than window by window."""

    def fill(self, entities: Iterable[Entity], links: Iterable[Link]) -> None:
        """Put everything in anew."""


class DocumentSink(Protocol):
    """The writing side of a text index, as a projection needs it."""

    def rebuild(self, documents: Iterable[Document], *, seq: int = 0) -> int:
        """Build aside and switch."""

    def write(self, documents: Sequence[Document], removed: Sequence[str] = ()) -> None:
        """Upsert and delete."""


def node(kind: Kind, entity: Entity) -> Entity:
    """An entity as the graph holds it: without private properties."""
    if kind.private.isdisjoint(entity.properties):
        return entity
    kept = {name: value for name, value in entity.properties.items() if name not in kind.private}
    return Entity(entity.id, entity.kind, kept)


def mention_links(entity: str, kind: str, mentions: Mapping[str, float]) -> Iterator[Link]:
    """The MENTIONS of an entity (its id)."""
    for word, weight in mentions.items():
        target = term_id(word)
        identity = link_id("MENTIONS", entity, target)
        yield Link(identity, "MENTIONS", entity, kind, target, "Term", {"weight": weight})


def document(kind: Kind, entity: Entity) -> Document:
    """An entity as the text index holds it."""
    return Document(
        id=entity.id,
        kind=entity.kind,
        title=" ".join(_texts(kind, entity.properties, "title"))
        or str(entity.properties.get(kind.caption, "")),
        body="\n".join(_texts(kind, entity.properties, "body")),
        county=next(iter(_facet(kind, entity.properties, "county")), ""),
        fields=tuple(_facet(kind, entity.properties, "field")),
    )


def documents(ledger: Ledger) -> Iterator[Document]:
    """Every document the index should hold, by kind and id."""
    for kind in ledger.ontology.kinds.values():
        if searchable(kind):
            for change in ledger.entities(kind.kind):
                yield document(kind, change.entity)


def searchable(kind: Kind) -> bool:
    """Whether a kind's entities are in the text index."""
    return any(spec.search for spec in kind.properties.values())


def sync_graph(ledger: Ledger, target: str, sink: GraphSink, progress: Progress) -> int:
    """Follow the ledger into a graph; returns how many changes were applied. A graph that has never been
    followed to an end is filled as a whole, if it can be.
    """
    start = done = ledger.cursor("graph", target)
    end = ledger.seq()
    if start == 0 and isinstance(sink, FillableSink):
        _fill(ledger, sink, progress)
        ledger.acknowledge("graph", target, end)
        return end
    sink.prepare()
    while done < end:
        until = ledger.window(done, WINDOW)
        sink.write(graph_changes(ledger, done, until))
        ledger.acknowledge("graph", target, until)
        done = until
        progress("graph", done - start, end - start)
    return end - start


def _fill(ledger: Ledger, sink: FillableSink, progress: Progress) -> None:
    sink.fill(*whole(ledger, progress))
    total = sum(ledger.counts().values())
    progress("graph", total, total)


def whole(ledger: Ledger, progress: Progress) -> tuple[Iterator[Entity], Iterator[Link]]:
    """All a graph should hold, entities by kind and links by relation; told as ("graph", done, total)."""
    kinds, relations = ledger.ontology.kinds, ledger.ontology.relations
    total = sum(ledger.counts().values())
    nodes = (node(kind, one.entity) for kind in kinds.values() for one in ledger.entities(kind.kind))
    links = (link for relation in relations for link in all_links(ledger, relation))
    return _counted(nodes, "graph", total, progress), links


def _counted(items: Iterable[T], name: str, total: int, progress: Progress) -> Iterator[T]:
    """The items, progress told every five hundred."""
    for done, item in enumerate(items, start=1):
        yield item
        if done % 500 == 0:
            progress(name, done, total)


def all_links(ledger: Ledger, relation: str) -> Iterator[Link]:
    """Every link of a relation the ledger calls for, MENTIONS among them."""
    if relation != "MENTIONS":
        yield from ledger.links(relation)
        return
    for kind in ledger.ontology.kinds:
        for entity, mentions in ledger.mentions(kind):
            yield from mention_links(entity, kind, mentions)


def graph_changes(ledger: Ledger, after: int, until: int) -> Batch:
    """The window (after, until]; an end of a link that changes only later is made by the link, bare."""
    kinds = ledger.ontology.kinds
    changes = ledger.changed_entities(after, until)
    alive = [change for change in changes if not change.deleted]
    links = ledger.changed_links(after, until)
    stated = [link for link, deleted in links if not deleted]
    mentioned = [
        link for one in alive for link in mention_links(one.entity.id, one.entity.kind, one.mentions)
    ]
    return Batch(
        entities=[node(kinds[one.entity.kind], one.entity) for one in alive],
        links=[*stated, *mentioned],
        refreshed=[change.entity.id for change in alive if change.version > 1],
        removed=[change.entity for change in changes if change.deleted],
        removed_links=[link for link, deleted in links if deleted],
    )


def sync_index(ledger: Ledger, target: str, sink: DocumentSink, progress: Progress, *, rebuild: bool) -> int:
    """Follow the ledger into a text index, by a new version where `rebuild` says so (or nothing is there)."""
    start = done = ledger.cursor("index", target)
    end = ledger.seq()
    if rebuild or start == 0:
        counts = ledger.counts()
        total = sum(counts.get(kind.kind, 0) for kind in ledger.ontology.kinds.values() if searchable(kind))
        count = sink.rebuild(_counted(documents(ledger), "index", total, progress), seq=end)
        ledger.acknowledge("index", target, end)
        progress("index", count, count)
        return count
    while done < end:
        until = ledger.window(done, WINDOW)
        upserts, removed = _index_changes(ledger.ontology, ledger.changed_entities(done, until))
        sink.write(upserts, removed)
        ledger.acknowledge("index", target, until)
        done = until
        progress("index", done - start, end - start)
    return end - start


def _index_changes(ontology: Ontology, changes: list[Change]) -> tuple[list[Document], list[str]]:
    inside = [change for change in changes if searchable(ontology.kinds[change.entity.kind])]
    upserts = [document(ontology.kinds[c.entity.kind], c.entity) for c in inside if not c.deleted]
    return upserts, [change.entity.id for change in inside if change.deleted]


def _texts(kind: Kind, properties: Properties, field: str) -> Iterator[str]:
    for name, spec in kind.properties.items():
        value = properties.get(name)
        if spec.search == field and not spec.private and value:
            yield " ".join(value) if isinstance(value, list) else str(value)


def _facet(kind: Kind, properties: Properties, facet: str) -> list[str]:
    values: list[str] = []
    for name, spec in kind.properties.items():
        value = properties.get(name)
        if spec.facet == facet and value:
            values.extend(value if isinstance(value, list) else [str(value)])
    return values
