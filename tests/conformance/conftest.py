"""Every backend, the same cases: stores over the tables of backends, and the demo data loaded into each."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app import EXAMPLES, App
from graph.backends import open_graph
from graph.store import GraphStore
from ingest.ledger import Ledger
from ingest.load import Options
from settings import Settings

BACKENDS = ["embedded"]


@pytest.fixture(scope="session")
def demo_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the demo data, followed by its embedded stores."""
    home = tmp_path_factory.mktemp("demo")
    with App(Settings(home=home)) as app:
        app.ingest([EXAMPLES], Options())
    return home


@pytest.fixture(scope="session")
def demo_ledger(demo_home: Path) -> Iterator[Ledger]:
    """What the demo data says."""
    ledger = Ledger(Settings(home=demo_home).ledger_path)
    yield ledger
    ledger.close()


@pytest.fixture(scope="session", params=BACKENDS)
def demo_graph(request: pytest.FixtureRequest, demo_home: Path) -> Iterator[GraphStore]:
    """The demo data as a graph, open for reading, on each backend in turn."""
    store = open_graph(str(demo_home / "graph"), read_only=True, timeout=30.0)
    yield store
    store.close()
