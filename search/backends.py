"""Which text index a URL means: one line a backend."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from addresses import backend
from login import Login
from search.index import TextIndex


def _embedded(target: str, _login: Login) -> TextIndex:
    from search.embedded import EmbeddedIndex

    return EmbeddedIndex(Path(target))


def _elastic(target: str, login: Login) -> TextIndex:
    from search.elastic import ElasticIndex

    return ElasticIndex(target, login)


BACKENDS: dict[str, Callable[[str, Login], TextIndex]] = {"": _embedded, "http": _elastic, "https": _elastic}
"""URL scheme ("" for a folder) -> opener(target, login)."""


def opener(target: str) -> Callable[[str, Login], TextIndex]:
    """What opens a target; UsageError for an unknown scheme."""
    return backend(BACKENDS, target, "索引", "SHUANGJIN_SEARCH_URL")


def open_index(target: str, login: Login | None = None) -> TextIndex:
    """Open the index a target names; UsageError for an unknown scheme."""
    return opener(target)(target, login or Login())
