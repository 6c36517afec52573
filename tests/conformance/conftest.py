"""Every backend, the same cases: an empty store of each, and the demo data in each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from devtools.servers import LOGIN
from graph.backends import BACKENDS as GRAPH_BACKENDS
from graph.backends import Opening, open_graph
from graph.store import GraphStore
from ingest.ledger import Ledger
from ingest.projection import sync_graph
from search.backends import BACKENDS as INDEX_BACKENDS
from search.backends import open_index
from search.index import TextIndex
from settings import Settings
from tests.conformance.gaps import GAPS

GRAPHS = tuple(dict.fromkeys(one.__name__.strip("_") for one in GRAPH_BACKENDS.values()))
INDEXES = tuple(dict.fromkeys(one.__name__.strip("_") for one in INDEX_BACKENDS.values()))
"""Every backend of the two tables, once: one that is added there is tested here."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A declared gap is an expected failure, and a strict one: one that closed must come off the list."""
    for item in items:
        for (backend, test), reason in GAPS.items():
            if test in item.nodeid and f"[{backend}" in item.nodeid:
                item.add_marker(pytest.mark.xfail(reason=reason, strict=True))


@dataclass(frozen=True, slots=True)
class Place:
    """Where the graph of a backend is, and how it is opened."""

    target: str
    read_only: bool = True

    def open(self) -> GraphStore:
        """The store."""
        return open_graph(self.target, Opening(self.read_only, 30.0, LOGIN))


def place(request: pytest.FixtureRequest, folder: Path, *, read_only: bool) -> Place:
    """The place of a backend's graph, an embedded one in a folder."""
    target = str(folder) if request.param == "embedded" else request.getfixturevalue("servers").graph_url
    return Place(target, read_only)


@pytest.fixture(params=GRAPHS)
def graph(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[GraphStore]:
    """An empty, prepared graph."""
    with closing(place(request, tmp_path / "graph", read_only=False).open()) as store:
        if request.param != "embedded":
            store.clear()
        store.prepare()
        yield store


@pytest.fixture(scope="module", params=GRAPHS)
def demo_graph(request: pytest.FixtureRequest, demo_home: Path, demo_ledger: Ledger) -> Iterator[GraphStore]:
    """The demo data as a graph, for reading."""
    if request.param != "embedded":
        with closing(place(request, demo_home / "graph", read_only=False).open()) as store:
            store.clear()
            demo_ledger.acknowledge("graph", "conformance", 0)
            sync_graph(demo_ledger, "conformance", store, lambda *_: None)
    with closing(place(request, demo_home / "graph", read_only=True).open()) as store:
        yield store


@pytest.fixture(params=INDEXES)
def index(
    request: pytest.FixtureRequest, tmp_path: Path, index_url: Callable[[], str]
) -> Iterator[TextIndex]:
    """An index without any version."""
    target = str(tmp_path / "index") if request.param == "embedded" else index_url()
    with closing(open_index(target, LOGIN)) as store:
        yield store


@pytest.fixture
def demo_settings(demo_home: Path) -> Settings:
    """The demo's home with its embedded stores."""
    return Settings(home=demo_home)
