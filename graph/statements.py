"""A batch as Cypher: what to run, in order; the same texts on every backend."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from graph.named import named
from ontology.entity import Batch, Link
from ontology.model import ontology

Statement = tuple[str, dict[str, Any]]


def statements(batch: Batch) -> Iterator[Statement]:
    """(text, parameters) in the order `Batch` promises; none for an empty batch."""
    yield from _deletions(batch)
    entities = sorted(batch.entities, key=lambda e: (e.kind, e.id))
    for kind, some in groupby(entities, key=lambda e: e.kind):
        rows = [{"id": e.id, "properties": {**e.properties, "id": e.id}} for e in some]
        yield named("upsert-entities").fill(kind=kind), {"rows": rows}
    yield from _mentions(batch)
    stated = sorted((link for link in batch.links if link.relation != "MENTIONS"), key=_shape)
    for shape, links in groupby(stated, key=lambda link: _shape(link)[:3]):
        text = named("upsert-links").fill(relation=shape[0], source=shape[1], target=shape[2])
        yield text, {"rows": [_link_row(link) for link in links]}


def portions(made: Iterable[Statement], most: int) -> Iterator[list[Statement]]:
    """The statements in order, in lists that write at most `most` nodes or relationships each (one row of
    mentions may write more); long ones are cut. For a store that takes a batch in several transactions.
    """
    some: list[Statement] = []
    weight = 0
    for text, params in made:
        ((name, rows),) = params.items()
        start = 0
        for end, row in enumerate(rows, start=1):
            weight += len(row["targets"]) if isinstance(row, dict) and "targets" in row else 1
            if weight >= most:
                yield [*some, (text, {name: rows[start:end]})]
                some, weight, start = [], 0, end
        if start < len(rows):
            some.append((text, {name: rows[start:]}))
    if some:
        yield some


def _mentions(batch: Batch) -> Iterator[Statement]:
    mentions = sorted((link for link in batch.links if link.relation == "MENTIONS"), key=_shape)
    sources = {*batch.refreshed, *(link.source for link in mentions)}
    by_kind = sorted((ontology().kind_of(one), one) for one in sources)
    for kind, pairs in groupby(by_kind, key=lambda pair: pair[0]):
        yield named("clear-mentions").fill(kind=kind), {"ids": [one for _, one in pairs]}
    for kind, links in groupby(mentions, key=lambda link: link.source_kind):
        yield named("write-mentions").fill(source=kind), {"rows": _mention_rows(links)}


def _deletions(batch: Batch) -> Iterator[Statement]:
    gone = sorted(batch.removed_links, key=_shape)
    for shape, links in groupby(gone, key=lambda link: _shape(link)[:2]):
        text = named("delete-links").fill(relation=shape[0], source=shape[1])
        yield text, {"rows": [{"id": link.id, "source": link.source} for link in links]}
    removed = sorted(batch.removed, key=lambda e: e.kind)
    for kind, entities in groupby(removed, key=lambda e: e.kind):
        yield named("delete-entities").fill(kind=kind), {"ids": [e.id for e in entities]}


def _shape(link: Link) -> tuple[str, str, str, str]:
    return link.relation, link.source_kind, link.target_kind, link.id


def _link_row(link: Link) -> dict[str, Any]:
    return {
        "id": link.id,
        "source": link.source,
        "target": link.target,
        "properties": {**link.properties, "id": link.id},
    }


def _mention_rows(links: Iterable[Link]) -> list[dict[str, Any]]:
    """MENTIONS by source, which then is looked up once; the rest as lists of scalars."""
    rows: dict[str, dict[str, Any]] = {}
    for link in links:
        row = rows.setdefault(link.source, {"source": link.source, "targets": [], "ids": [], "weights": []})
        row["targets"].append(link.target)
        row["ids"].append(link.id)
        row["weights"].append(link.properties["weight"])
    return list(rows.values())
