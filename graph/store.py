"""The graph seam: write entities and links idempotently by id; run literal Cypher; typed rows out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol, runtime_checkable

from ontology.entity import Batch, Entity, Link

__all__ = ["Batch", "FillableGraph", "GraphStore", "Result"]


@dataclass(frozen=True, slots=True)
class Result:
    """Rows of a query in its own order: plain values only (str, int, float, bool, None, list, dict).

    A node comes as {"id", "kind", "properties"}, a relationship as {"relation", "source", "target",
    "properties"}, a path as a list of nodes and relationships in turn, a temporal value as ISO text, a number
    that is none (0/0) as None.
    `truncated` says that the row cap cut the answer.
    """

    columns: list[str] = field(default_factory=list)
    rows: list[list[Any]] = field(default_factory=list)
    truncated: bool = False

    def dicts(self) -> list[dict[str, Any]]:
        """Rows as dictionaries by column."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


class GraphStore(Protocol):
    """A property graph: labels are kinds, relationship types are relations, every node has a unique `id`."""

    def prepare(self) -> None:
        """Create constraints (unique id per kind) and indexes; idempotent."""

    def current(self) -> bool:
        """Whether this store was prepared before it was opened; one that was not holds nothing of the
        ledger's, whatever the ledger remembers.
        """

    def write(self, batch: Batch) -> None:
        """Apply a batch; when this returns, all of it is stored. A large one may take several transactions,
        in order: one that was cut short is applied again, whole.
        """

    def run(self, name: str, params: Mapping[str, Any] | None = None) -> Result:
        """Run the named reading query of graph/queries with parameters; no row cap. Its columns hold
        scalars, lists and maps, no nodes, relationships or temporal values.
        """

    def scan(self, name: str, **names: str) -> Result:
        """Run a reading template for kinds and a relation of the ontology; no row cap."""

    def read(
        self, text: str, params: Mapping[str, Any] | None = None, *, limit: int = 1000, timeout: float = 30.0
    ) -> Result:
        """Run an analyst's Cypher read-only; UsageError for anything that is not a pure read, or for a
        syntax error (the engine's own words in the message) or a timeout (seconds).
        """

    def check(self) -> None:
        """DamagedError where the store's own files are broken; may take seconds per million links."""

    def clear(self) -> None:
        """Drop all data and schema."""

    def close(self) -> None:
        """Release the store; closing twice is fine."""


@runtime_checkable
class FillableGraph(GraphStore, Protocol):
    """A graph that takes everything at once faster than batch by batch."""

    def fill(self, entities: Iterable[Entity], links: Iterable[Link]) -> None:
        """Put everything into a store whose content, if any, is of no use: faster than `write`, and worth
        nothing when it is cut short. Entities come by kind, links by relation, MENTIONS among them; an end
        of a link that is not among the entities is made, bare.
        """
