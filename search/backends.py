"""Which text index a URL means: one line a backend."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from errors import UsageError
from search.index import TextIndex


def _embedded(target: str) -> TextIndex:
    from search.embedded import EmbeddedIndex

    return EmbeddedIndex(Path(target))


BACKENDS: dict[str, Callable[[str], TextIndex]] = {"": _embedded}
"""URL scheme ("" for a folder) -> opener(target)."""


def opener(target: str) -> Callable[[str], TextIndex]:
    """What opens a target; UsageError for an unknown scheme."""
    scheme = target.split("://", 1)[0] if "://" in target else ""
    if scheme not in BACKENDS:
        known = "、".join(f"{one}://" if one else "文件夹路径" for one in BACKENDS)
        raise UsageError(f"不认识的索引地址：{target}", f"SHUANGJIN_SEARCH_URL 可用：{known}")
    return BACKENDS[scheme]


def open_index(target: str) -> TextIndex:
    """Open the index a target names; UsageError for an unknown scheme."""
    return opener(target)(target)
