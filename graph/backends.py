"""Which graph a URL means: one line a backend."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from addresses import backend
from graph.store import GraphStore
from login import Login


@dataclass(frozen=True, slots=True)
class Opening:
    """What a backend may need to open: seconds a query may take, how to come to a server, and whether the
    process will ask for long, so that speed matters more than a quick start.
    """

    read_only: bool
    timeout: float = 30.0
    login: Login = field(default_factory=Login)
    lasting: bool = False


def _embedded(target: str, opening: Opening) -> GraphStore:
    from graph.embedded import EmbeddedGraph

    return EmbeddedGraph(
        Path(target), read_only=opening.read_only, timeout=opening.timeout, lasting=opening.lasting
    )


def _neo4j(target: str, opening: Opening) -> GraphStore:
    from graph.neo4j_ import Neo4jGraph

    return Neo4jGraph(target, opening.login, timeout=opening.timeout)


BACKENDS: dict[str, Callable[[str, Opening], GraphStore]] = {
    "": _embedded,
    "bolt": _neo4j,
    "bolt+s": _neo4j,
    "neo4j": _neo4j,
    "neo4j+s": _neo4j,
}
"""URL scheme ("" for a folder) -> opener(target, opening)."""


def opener(target: str) -> Callable[[str, Opening], GraphStore]:
    """What opens a target; UsageError for an unknown scheme."""
    return backend(BACKENDS, target, "图库", "SHUANGJIN_GRAPH_URL")


def open_graph(target: str, opening: Opening) -> GraphStore:
    """Open the graph a target names; UsageError for an unknown scheme, StoreError when it does not open."""
    return opener(target)(target, opening)
