"""What mends the differences `verify` found: the graph batches and index changes the ledger calls for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from chunks import chunks
from ingest.ledger import Ledger
from ingest.projection import WINDOW, all_links, documents, node
from ingest.verify import Difference
from ontology.entity import Batch, Entity, Link
from text.document import Document


def graph_batches(ledger: Ledger, differences: Sequence[Difference]) -> Iterator[Batch]:
    """Batches that, written in this order, leave the graph as the ledger says: nodes before links."""
    for one in differences:
        if one.store != "graph" or one.agrees:
            continue
        if one.name in ledger.ontology.kinds:
            yield from _node_batches(ledger, one)
        elif one.name == "MENTIONS":
            yield from _mention_batches(ledger, one)
        else:
            yield from _link_batches(ledger, one)


def index_changes(
    ledger: Ledger, differences: Sequence[Difference]
) -> Iterator[tuple[list[Document], list[str]]]:
    """(documents to put in, ids to take out) that leave the index as the ledger says."""
    wrong = [one for one in differences if one.store == "index"]
    ids = {id_ for one in wrong for id_ in (*one.missing, *one.altered)}
    orphans = [id_ for one in wrong for id_ in one.orphans]
    if orphans:
        yield [], orphans
    for some in chunks((document for document in documents(ledger) if document.id in ids), WINDOW):
        yield some, []


def _node_batches(ledger: Ledger, one: Difference) -> Iterator[Batch]:
    model = ledger.ontology.kinds[one.name]
    wrong = {*one.missing, *one.altered}
    for gone in chunks(one.orphans, WINDOW):
        yield Batch(removed=[Entity(id_, one.name) for id_ in gone])
    for some in chunks((c.entity for c in ledger.entities(one.name) if c.entity.id in wrong), WINDOW):
        yield Batch(entities=[node(model, entity) for entity in some])


def _link_batches(ledger: Ledger, one: Difference) -> Iterator[Batch]:
    wrong = {*one.missing, *one.altered}
    orphans = zip(one.orphans, one.orphan_sources, strict=True)
    for gone in chunks(orphans, WINDOW):
        kind_of = ledger.ontology.kind_of
        yield Batch(removed_links=[Link(id_, one.name, start, kind_of(start), "", "") for id_, start in gone])
    for some in chunks((link for link in all_links(ledger, one.name) if link.id in wrong), WINDOW):
        yield Batch(links=some, removed_links=[link for link in some if link.id in one.altered])


def _mention_batches(ledger: Ledger, one: Difference) -> Iterator[Batch]:
    """Mentions are written by source, whole."""
    wrong = {*one.missing, *one.altered}
    sources = {link.source for link in all_links(ledger, one.name) if link.id in wrong}
    for some in chunks(sorted(sources.union(one.orphan_sources)), WINDOW):
        chosen = set(some)
        links = [link for link in all_links(ledger, one.name) if link.source in chosen]
        yield Batch(links=links, refreshed=some)
