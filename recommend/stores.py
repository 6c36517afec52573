"""What matching reads."""

from __future__ import annotations

from dataclasses import dataclass

from graph.store import GraphStore
from ingest.ledger import Ledger
from search.index import TextIndex


@dataclass(frozen=True, slots=True)
class Stores:
    """The ledger, and the graph and the index that follow it."""

    ledger: Ledger
    graph: GraphStore
    index: TextIndex
