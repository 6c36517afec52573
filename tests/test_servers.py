"""Stores on servers: moved to, left half done, altered behind the program's back, and out of reach."""

from __future__ import annotations

import json
import os
import random
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from elasticsearch import Elasticsearch
from neo4j import GraphDatabase

from app import EXAMPLES, App
from devtools.artifacts import Java, ServerError, line_for
from devtools.process import Process, free_port
from devtools.servers import PASSWORD, Servers
from errors import StoreError, UnreachableError
from graph.backends import Opening, open_graph
from graph.neo4j_ import Neo4jGraph
from ingest.load import Options
from ontology.entity import Batch, Entity
from search.backends import open_index
from search.index import SearchQuery
from settings import Settings

ROOT = Path(__file__).parents[1]


@pytest.fixture
def app(tmp_path: Path, servers: Servers, index_url: Callable[[], str]) -> Iterator[App]:
    """The demo data in a ledger, in an empty Neo4j and in an index of its own."""
    servers.clear_graph()
    settings = Settings(
        home=tmp_path, graph_url=servers.graph_url, graph_password=PASSWORD, search_url=index_url()
    )
    with App(settings) as opened:
        opened.ingest([EXAMPLES], Options())
        yield opened


def differing(app: App) -> dict[tuple[str, str], tuple[set[str], set[str], set[str]]]:
    return {
        (one.store, one.name): (set(one.missing), set(one.altered), set(one.orphans))
        for one in app.verify()
        if not one.agrees
    }


def bolt(app: App, text: str, **params: Any) -> list[Any]:
    """Cypher behind the program's back."""
    with GraphDatabase.driver(app.settings.graph_url, auth=("neo4j", PASSWORD)) as driver:
        return [record.values() for record in driver.execute_query(text, params).records]


