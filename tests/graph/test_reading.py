"""What an analyst may and may not do: the engine refuses, stops and caps; readers share, writers do not."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from errors import DamagedError, StoreError, UsageError
from graph.embedded import EmbeddedGraph
from graph.named import named, queries
from ontology.entity import Batch, Entity, Link, link_id

ROOT = Path(__file__).parents[2]
HOSTILE = [
    "CREATE (n:Need {id: 'x'})",
    "MERGE (n:Need {id: 'x'}) RETURN n",
    "MATCH (n) SET n.x = 1",
    "MATCH (n) REMOVE n.title",
    "MATCH (n) DETACH DELETE n",
    "MATCH (n) DELETE n RETURN 1",
    "FOREACH (x IN [1] | CREATE (:Need {id: 'x'}))",
    "CALL { CREATE (n:Need {id: 'x'}) } RETURN 1",
    "CALL { MATCH (n) SET n.x = 1 } IN TRANSACTIONS",
    "UNWIND [1] AS i CREATE (:Need {id: 'x'})",
    "MATCH (n) WITH n CREATE (n)-[:HAS_NEED]->(n)",
    "CREATE CONSTRAINT c IF NOT EXISTS FOR (n:Need) REQUIRE n.title IS UNIQUE",
    "DROP CONSTRAINT shuangjin_Need_id IF EXISTS",
    "CREATE INDEX i IF NOT EXISTS FOR (n:Need) ON (n.title)",
    "CREATE USER x SET PASSWORD 'abcdefgh'",
    "LOAD CSV FROM 'file:///etc/passwd' AS line RETURN line",
    "LOAD CSV FROM 'file:///etc/hostname' AS line RETURN line",
    "/* read */ MATCH (n) SET n.x = 1 // RETURN",
    "match (n) sEt n.x = 1 return n",
    "EXPLAIN_ MATCH (n) RETURN n",
    "MATCH (n RETURN n",
    "",
]
HEAVY = "MATCH p = (a)-[*1..14]-(b) WITH reduce(s = 0, x IN nodes(p) | s + 1) AS k RETURN sum(k)"


def fill(folder: Path) -> None:
    store = EmbeddedGraph(folder)
    store.prepare()
    terms = [Entity(f"term-词{n}", "Term", {"name": f"词{n}", "df": 1}) for n in range(12)]
    pairs = [(a.id, b.id) for a in terms for b in terms if a.id < b.id]
    links = [Link(link_id("SIMILAR_TO", a, b), "SIMILAR_TO", a, "Term", b, "Term", {}) for a, b in pairs]
    store.write(Batch([*terms, Entity("need-1", "Need", {"title": "提钒"})], links))
    store.close()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("home") / "graph"
    fill(made)
    return made


@pytest.fixture(params=[True, False], ids=["for reading", "for writing"])
def graph(folder: Path, request: pytest.FixtureRequest) -> Iterator[EmbeddedGraph]:
    store = EmbeddedGraph(folder, read_only=request.param)
    yield store
    store.close()


@pytest.mark.parametrize("text", HOSTILE)
def test_the_engine_refuses_what_is_no_pure_read(graph: EmbeddedGraph, text: str) -> None:
    with pytest.raises(UsageError):
        graph.read(text)
    whole = graph.read("MATCH (n) RETURN count(n) AS n, count(n.x) AS marked, count(n.title) AS titled")
    assert whole.rows == [[13, 0, 1]]


def test_words_of_writing_inside_text_are_no_writing(graph: EmbeddedGraph) -> None:
    found = graph.read("MATCH (n:Need) WHERE n.title <> 'DELETE CREATE SET' RETURN n.title AS t")
    assert found.rows == [["提钒"]]


def test_parameters_are_never_cypher(graph: EmbeddedGraph) -> None:
    text = "MATCH (n:Need) WHERE n.title = $t RETURN count(n) AS n"
    assert graph.read(text, {"t": "x' OR 1=1 //"}).rows == [[0]]
    assert graph.read(text, {"t": "提钒"}).rows == [[1]]


def test_nodes_relationships_paths_and_odd_numbers_come_in_plain_form(graph: EmbeddedGraph) -> None:
    need = {"id": "need-1", "kind": "Need", "properties": {"id": "need-1", "title": "提钒"}}
    assert graph.read("MATCH (n:Need) RETURN n").rows == [[need]]
    text = "MATCH p = (a:Term {name: '词0'})-[r:SIMILAR_TO]->(b:Term {name: '词1'}) RETURN p, r"
    ((walk, link),) = graph.read(text).rows
    assert [step.get("kind") or step["relation"] for step in walk] == ["Term", "SIMILAR_TO", "Term"]
    assert (link["source"], link["target"]) == ("term-词0", "term-词1")
    assert graph.read("RETURN 0.0 / 0.0 AS a, 1.5 AS b").rows == [[None, 1.5]]


def test_a_missing_parameter_is_called_so(graph: EmbeddedGraph) -> None:
    with pytest.raises(UsageError, match="缺少参数") as caught:
        graph.read("MATCH (n) RETURN n.id AS id LIMIT $limit")
    assert "--param" in caught.value.cure


def test_the_row_cap_is_announced(graph: EmbeddedGraph) -> None:
    text = "MATCH (t:Term) RETURN t.id AS id ORDER BY id"
    assert (len(graph.read(text, limit=12).rows), graph.read(text, limit=12).truncated) == (12, False)
    assert (len(graph.read(text, limit=11).rows), graph.read(text, limit=11).truncated) == (11, True)


def test_a_query_stops_at_its_timeout_and_the_next_one_runs(graph: EmbeddedGraph) -> None:
    with pytest.raises(UsageError, match=r"超过 0\.5 秒"):
        graph.read(HEAVY, timeout=0.5)
    assert graph.read("RETURN 1 AS one", timeout=30).rows == [[1]]


READ = (
    "import sys; sys.path.insert(0, sys.argv[1]); from pathlib import Path; "
    "from graph.embedded import EmbeddedGraph; g = EmbeddedGraph(Path(sys.argv[2]), read_only=True); "
    "print(g.read('MATCH (n) RETURN count(n) AS n').rows[0][0])"
)


def other_process(folder: Path, code: str = READ) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", code, str(ROOT), str(folder)]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


def test_readers_share_a_store_and_a_writer_does_not(tmp_path: Path) -> None:
    fill(tmp_path / "graph")
    reader = EmbeddedGraph(tmp_path / "graph", read_only=True)
    assert other_process(tmp_path / "graph").stdout == "13\n"
    reader.close()
    writer = EmbeddedGraph(tmp_path / "graph")
    assert "BusyError" in other_process(tmp_path / "graph").stderr
    writer.close()


def test_the_first_reader_leaves_the_engines_classes_for_the_next(tmp_path: Path) -> None:
    fill(tmp_path / "graph")
    assert other_process(tmp_path / "graph").stdout == "13\n"
    (left,) = tmp_path.glob("engine-*.new")
    assert other_process(tmp_path / "graph").stdout == "13\n"
    assert not left.exists()
    (ready,) = tmp_path.glob("engine-*.aot")
    ready.write_bytes(b"no such file")
    assert other_process(tmp_path / "graph").stdout == "13\n"


def test_a_store_whose_writer_was_killed_opens_for_reading(tmp_path: Path) -> None:
    fill(tmp_path / "graph")
    kill = (
        READ.split("g = ", maxsplit=1)[0]
        + "from ontology.entity import Batch, Entity; import os; g = EmbeddedGraph(Path(sys.argv[2])); "
        "g.write(Batch([Entity('need-2', 'Need', {'title': 'b'})])); os.kill(os.getpid(), 9)"
    )
    assert other_process(tmp_path / "graph", kill).returncode == -9
    assert other_process(tmp_path / "graph").stdout == "14\n"


@pytest.mark.parametrize("pattern", ["configuration*", "dictionary*"])
def test_a_store_that_does_not_open_is_named_as_damaged(tmp_path: Path, pattern: str) -> None:
    fill(tmp_path / "graph")
    garble(tmp_path / "graph", pattern)
    with pytest.raises(DamagedError, match="graph") as caught:
        EmbeddedGraph(tmp_path / "graph", read_only=True)
    assert "sync" in caught.value.cure


@pytest.mark.parametrize("pattern", ["schema*", "Need*bucket", "Term*bucket", "SIMILAR*bucket", "Term*idx"])
def test_damage_the_engine_opens_over_is_found_by_check(tmp_path: Path, pattern: str) -> None:
    fill(tmp_path / "graph")
    garble(tmp_path / "graph", pattern)
    store = EmbeddedGraph(tmp_path / "graph")
    with pytest.raises(DamagedError):
        store.check()
    store.close()


def test_a_sound_store_passes_check(tmp_path: Path) -> None:
    fill(tmp_path / "graph")
    store = EmbeddedGraph(tmp_path / "graph")
    store.check()
    store.close()


def garble(folder: Path, pattern: str) -> None:
    broken = list(folder.glob(pattern))
    assert broken
    for path in broken:
        path.write_bytes(b"\xff" * path.stat().st_size)


def test_no_wheel_names_the_other_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "arcadedb_embedded", None)
    with pytest.raises(StoreError, match="macOS") as caught:
        EmbeddedGraph(tmp_path / "graph")
    assert "bolt://" in caught.value.cure


def test_every_reading_query_file_runs(graph: EmbeddedGraph) -> None:
    for query in queries().values():
        if not query.template and not re.search(r"\b(DELETE|SHOW)\b", query.text):
            graph.run(query.name, query.bind({one.name: one.example for one in query.params}))


def test_a_template_takes_names_of_the_ontology_only() -> None:
    with pytest.raises(ValueError, match="not a kind"):
        named("scan-entities").fill(kind="Need) DETACH DELETE (n")
    assert "(n:Need)" in named("scan-entities").fill(kind="Need")


WAITS = """
import sys, time
from pathlib import Path
from graph.embedded import EmbeddedGraph
store = EmbeddedGraph(Path(sys.argv[1]), read_only=True)
print("open", flush=True)
while True:
    time.sleep(0.1)
"""


@pytest.mark.parametrize("told", [signal.SIGTERM, signal.SIGINT])
def test_a_process_told_to_end_ends_and_leaves_no_dump(
    folder: Path, tmp_path: Path, told: signal.Signals
) -> None:
    command = [sys.executable, "-c", WAITS, str(folder)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        command, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        assert process.stdout.readline() == "open\n"
        process.send_signal(told)
        try:
            _, said = process.communicate(timeout=20)
        finally:
            process.kill()
    assert process.returncode == -told
    assert ("KeyboardInterrupt" in said) == (told is signal.SIGINT)
    assert not list(tmp_path.iterdir())
