"""Matching at size: `recommend` warm, all needs at once, and how both grow with the achievements.

    python benches/matching.py --texts T.csv.gz… [--sizes 10000 30000 100000 300000] [--needs 10000]
        [--homes FOLDER] [--asked 300] [--batch 2000]

The texts (tables with a title and an abstract or content) are cut up and put together anew to as many
achievements and needs as wanted, one need a firm, and ingested into a home for each size; homes that are
there are used again. Beside it, in the same run, the bare full-text query: the need's title, its words,
BM25, ten hits. With SHUANGJIN_GRAPH_URL and SHUANGJIN_SEARCH_URL the same is asked of servers; one size then.
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

import psutil

from batch import batch
from benches.corpus import Corpus
from ontology.entity import Entity
from opened import Opened
from recommend.engine import recommend
from recommend.strategy import STRATEGIES
from search.index import SearchQuery
from settings import Settings

LIMIT = 10
WARM = 100
"""Firms asked for before the clock runs: the JVM compiles what it runs often."""


@dataclass(frozen=True, slots=True)
class Home:
    """A home of a size."""

    size: int
    settings: Settings


def made(corpus: Corpus, folder: Path, size: int, needs: int) -> Home:
    """The home of a size, ingested unless it is there."""
    home = folder / str(size) / "home"
    if not (home / "graph").exists():
        corpus.write(folder / str(size) / "tables", size, needs)
        start = time.perf_counter()
        command = [sys.executable, str(ROOT / "cli.py"), "ingest", str(folder / str(size) / "tables")]
        environment = {**os.environ, "SHUANGJIN_HOME": str(home), "SHUANGJIN_SEMANTIC": "0"}
        subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)
        print(f"{size:>7,} achievements, {needs:,} needs ingested in {time.perf_counter() - start:.0f} s")
    return Home(size, Settings(home=home, semantic=False))


def timed(work: Callable[[Entity], object], firms: Iterable[Entity]) -> list[float]:
    """Milliseconds of each."""
    spent = []
    for firm in firms:
        start = time.perf_counter()
        work(firm)
        spent.append((time.perf_counter() - start) * 1000)
    return sorted(spent)


def told(name: str, spent: list[float]) -> None:
    """Median and the 95th of a hundred."""
    p95 = spent[int(len(spent) * 0.95)]
    print(f"  {name:<34} p50 {statistics.median(spent):6.1f} ms  p95 {p95:6.1f} ms  ({len(spent)} firms)")


def warm(home: Home, count: int) -> None:
    """One firm after the other in one process: achievements, all three kinds, and the bare query."""
    with Opened(home.settings, command="bench") as app, app.graph(lasting=True) as graph:
        firms = [change.entity for change in app.ledger.entities("Enterprise")]
        chosen = firms[:: max(1, len(firms) // (count + WARM))][: count + WARM]

        def asked(aims: tuple[str, ...]) -> Callable[[Entity], object]:
            return lambda firm: recommend(app.stores(graph), firm, (aims, LIMIT))

        titles = {
            str(link.source): str(found.properties["title"])
            for link in app.ledger.links("HAS_NEED")
            if (found := app.ledger.entity(link.target))
        }

        def bare(firm: Entity) -> object:
            query = SearchQuery(
                titles[firm.id], ("Achievement",), limit=LIMIT, facets=False, highlights=False
            )
            return app.index.search(query)

        timed(asked(("achievement",)), chosen[:WARM])
        told("recommend --for achievement", timed(asked(("achievement",)), chosen[WARM:]))
        told("recommend --for all", timed(asked(tuple(STRATEGIES)), chosen[WARM:]))
        told("bare full-text query of the title", timed(bare, chosen[WARM:]))


def all_needs(home: Home, count: int) -> None:
    """Firms in as many processes as there are cores, and their memory after a tenth and at the end."""
    with Opened(home.settings, command="bench") as app:
        ids = [change.entity.id for change in app.ledger.entities("Enterprise")][:count]
    tenth = len(ids) // 10
    memory, start, began = [0.0, 0.0], 0.0, time.perf_counter()
    for done, _ in enumerate(batch(home.settings, ids, (("achievement",), LIMIT)), start=1):
        if done == tenth:
            start = time.perf_counter()
            memory[0] = _memory()
        elif done == len(ids):
            memory[1] = _memory()
    ended = time.perf_counter()
    print(
        f"  all needs, {os.cpu_count()} processes: {len(ids) / (ended - began):.1f} needs/s of {len(ids):,},"
        f" start and all; {(len(ids) - tenth) / (ended - start):.1f} after the first tenth;"
        f" memory {memory[0]:,.0f} MB then, {memory[1]:,.0f} MB at the end"
    )


def _memory() -> float:
    every = [psutil.Process(), *psutil.Process().children(recursive=True)]
    return sum(one.memory_info().rss for one in every) / 1e6


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--texts", type=Path, nargs="+", required=True)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 30_000, 100_000, 300_000])
    parser.add_argument("--needs", type=int, default=10_000)
    parser.add_argument("--homes", type=Path)
    parser.add_argument("--asked", type=int, default=300)
    parser.add_argument("--batch", type=int, default=2000)
    asked = parser.parse_args()
    print(f"Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} cores")
    with tempfile.TemporaryDirectory() as folder:
        for size in asked.sizes:
            home = made(Corpus(asked.texts), asked.homes or Path(folder), size, asked.needs)
            print(f"{size:,} achievements, {asked.needs:,} needs")
            warm(home, asked.asked)
            all_needs(home, asked.batch)


if __name__ == "__main__":
    main()
