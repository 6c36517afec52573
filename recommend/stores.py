"""What matching reads."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from graph.store import GraphStore
from ingest.ledger import Ledger
from recommend.reads import Reads
from search.index import TextIndex


@dataclass(frozen=True, slots=True)
class Stores:
    """The ledger, and the graph and the index that follow it; `today` is the day that dates are held against,
    `brief`: no answer tells what matched and what is missing, which takes a tenth of the time and only who
    looks at one answer reads; `reads` what was read before.
    """

    ledger: Ledger
    graph: GraphStore
    index: TextIndex
    today: dt.date = field(default_factory=dt.date.today)
    brief: bool = False
    reads: Reads = field(default_factory=Reads, compare=False, repr=False)
