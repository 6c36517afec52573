"""The servers through this program against the bare driver and client, and the embedded stores beside them.

    SHUANGJIN_HOME=家 python benches/servers.py [--nodes 100000] [--rounds 3]

One run: load of N nodes and 3 N relationships, the path query of `recommend`, the bulk index of the home's
documents. Rivals take turns within each round, and the median round counts, so that a busy machine is busy
for all; one round before them warms all up. A pair of servers of its own is started.
"""

from __future__ import annotations

import argparse
import platform
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from elasticsearch import Elasticsearch, helpers
from neo4j import Driver, GraphDatabase

from chunks import chunks
from devtools.artifacts import java, line_for
from devtools.servers import LOGIN, Servers
from graph.backends import Opening, open_graph
from graph.named import named
from graph.store import Batch, FillableGraph, GraphStore
from ingest.ledger import Ledger
from ingest.projection import documents
from ontology.entity import Entity, Link, link_id
from search.backends import open_index
from search.elastic import MAPPING, SETTINGS
from search.index import SearchQuery
from settings import Settings
from text.document import Document
from text.tokens import fields

SHARES = {"Enterprise": 0.05, "Institute": 0.05, "Need": 0.2, "Achievement": 0.3, "Term": 0.4}
BATCH = 10_000
FITTING_BATCHES = (1_000, 5_000, 10_000)
"""Rows a transaction of the bare driver: all are tried, the best counts."""
Work = Callable[[], None]


def made(count: int) -> tuple[list[Entity], list[Link]]:
    """N nodes of five kinds and 3 N relationships of three relations."""
    chance = random.Random(1)
    ids = {
        kind: [f"{kind.lower()}-{n:07}" for n in range(int(count * part))] for kind, part in SHARES.items()
    }
    entities = [
        Entity(one, "Term", {"name": one, "df": chance.randint(1, 50)})
        if kind == "Term"
        else Entity(one, kind, {("title" if kind in ("Need", "Achievement") else "name"): f"示例{one}"})
        for kind, some in ids.items()
        for one in some
    ]
    links = [link("HAS_NEED", chance.choice(ids["Enterprise"]), need) for need in ids["Need"]]
    links += [link("OWNS", chance.choice(ids["Institute"]), one) for one in ids["Achievement"]]
    for one in (*ids["Need"], *ids["Achievement"]):
        for term in chance.sample(ids["Term"], 5):
            links.append(link("MENTIONS", one, term, weight=round(chance.random(), 3)))
    return entities, links


def link(relation: str, source: str, target: str, **properties: float) -> Link:
    """A link between two of the ids made above."""
    kinds = [one.split("-", 1)[0].capitalize() for one in (source, target)]
    identity = link_id(relation, source, target)
    return Link(identity, relation, source, kinds[0], target, kinds[1], properties)


def by_store(store: GraphStore, entities: list[Entity], links: list[Link]) -> None:
    """Load through the seam, batch by batch."""
    for nodes in chunks(entities, BATCH):
        store.write(Batch(entities=nodes))
    for ties in chunks(links, BATCH):
        store.write(Batch(links=ties))


def by_driver(driver: Driver, entities: list[Entity], links: list[Link], size: int) -> None:
    """Load as one would with the driver alone: UNWIND and MERGE."""
    for kind in SHARES:
        rows = [{"id": e.id, "properties": {**e.properties, "id": e.id}} for e in entities if e.kind == kind]
        text = f"UNWIND $rows AS row MERGE (n:{kind} {{id: row.id}}) SET n = row.properties"
        send(driver, text, rows, size)
    shapes = {(one.relation, one.source_kind, one.target_kind) for one in links}
    for relation, source, target in sorted(shapes):
        rows = [
            {"s": one.source, "t": one.target, "id": one.id, "p": {**one.properties, "id": one.id}}
            for one in links
            if (one.relation, one.source_kind) == (relation, source)
        ]
        text = (
            f"UNWIND $rows AS row MATCH (a:{source} {{id: row.s}}) MATCH (b:{target} {{id: row.t}}) "
            f"MERGE (a)-[r:{relation} {{id: row.id}}]->(b) SET r = row.p"
        )
        send(driver, text, rows, size)


