"""Which backend an address means."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from errors import UsageError

T = TypeVar("T")


def backend(backends: Mapping[str, T], target: str, what: str, setting: str) -> T:
    """The entry for the scheme of a target ("" for a folder); UsageError that names the setting and what it
    may hold for an unknown scheme.
    """
    scheme = target.split("://", 1)[0] if "://" in target else ""
    if scheme not in backends:
        known = "、".join(f"{one}://" if one else "文件夹路径" for one in backends)
        raise UsageError(f"不认识的{what}地址：{target}", f"{setting} 可用：{known}")
    return backends[scheme]