def test_one_in_a_hundred_lost_altered_or_foreign_is_found_and_mended(app: App) -> None:
    assert differing(app) == {}
    chance = random.Random(4)
    ids = sorted(change.entity.id for kind in ("Need", "Achievement") for change in app.ledger.entities(kind))
    chosen = chance.sample(ids, max(2, len(ids) // 50))
    lost, altered = set(chosen[::2]), set(chosen[1::2])
    url, _, name = app.settings.search_url.rpartition("/")
    with Elasticsearch(url) as client:
        for one in lost:
            client.delete(index=name, id=one)
        for one in altered:
            client.update(index=name, id=one, doc={"title": "被改过"})
        client.index(
            index=name, id="need-foreign", document={"id": "need-foreign", "kind": "Need", "title": "外来"}
        )
    terms = sorted(change.entity.id for change in app.ledger.entities("Term"))
    gone, changed = set(terms[10::100]), set(terms[20::100])
    bolt(app, "MATCH (t:Term) WHERE t.id IN $ids DETACH DELETE t", ids=sorted(gone))
    bolt(app, "MATCH (t:Term) WHERE t.id IN $ids SET t.name = '被改过'", ids=sorted(changed))
    bolt(
        app,
        "CREATE (:Need {id: 'need-foreign'})-[:MENTIONS {id: 'x', weight: 1.0}]->(:Term {id: 'term-外来'})",
    )
    found = differing(app)
    assert found[("graph", "Term")] == (gone, changed, {"term-外来"})
    assert found[("graph", "Need")] == (set(), set(), {"need-foreign"})
    assert found[("graph", "MENTIONS")][0]
    assert found[("graph", "MENTIONS")][2] == {"x"}
    sides = [found[("index", kind)] for kind in ("Need", "Achievement") if ("index", kind) in found]
    assert [set().union(*(side[n] for side in sides)) for n in range(3)] == [lost, altered, {"need-foreign"}]
    app.sync(repair=True)
    assert differing(app) == {}


def test_a_relationship_that_is_there_twice_is_found_and_mended(app: App) -> None:
    ((double,),) = bolt(
        app,
        "MATCH (a)-[r:HAS_NEED]->(b) WITH a, r, b ORDER BY r.id LIMIT 1 "
        "CREATE (a)-[:HAS_NEED {id: r.id}]->(b) RETURN r.id",
    )
    assert differing(app) == {("graph", "HAS_NEED"): (set(), {double}, set())}
    app.sync(repair=True)
    assert differing(app) == {}


def test_words_altered_under_an_unaltered_title_are_found(app: App) -> None:
    url, _, name = app.settings.search_url.rpartition("/")
    one = next(iter(app.ledger.entities("Need"))).entity.id
    with Elasticsearch(url) as client:
        client.update(index=name, id=one, doc={"tw": "别的 词"})
    assert differing(app) == {("index", "Need"): (set(), {one}, set())}
    app.sync(repair=True)
    assert differing(app) == {}


def test_servers_that_have_a_part_get_the_rest(
    app: App, servers: Servers, monkeypatch: pytest.MonkeyPatch
) -> None:
    servers.clear_graph()
    written = Neo4jGraph.write

    def cut_short(graph: Neo4jGraph, batch: Batch) -> None:
        if app.ledger.cursor("graph", app.settings.graph_url):
            raise KeyboardInterrupt
        written(graph, batch)

    with monkeypatch.context() as patch:
        patch.setattr(Neo4jGraph, "write", cut_short)
        with pytest.raises(KeyboardInterrupt):
            app.sync()
    done = app.ledger.cursor("graph", app.settings.graph_url)
    assert 0 < done < app.ledger.seq()
    app.ledger.acknowledge("index", app.settings.search_url, done)
    followed, _ = app.sync()
    assert followed == {"graph": app.ledger.seq() - done, "index": app.ledger.seq() - done}
    assert differing(app) == {}


def test_an_emptied_server_is_filled_again(app: App, servers: Servers) -> None:
    """A volume that was lost: the ledger remembers a projection that is no longer there."""
    servers.clear_graph()
    url, _, name = app.settings.search_url.rpartition("/")
    with Elasticsearch(url) as client:
        client.indices.delete(index=f"{name}-v-1")
    with pytest.raises(StoreError, match="还没有") as told:
        app.search(SearchQuery("钒"))
    assert "sync" in told.value.cure
    app.sync()
    assert differing(app) == {}


def test_rolling_back_and_following_again(app: App) -> None:
    app.ledger.acknowledge("index", app.settings.search_url, 0)
    app.sync()
    assert app.rollback() == 0, "both versions were built at the same state of the ledger"
    assert differing(app) == {}
    app.sync()
    assert differing(app) == {}


def test_moving_back_to_the_embedded_stores(app: App) -> None:
    with App(Settings(home=app.settings.home)) as embedded:
        with pytest.raises(StoreError, match="还没有建好"):
            embedded.recommend("山阳示例氮钒合金有限公司", ("achievement",), 1)
        embedded.sync()
        assert all(one.agrees for one in embedded.verify())


def write_graph(settings: Settings) -> None:
    login = settings.graph_login(read_only=False)
    with closing(open_graph(settings.graph_url, Opening(False, 5.0, login))) as graph:
        graph.write(Batch([Entity("need-1", "Need", {"title": "钒"})]))


def ask_index(settings: Settings) -> None:
    with closing(open_index(settings.search_url, settings.search_login(read_only=False))) as index:
        index.search(SearchQuery("钒"))


@pytest.mark.parametrize("store", ["graph", "index"])
def test_a_server_that_is_not_there_is_told_after_the_wait(tmp_path: Path, store: str) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        settings = Settings(
            home=tmp_path,
            graph_url=f"bolt://127.0.0.1:{port}",
            search_url=f"http://127.0.0.1:{port}/x",
            patience=1,
        )
        with pytest.raises(UnreachableError, match="没有应答") as told:
            (write_graph if store == "graph" else ask_index)(settings)
    assert told.value.exit_code == 4
    assert "再运行" in told.value.cure


def test_a_wrong_password_is_told_at_once(servers: Servers) -> None:
    from login import Login

    opening = Opening(True, 5.0, Login("neo4j", "not-the-one", patience=30))
    with (
        closing(open_graph(servers.graph_url, opening)) as graph,
        pytest.raises(StoreError, match="用户名或密码") as told,
    ):
        graph.read("RETURN 1")
    assert "SHUANGJIN_GRAPH_PASSWORD" in told.value.cure


def test_a_taken_port_names_who_has_it() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(ServerError, match=r"被占用（进程 \d+ .+）.*SHUANGJIN_SERVER_PORTS"):
            free_port(taken.getsockname()[1], "Neo4j")


def test_a_server_that_does_not_come_up_shows_its_last_words(tmp_path: Path) -> None:
    process = Process("Neo4j", tmp_path)
    process.spawn(["sh", "-c", "echo no room for the heap; exit 3"], {}, [])
    with pytest.raises(ServerError, match=r"启动后退出了(.|\n)*no room for the heap"):
        process.wait(lambda: False)
    assert process.running() is None


def test_a_missing_or_old_java_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from devtools.artifacts import java

    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    with pytest.raises(ServerError, match="JAVA_HOME"):
        java()
    with pytest.raises(ServerError, match="太旧"):
        line_for(Java(tmp_path, 11))
    assert [line_for(Java(tmp_path, major)).name for major in (17, 20, 21, 25)] == [
        "lts",
        "lts",
        "current",
        "current",
    ]


@pytest.mark.parametrize("victim", ["neo4j", "elasticsearch"])
def test_a_server_killed_in_the_middle_of_a_load_is_waited_for(
    app: App, servers: Servers, victim: str
) -> None:
    """SIGKILL at the first sign of progress, a restart beside it: the one command ends well."""
    empty(app, servers)
    process = servers.neo4j if victim == "neo4j" else servers.elasticsearch
    started: list[threading.Thread] = []

    def kill(name: str, _done: int, _total: int) -> None:
        if name == ("graph" if victim == "neo4j" else "index") and not started:
            process.stop(kill=True)
            started.append(threading.Thread(target=servers.start))
            started[0].start()

    try:
        app.sync(progress=kill)
    finally:
        for thread in started:
            thread.join()
    assert started
    assert differing(app) == {}


@pytest.mark.parametrize("victim", ["neo4j", "elasticsearch"])
def test_a_server_that_stays_away_ends_the_command_with_4_and_the_next_run_carries_on(
    app: App, servers: Servers, victim: str
) -> None:
    empty(app, servers)
    process = servers.neo4j if victim == "neo4j" else servers.elasticsearch
    told = {
        name: str(getattr(app.settings, name))
        for name in ("home", "graph_url", "graph_password", "search_url")
    }
    environment = {f"SHUANGJIN_{name.upper()}": value for name, value in told.items()}
    command = [sys.executable, str(ROOT / "cli.py"), "sync", "--json"]
    process.stop(kill=True)
    try:
        away = subprocess.run(
            command,
            check=False,
            capture_output=True,
            text=True,
            env={**os.environ, **environment, "SHUANGJIN_PATIENCE": "1"},
        )
    finally:
        servers.start()
    assert away.returncode == 4
    error = json.loads(away.stdout)["error"]
    assert (error["code"], "再运行" in error["cure"]) == ("store_unreachable", True)
    again = subprocess.run(
        command, check=False, capture_output=True, text=True, env={**os.environ, **environment}
    )
    assert again.returncode == 0
    assert differing(app) == {}


def empty(app: App, servers: Servers) -> None:
    """Nothing in the graph, nothing acknowledged."""
    servers.clear_graph()
    app.ledger.acknowledge("index", app.settings.search_url, 0)
