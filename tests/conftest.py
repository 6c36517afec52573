"""The real servers, for every test that needs one: started when they do not run, never skipped."""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from elasticsearch import Elasticsearch

from app import EXAMPLES, App
from devtools.servers import Servers
from ingest.ledger import Ledger
from ingest.load import Options
from settings import Settings

_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def servers() -> Iterator[Servers]:
    """Both servers, answering; ServerError saying what to do where they cannot be had."""
    pair = Servers.here()
    pair.start()
    yield pair
    with Elasticsearch(pair.search_url) as client:
        for name in client.indices.get(index=f"test-{os.getpid()}-*"):
            client.indices.delete(index=name)


@pytest.fixture(scope="session")
def index_url(servers: Servers) -> Callable[[], str]:
    """The address of an index nobody uses, anew at every call."""
    return lambda: f"{servers.search_url}/test-{os.getpid()}-{next(_numbers)}"


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
