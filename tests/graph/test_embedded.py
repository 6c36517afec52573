"""The embedded engine, for real: links keep their properties, and only reading Cypher is taken."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from errors import UsageError
from graph.embedded import EmbeddedGraph
from graph.engine import heap_mib
from ontology.entity import Batch, Entity, Link, link_id

WRITES = [
    "CREATE (n:X)",
    "MATCH (n) SET n.x = 1",
    "MATCH (n) DETACH DELETE n",
    "CREATE INDEX FOR (n:Need) ON (n.title)",
    "CALL { CREATE (n:X) } RETURN 1",
    'LOAD CSV FROM "file:///etc/passwd" AS line RETURN line',
    'CREATE USER x SET PASSWORD "a"',
]


def mention(source: str, kind: str, weight: float) -> Link:
    identity = link_id("MENTIONS", source, "term-钒")
    return Link(identity, "MENTIONS", source, kind, "term-钒", "Term", {"weight": weight})


@pytest.fixture
def graph(tmp_path: Path) -> Iterator[EmbeddedGraph]:
    store = EmbeddedGraph(tmp_path / "graph")
    store.prepare()
    entities = [
        Entity("need-1", "Need", {"title": "提钒"}),
        Entity("achievement-1", "Achievement", {"title": "提钒法"}),
        Entity("term-钒", "Term", {"name": "钒", "df": 2}),
    ]
    batch = Batch(entities, [mention("need-1", "Need", 1.0), mention("achievement-1", "Achievement", 0.5)])
    store.write(batch)
    store.write(batch)
    yield store
    store.close()


def test_a_match_is_a_path_through_a_weighted_term(graph: EmbeddedGraph) -> None:
    rows = graph.run("match-achievement", {"id": "need-1", "total": 2, "common": 9, "limit": 5}).dicts()
    assert [(row["candidate"], row["score"]) for row in rows] == [("achievement-1", 0.5)]
    assert [[t["term"], t["via"]] for t in rows[0]["terms"]] == [["钒", "钒"]]
    rare = {"id": "need-1", "total": 2, "common": 1, "limit": 5}
    assert graph.run("match-achievement", rare).rows == []
    assert graph.run("match-achievement", {**rare, "id": "need-9"}).rows == []


@pytest.mark.parametrize("text", WRITES)
def test_what_does_not_read_is_refused_and_changes_nothing(graph: EmbeddedGraph, text: str) -> None:
    with pytest.raises(UsageError):
        graph.read(text)
    assert graph.read("MATCH (n) RETURN count(n) AS nodes, count(n.x) AS marked").rows == [[3, 0]]


def test_an_existing_store_opens_again(tmp_path: Path) -> None:
    for _ in range(2):
        store = EmbeddedGraph(tmp_path / "graph")
        store.prepare()
        store.write(Batch([Entity("need-1", "Need", {"title": "提钒"})]))
        assert store.read("MATCH (n:Need) RETURN n.title AS title").rows == [["提钒"]]
        store.close()


def test_the_engine_stays_silent_and_inside_its_home(tmp_path: Path) -> None:
    work = tmp_path / "work"
    work.mkdir()
    script = (
        "from pathlib import Path; from graph.embedded import EmbeddedGraph; "
        f"store = EmbeddedGraph(Path({str(tmp_path / 'home' / 'graph')!r})); store.prepare(); store.close()"
    )
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2])}
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=work, env=environment, capture_output=True, text=True, check=True
    )
    assert (done.stdout, done.stderr, list(work.iterdir())) == ("", "", [])


def test_a_store_is_filled_in_parts_as_in_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    entities = [Entity(f"need-{n}", "Need", {"title": "提钒"}) for n in range(30)]
    entities.append(Entity("term-钒", "Term", {"name": "钒", "df": 30}))
    links = [mention(f"need-{n}", "Need", 0.5) for n in range(30)]
    found = []
    for part in (10_000, 7):
        monkeypatch.setattr("graph.embedded._LINKS_PER_MIB", part / heap_mib())
        store = EmbeddedGraph(tmp_path / f"graph-{part}")
        store.fill(iter(entities), iter(links))
        found.append(
            store.read("MATCH (n:Need)-[m:MENTIONS]->(t) RETURN n.id, m.id, t.id ORDER BY n.id").rows
        )
        assert store.read("MATCH (t:Term)<-[m:MENTIONS]-() RETURN count(m)").rows == [[30]]
        store.check()
        store.close()
    assert len(found[0]) == 30
    assert found[0] == found[1]


def test_the_heap_is_a_quarter_of_the_memory_within_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    for gib, mib in ((1, 512), (8, 2048), (64, 4096)):
        memory = SimpleNamespace(total=gib << 30)
        monkeypatch.setattr("psutil.virtual_memory", lambda memory=memory: memory)
        assert heap_mib() == mib
