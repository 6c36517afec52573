"""Who may ask for a supplier: found by path, by text and by meaning, the best of all ways together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from ontology.entity import Entity
from recommend.candidates import COMMON, Finder
from recommend.context import contexts
from recommend.model import Subject
from recommend.stores import Stores
from search.index import VectorIndex

FEW = 15
"""Askers taken by each way."""
WORKS = 20
"""Achievements of a doctor or institute whose texts are searched for as well."""
RANKED = 60
"""Added to the place in each way's list, so that no first place outweighs two good ones (reciprocal rank
fusion, Cormack et al. 2009).
"""


class Seekers:
    """The needs and firms that may ask for a supplier, at most `limit` of them or twice as many as one way
    takes.
    """

    def __init__(self, stores: Stores, supplier: Entity, limit: int) -> None:
        self.ledger = stores.ledger
        self.graph = stores.graph
        self.index = stores.index
        self.supplier = supplier
        self.few = max(FEW, limit)
        self.finder = Finder(stores, Subject(supplier, (supplier,), "supply"), self.few)

    def needs(self) -> list[Entity]:
        """Needs, likeliest first."""
        return self._likeliest(self._lists("Need"))

    def firms(self) -> list[Entity]:
        """Firms that have such a need, whose trade is like, or that own an achievement that is like."""
        needs = fused(self._lists("Need"))
        rows = self.graph.run("context-need", {"ids": needs}).dicts()
        owners = {row["candidate"]: sorted(owner["id"] for owner in row["owners"]) for row in rows}
        asking = list(dict.fromkeys(firm for need in needs for firm in owners.get(need, [])))
        return self._likeliest([asking, *self._lists("Enterprise"), self._makers()])

    @cached_property
    def members(self) -> Mapping[str, tuple[str, ...]]:
        """The supplier and what counts for it, by kind: achievements, and the doctors of an institute."""
        found = {"Achievement": tuple(self._works), self.supplier.kind: (self.supplier.id,)}
        if self.supplier.kind == "Institute":
            rows = self.graph.run("doctors-of", {"id": self.supplier.id}).dicts()
            found["Doctor"] = tuple(row["member"] for row in rows)
        return found

    def _likeliest(self, lists: Sequence[Sequence[str]]) -> list[Entity]:
        return self._known(fused(lists)[: 2 * self.few])

    def _known(self, ids: Sequence[str]) -> list[Entity]:
        return [found for one in ids if (found := self.ledger.entity(one))]

    def _lists(self, kind: str) -> list[list[str]]:
        return [self._by_path(kind), *self._by_text(kind), self._by_meaning(kind)]

    def _by_path(self, kind: str) -> list[str]:
        ids = [self.supplier.id, *self._works]
        params = {"ids": ids, "total": self.finder.total, "common": COMMON, "limit": self.few}
        return [row["candidate"] for row in self.graph.run(f"match-{kind.lower()}", params).dicts()]

    def _by_text(self, kind: str) -> Iterator[list[str]]:
        """By the supplier's own text, and by those of its first works."""
        for source in (self.supplier, *self._known(self._works[:WORKS])):
            query = self.finder.query(kind, source)
            yield [hit.id for hit in self.index.search(query).hits] if query.said else []

    def _by_meaning(self, kind: str) -> list[str]:
        if not isinstance(self.index, VectorIndex):
            return []
        near = self.index.near(self.supplier.id, kind, self.few, ())
        return sorted(near, key=lambda one: (-near[one], one))

    def _makers(self) -> list[str]:
        """Firms that own an achievement like this one."""
        params = {"id": self.supplier.id, "total": self.finder.total, "common": COMMON, "limit": self.few}
        rows = self.graph.run("match-achievement", params).dicts()
        like = {row["candidate"]: row["score"] for row in rows}
        owners = [
            (-like[work], owner["id"])
            for work, context in contexts(self.graph, "Achievement", sorted(like), self.finder.today).items()
            for owner in context["owners"] if owner["kind"] == "Enterprise"
        ]  # fmt: skip
        return list(dict.fromkeys(owner for _, owner in sorted(owners)))

    @cached_property
    def _works(self) -> list[str]:
        if self.supplier.kind == "Achievement":
            return []
        return [row["member"] for row in self.graph.run("works-of", {"id": self.supplier.id}).dicts()]


def fused(lists: Sequence[Sequence[str]]) -> list[str]:
    """What several lists hold, best first: by the places in all of them, then by id.

    >>> fused([["a", "b", "c"], ["b", "d"], ["d", "b"]])
    ['b', 'd', 'a', 'c']
    """
    marks: dict[str, float] = {}
    for ids in lists:
        for place, one in enumerate(ids, start=1):
            marks[one] = marks.get(one, 0.0) + 1 / (RANKED + place)
    return sorted(marks, key=lambda one: (-marks[one], one))
