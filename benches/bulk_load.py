"""The two ways to fill a Neo4j server, with the same made-up data: files and `neo4j-admin`, or the driver.

    python benches/bulk_load.py [--nodes 1000000] [--links 3] [--heap 512m] [--batch 5000]

The server is this bench's own, on ports 27701 and 29301, and is gone afterwards. Nodes are a tenth
Enterprise, a fifth Need, a fifth Achievement and a half Term; every Need and Achievement has one owner, and
all other links are MENTIONS. Either way starts with an empty server that runs, and ends when it runs
and has its constraints; the first has to stop and start it for that, which is counted and told apart.
"""

from __future__ import annotations

import argparse
import os
import platform
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import groupby
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import devtools.servers
from chunks import chunks
from devtools.artifacts import java, line_for
from devtools.servers import LOGIN, Servers
from graph.backends import Opening, open_graph
from graph.store import GraphStore
from ingest.bulk_files import write_files
from ontology.entity import Batch, Entity, Link, Properties, link_id
from ontology.model import ontology

WORDS = [
    "钒", "页岩", "提取", "焙烧", "酸浸", "尾矿", "制砖", "中药", "丹参", "核桃", "茶叶", "香菇", "电池",
]  # fmt: skip


class Made:
    """Entities and links of a size, the same at every walk."""

    def __init__(self, nodes: int, links: int) -> None:
        self.sizes = {
            "Enterprise": nodes // 10,
            "Need": nodes // 5,
            "Achievement": nodes // 5,
            "Term": nodes - nodes // 10 - 2 * (nodes // 5),
        }
        self.owned = 2 * (nodes // 5)
        self.links = links

    def entities(self) -> Iterator[Entity]:
        chance = random.Random(1)
        for kind, size in self.sizes.items():
            for number in range(size):
                yield Entity(f"{kind.lower()}-{number}", kind, _properties(kind, number, chance))

    def stated(self) -> Iterator[Link]:
        for kind, relation in (("Need", "HAS_NEED"), ("Achievement", "OWNS")):
            for number in range(self.sizes[kind]):
                owner = f"enterprise-{number % self.sizes['Enterprise']}"
                yield _link(relation, (owner, "Enterprise"), (f"{kind.lower()}-{number}", kind))

    def mentions(self) -> Iterator[Link]:
        """Of each Need and Achievement in turn, as many as make up the number of links; each term once."""
        chance = random.Random(2)
        rest = self.links - self.owned
        for place in range(self.owned):
            kind = ("Need", "Achievement")[place % 2]
            source = (f"{kind.lower()}-{place // 2}", kind)
            count = rest * (place + 1) // self.owned - rest * place // self.owned
            first = chance.randrange(self.sizes["Term"])
            for step in range(count):
                term = (first + step * 7) % self.sizes["Term"]
                weight = round(chance.random(), 4)
                yield _link("MENTIONS", source, (f"term-{term}", "Term"), weight=weight)


def _properties(kind: str, number: int, chance: random.Random) -> Properties:
    words = chance.choices(WORDS, k=8)
    text = "".join(words)
    if kind == "Term":
        return {"name": f"{words[0]}{number}", "df": number % 97}
    if kind == "Enterprise":
        return {"name": f"商洛示例{number}{words[0]}有限公司", "county": "611024", "capital": number * 10_000,
                "staff": number % 900, "scope": text * 4, "labels": words[:2]}  # fmt: skip
    if kind == "Need":
        return {"title": f"示例·{text}{number}", "type": "技术研发", "content": text * 8, "budget": 500_000,
                "keywords": words[:4], "deadline": "2027-06-30"}  # fmt: skip
    return {"title": f"示例·{text}{number}", "stage": "中期", "abstract": text * 8, "price": number + 0.5,
            "keywords": words[:4], "single_list": number % 2 == 0}  # fmt: skip


def _link(relation: str, source: tuple[str, str], target: tuple[str, str], **said: float) -> Link:
    return Link(link_id(relation, source[0], target[0]), relation, *source, *target, dict(said))


def by_files(server: Servers, made: Made, folder: Path) -> dict[str, float]:
    """Seconds of each step of an export and its import."""
    spent: dict[str, float] = {}

    def chain() -> Iterator[Link]:
        yield from made.stated()
        yield from made.mentions()

    timed(spent, "write files", lambda: write_files(folder, made.entities(), chain(), ontology(), seq=1))
    size = sum(path.stat().st_size for path in folder.iterdir())
    print(f"  files {size / 1e6:,.0f} MB", flush=True)
    timed(spent, "stop", server.neo4j.stop)
    timed(spent, "import", lambda: server.load(folder))
    timed(spent, "start", server.start_graph)
    with opened(server) as store:
        timed(spent, "constraints", store.prepare)
    return spent


def by_driver(server: Servers, made: Made, size: int) -> dict[str, float]:
    """Seconds of the constraints, and of all batches. The mentions of one entity stay in one batch."""
    spent: dict[str, float] = {}
    with opened(server) as store:
        timed(spent, "constraints", store.prepare)

        def write() -> None:
            for entities in chunks(made.entities(), size):
                store.write(Batch(entities=entities))
            for links in chunks(made.stated(), size):
                store.write(Batch(links=links))
            by_source = (list(one) for _, one in groupby(made.mentions(), lambda link: link.source))
            for group in chunks(by_source, size // 5):
                store.write(Batch(links=[link for links in group for link in links]))

        timed(spent, "write", write)
    return spent


def timed(spent: dict[str, float], step: str, work: Callable[[], object]) -> None:
    """Do it, and note and tell the seconds."""
    start = time.perf_counter()
    work()
    spent[step] = time.perf_counter() - start
    print(f"  {step:<12}{spent[step]:9.1f} s", flush=True)


def opened(server: Servers) -> closing[GraphStore]:
    """The graph, for writing."""
    return closing(open_graph(server.graph_url, Opening(False, 600.0, LOGIN)))


def counted(server: Servers) -> tuple[int, int]:
    """(nodes, links) in the server."""
    with opened(server) as store:
        nodes = (store.scan("count-entities", kind=kind).rows[0][0] for kind in ontology().kinds)
        links = (store.scan("count-links", relation=one).rows[0][0] for one in ontology().relations)
        return sum(nodes), sum(links)


def compared(server: Servers, made: Made, batch: int) -> None:
    """Both ways, each told step by step; the same counts must come out."""
    server.start_graph()
    with tempfile.TemporaryDirectory() as folder:
        print("files and neo4j-admin")
        files = sum(by_files(server, made, Path(folder) / "out").values())
    first = counted(server)
    remove(server)
    server.start_graph()
    print(f"driver, batches of {batch:,}")
    driver = sum(by_driver(server, made, batch).values())
    rows = sum(first)
    if counted(server) != first:
        sys.exit(f"the two ways differ: {first}, {counted(server)}")
    print(f"{first[0]:,} nodes, {first[1]:,} links in each")
    print(f"files    {files:8.1f} s {rows / files:10,.0f} rows/s")
    print(f"driver   {driver:8.1f} s {rows / driver:10,.0f} rows/s")
    print(f"ratio    {driver / files:8.1f}")


def remove(server: Servers) -> None:
    """Stop the server and delete all it has."""
    server.neo4j.stop()
    shutil.rmtree(server.neo4j.folder.parent)


def main() -> None:
    """Both ways on a server of its own."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--nodes", type=int, default=1_000_000)
    parser.add_argument("--links", type=int, default=3, help="times the nodes")
    parser.add_argument("--heap", default="512m", help="of the server")
    parser.add_argument("--batch", type=int, default=5000, help="rows in a transaction of the driver")
    asked = parser.parse_args()
    vars(devtools.servers)["_HEAP"] = asked.heap
    found = java()
    server = Servers(found, line_for(found), 27701, 29301)
    told = f"Python {platform.python_version()}, {os.cpu_count()} cores, Java {found.major}"
    print(f"{told}, Neo4j {server.line.neo4j}, heap {asked.heap}", flush=True)
    try:
        compared(server, Made(asked.nodes, asked.nodes * asked.links), asked.batch)
    finally:
        remove(server)


if __name__ == "__main__":
    main()
