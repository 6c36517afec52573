"""What matching reads."""

from __future__ import annotations

from dataclasses import dataclass, field

from graph.store import GraphStore
from ingest.ledger import Ledger
from recommend.reads import Reads
from search.index import TextIndex


@dataclass(frozen=True, slots=True)
class Stores:
    """The ledger, and the graph and the index that follow it; `reads` is what was read of them before."""

    ledger: Ledger
    graph: GraphStore
    index: TextIndex
    reads: Reads = field(default_factory=Reads, compare=False, repr=False)
