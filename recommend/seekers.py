"""Who may ask for a supplier: a short list by path, by text and by meaning, each then asked itself."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from graph.store import GraphStore
from ingest.ledger import Ledger
from ontology.entity import Entity
from recommend.candidates import COMMON, Finder
from recommend.model import Subject
from search.index import SearchQuery, TextIndex, VectorIndex

FEW = 15
"""Askers taken by each way; each is asked, which takes as long as a recommendation."""
WORKS = 20
"""Achievements of a doctor or institute whose texts are searched for as well."""


class Seekers:
    """The needs and firms that may ask for a supplier, `limit` of them or more by each way."""

    def __init__(
        self, ledger: Ledger, graph: GraphStore, index: TextIndex, supplier: Entity, limit: int
    ) -> None:
        self.ledger = ledger
        self.graph = graph
        self.index = index
        self.supplier = supplier
        self.few = max(FEW, limit)
        self.finder = Finder(ledger, graph, index, Subject(supplier, (supplier,), "supply"))

    def needs(self) -> list[Entity]:
        """Needs, in the order they were found."""
        return self._known(self._ids("Need"))

    def firms(self) -> list[Entity]:
        """Firms that have such a need, whose trade is like, or that own an achievement that is like."""
        needs = list(dict.fromkeys(self._ids("Need")))
        rows = self.graph.run("context-need", {"ids": needs}).dicts()
        owners = {row["candidate"]: sorted(owner["id"] for owner in row["owners"]) for row in rows}
        asking = [firm for need in needs for firm in owners.get(need, [])]
        return self._known([*asking, *self._ids("Enterprise"), *self._makers()])

    def _known(self, ids: list[str]) -> list[Entity]:
        return [found for one in dict.fromkeys(ids) if (found := self.ledger.entity(one))]

    def _ids(self, kind: str) -> list[str]:
        return [*self._by_path(kind), *self._by_text(kind), *self._by_meaning(kind)]

    def _by_path(self, kind: str) -> Iterator[str]:
        ids = [self.supplier.id, *self._works]
        params = {"ids": ids, "total": self.finder.total, "common": COMMON, "limit": self.few}
        for row in self.graph.run(f"match-{kind.lower()}", params).dicts():
            yield row["candidate"]

    def _by_text(self, kind: str) -> Iterator[str]:
        """By the supplier's own text, and by those of its first works."""
        for source in (self.supplier, *self._known(self._works[:WORKS])):
            text, body = self.finder.asked(source)
            query = SearchQuery(
                text, kinds=(kind,), limit=self.few, facets=False, highlights=False, body=body,
                characters=kind == "Need",
            )  # fmt: skip
            for hit in self.index.search(query).hits if query.said else ():
                yield hit.id

    def _by_meaning(self, kind: str) -> Iterator[str]:
        if isinstance(self.index, VectorIndex):
            yield from self.index.near(self.supplier.id, kind, self.few, ())

    def _makers(self) -> list[str]:
        """Firms that own an achievement like this one."""
        params = {"id": self.supplier.id, "total": self.finder.total, "common": COMMON, "limit": self.few}
        like = [row["candidate"] for row in self.graph.run("match-achievement", params).dicts()]
        rows = self.graph.run("context-achievement", {"ids": sorted(like)}).dicts()
        owners = (owner for row in rows for owner in row["owners"] if owner["kind"] == "Enterprise")
        return sorted({owner["id"] for owner in owners})

    @cached_property
    def _works(self) -> list[str]:
        if self.supplier.kind == "Achievement":
            return []
        return [row["member"] for row in self.graph.run("works-of", {"id": self.supplier.id}).dicts()]
