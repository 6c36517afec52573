"""The same ledger in the embedded stores and in the servers gives the same answers in the same order.

The short form of benches/agreement.py, whose figures over all demo firms and over public data stand in
docs/backends.md.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app import App
from benches.agreement import Agreement, compare
from devtools.servers import LOGIN, Servers
from settings import Settings


@pytest.fixture(scope="module")
def figures(
    demo_home: Path, servers: Servers, index_url: Callable[[], str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, Agreement]]:
    home = tmp_path_factory.mktemp("agreement") / "home"
    shutil.copytree(demo_home, home)
    servers.clear_graph()
    moved = Settings(
        home=home, graph_url=servers.graph_url, graph_password=LOGIN.password, search_url=index_url()
    )
    with App(Settings(home=home)) as one, App(moved) as other:
        for app in (one, other):
            app.sync()
            assert all(found.agrees for found in app.verify())
        yield compare(one, other, firm_count=12, query_count=60)


@pytest.mark.parametrize(
    "name", ["recommend achievement", "recommend doctor", "recommend institute", "search"]
)
def test_the_same_ids_come_in_the_same_order(figures: dict[str, Agreement], name: str) -> None:
    found = figures[name]
    assert (found.asked, found.unlike) == (60 if name == "search" else 12, [])
    assert found.largest_gap < 2e-4, "scores are rounded to four places"


def test_as_many_documents_are_found(figures: dict[str, Agreement]) -> None:
    assert figures["search, number found"].unlike == []
