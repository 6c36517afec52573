"""Which graph a URL means: one line a backend."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from errors import UsageError
from graph.store import GraphStore


def _embedded(target: str, read_only: bool, timeout: float) -> GraphStore:
    from graph.embedded import EmbeddedGraph

    return EmbeddedGraph(Path(target), read_only=read_only, timeout=timeout)


BACKENDS: dict[str, Callable[[str, bool, float], GraphStore]] = {"": _embedded}
"""URL scheme ("" for a folder) -> opener(target, read_only, timeout in seconds)."""


def opener(target: str) -> Callable[[str, bool, float], GraphStore]:
    """What opens a target; UsageError for an unknown scheme."""
    scheme = target.split("://", 1)[0] if "://" in target else ""
    if scheme not in BACKENDS:
        known = "、".join(f"{one}://" if one else "文件夹路径" for one in BACKENDS)
        raise UsageError(f"不认识的图库地址：{target}", f"SHUANGJIN_GRAPH_URL 可用：{known}")
    return BACKENDS[scheme]


def open_graph(target: str, *, read_only: bool, timeout: float) -> GraphStore:
    """Open the graph a target names; UsageError for an unknown scheme, StoreError when it does not open."""
    return opener(target)(target, read_only, timeout)
