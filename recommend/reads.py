"""What was read before through the same stores: where many are asked for, the same doctors and achievements
come up again and again.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any, TypeVar

T = TypeVar("T")
MOST = 20_000
"""Answers of a kind that are kept; then all are let go."""


class Reads:
    """Answers by what was asked and the id it was asked for; as old as the stores it belongs to."""

    def __init__(self) -> None:
        self._kept: dict[str, dict[str, Any]] = {}

    def through(
        self, what: str, ids: Collection[str], ask: Callable[[list[str]], Mapping[str, T]]
    ) -> dict[str, T]:
        """The answers for some ids, without those that have none; only new ids are asked for, in order."""
        kept = self._kept.setdefault(what, {})
        if len(kept) > MOST:
            kept.clear()
        new = sorted(one for one in set(ids) if one not in kept)
        if new:
            found = ask(new)
            kept.update((one, found.get(one)) for one in new)
        return {one: kept[one] for one in ids if kept[one] is not None}