def send(driver: Driver, text: str, rows: list[dict[str, Any]], size: int) -> None:
    """One transaction for every `size` rows."""
    with driver.session() as session:
        for chunk in chunks(rows, size):
            session.run(text, rows=chunk).consume()


def turns(rivals: dict[str, Work], rounds: int, before: Work = lambda: None) -> dict[str, float]:
    """Median seconds of each rival; `before` goes before each, uncounted. A first round is not counted, for
    in it a server meets every text for the first time, and each later one begins with another rival.
    """
    spent: dict[str, list[float]] = {name: [] for name in rivals}
    for number in range(rounds + 1):
        first = number % len(rivals)
        for name in (*list(rivals)[first:], *list(rivals)[:first]):
            before()
            start = time.perf_counter()
            rivals[name]()
            spent[name].append(time.perf_counter() - start)
    return {name: statistics.median(times[1:]) for name, times in spent.items()}


def bare_driver(servers: Servers) -> Driver:
    """The driver alone, as quiet as the program's own: printing notices would cost it time."""
    pair = ("neo4j", LOGIN.password)
    return GraphDatabase.driver(servers.graph_url, auth=pair, notifications_min_severity="OFF")


def load(servers: Servers, count: int, rounds: int, folder: Path) -> None:
    """Figures of the load; leaves both graphs filled."""
    entities, links = made(count)
    rows = len(entities) + len(links)
    opened = open_graph(servers.graph_url, Opening(False, 60.0, LOGIN))
    with (
        closing(opened) as store,
        bare_driver(servers) as bare,
    ):

        def before() -> None:
            store.clear()
            store.prepare()

        rivals: dict[str, Work] = {
            f"bare driver, {size} rows": (lambda size=size: by_driver(bare, entities, links, size))  # type: ignore[misc]
            for size in FITTING_BATCHES
        }
        rivals["GraphStore on Neo4j"] = lambda: by_store(store, entities, links)
        spent = turns(rivals, rounds, before)
        report("load", spent, rows, "rows")
        best = min(seconds for name, seconds in spent.items() if name.startswith("bare"))
        print(f"    GraphStore / best bare driver: {best / spent['GraphStore on Neo4j']:.2f} of its rate")
    with closing(open_graph(str(folder / "graph"), Opening(False))) as store:
        store.prepare()
        start = time.perf_counter()
        by_store(store, entities, links)
        report("load", {"embedded, batch by batch": time.perf_counter() - start}, rows, "rows")
        assert isinstance(store, FillableGraph)
        start = time.perf_counter()
        ordered = sorted(links, key=lambda one: one.relation)
        store.fill(sorted(entities, key=lambda one: one.kind), ordered)
        report("load", {"embedded, as a whole": time.perf_counter() - start}, rows, "rows")


def paths(servers: Servers, count: int, folder: Path) -> None:
    """Figures of the path query, rivals in turn for every need."""
    text = named("match-achievement").text
    needs = [f"need-{n:07}" for n in random.Random(2).sample(range(int(count * SHARES["Need"])), 300)]
    with (
        closing(open_graph(servers.graph_url, Opening(True, 30.0, LOGIN))) as store,
        closing(open_graph(str(folder / "graph"), Opening(True))) as embedded,
        bare_driver(servers) as driver,
    ):

        def bare(params: dict[str, Any]) -> list[list[Any]]:
            with driver.session(default_access_mode="READ") as session:
                return session.run(text, params).values()

        rivals: dict[str, Callable[[dict[str, Any]], object]] = {
            "bare driver": bare,
            "GraphStore on Neo4j": lambda params: store.run("match-achievement", params),
            "embedded": lambda params: embedded.run("match-achievement", params),
        }
        spent: dict[str, list[float]] = {name: [] for name in rivals}
        for number, need in enumerate([*needs[:50], *needs]):
            for name, ask in rivals.items():
                start = time.perf_counter()
                ask({"id": need, "total": count // 2, "common": 200, "limit": 10})
                if number >= 50:
                    spent[name].append(time.perf_counter() - start)
    cuts = {
        name: (statistics.median(one), statistics.quantiles(one, n=20)[18]) for name, one in spent.items()
    }
    for name, (middle, tail) in cuts.items():
        print(f"path   {name:<28} p50 {middle * 1000:6.1f} ms  p95 {tail * 1000:6.1f} ms")
    ratios = [cuts["GraphStore on Neo4j"][at] / cuts["bare driver"][at] for at in (0, 1)]
    print(f"    GraphStore / bare driver: p50 {ratios[0]:.2f}, p95 {ratios[1]:.2f} times")


def cut(document: Document) -> dict[str, Any]:
    """A document as the client's helper is given it."""
    (tw, tb), (bw, bb) = fields(document.title), fields(document.body)
    body = {"id": document.id, "kind": document.kind, "title": document.title, "body": document.body}
    extra = {"county": document.county, "field": list(document.fields)}
    return {**body, **extra, "tw": tw, "tb": tb, "bw": bw, "bb": bb, "seal": ""}


def index(servers: Servers, found: list[Document], rounds: int, folder: Path) -> None:
    """Figures of the bulk index."""
    ready = [cut(one) for one in found]
    with Elasticsearch(servers.search_url, request_timeout=60) as client:

        def helper(bodies: Callable[[], Iterator[dict[str, Any]]]) -> None:
            name = "bench-bare"
            client.indices.delete(index=name, ignore_unavailable=True)
            client.indices.create(index=name, settings=SETTINGS, mappings=MAPPING)
            helpers.bulk(client, ({"_index": name, "_id": one["id"], "_source": one} for one in bodies()))
            client.indices.refresh(index=name)

        def ours() -> None:
            with closing(open_index(f"{servers.search_url}/bench", LOGIN)) as opened:
                opened.rebuild(found)

        def embedded() -> None:
            with closing(open_index(str(folder / "index"))) as opened:
                opened.rebuild(found)

        rivals: dict[str, Work] = {
            "client's helper, text cut before": lambda: helper(lambda: iter(ready)),
            "client's helper, cutting as it goes": lambda: helper(lambda: map(cut, found)),
            "TextIndex on Elasticsearch": ours,
            "embedded": embedded,
        }
        spent = turns(rivals, rounds)
    report("index", spent, len(found), "documents")
    for name in list(rivals)[:2]:
        print(f"    TextIndex / {name}: {spent[name] / spent['TextIndex on Elasticsearch']:.2f} of its rate")


def searches(servers: Servers, found: list[Document], folder: Path) -> None:
    """Figures of one search after another, rivals in turn; the indices are those filled before."""
    chance = random.Random(3)
    texts = [document.title for document in chance.sample(found, 150)] + [
        document.title[2:6] for document in chance.sample(found, 150)
    ]
    with (
        closing(open_index(f"{servers.search_url}/bench", LOGIN)) as elastic,
        closing(open_index(str(folder / "index"))) as embedded,
    ):
        spent: dict[str, list[float]] = {"TextIndex on Elasticsearch": [], "embedded": []}
        for number, text in enumerate([*texts[:30], *texts]):
            for name, opened in zip(spent, (elastic, embedded), strict=True):
                start = time.perf_counter()
                opened.search(SearchQuery(text))
                if number >= 30:
                    spent[name].append(time.perf_counter() - start)
    for name, one in spent.items():
        middle, tail = statistics.median(one), statistics.quantiles(one, n=20)[18]
        print(f"search {name:<28} p50 {middle * 1000:6.1f} ms  p95 {tail * 1000:6.1f} ms")


def report(what: str, spent: dict[str, float], count: int, unit: str) -> None:
    """A line a rival."""
    for name, seconds in spent.items():
        print(f"{what:<6} {name:<36} {seconds:7.2f} s  {count / seconds:10,.0f} {unit}/s", flush=True)


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--nodes", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    found = java()
    servers = Servers(found, line_for(found), 27901, 29701)
    with closing(Ledger(Settings().ledger_path)) as ledger:
        held = list(documents(ledger))
    with tempfile.TemporaryDirectory() as name:
        try:
            servers.start()
            print(f"Python {platform.python_version()}, Java {found.major}, Neo4j {servers.line.neo4j}, "
                  f"Elasticsearch {servers.line.elasticsearch}; median of {asked.rounds} rounds")  # fmt: skip
            load(servers, asked.nodes, asked.rounds, Path(name))
            paths(servers, asked.nodes, Path(name))
            index(servers, held, asked.rounds, Path(name))
            searches(servers, held, Path(name))
        finally:
            servers.stop()


if __name__ == "__main__":
    main()
