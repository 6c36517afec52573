"""What stands round a candidate in the graph: whose it is, who took it, its fields and industries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from graph.store import GraphStore
from recommend.deadline import by, passed

Neighbour = dict[str, str]
"""{id, kind, name}; of a taker also `how` it took the candidate, of an interest the `relation`."""
_PARTS = {
    "OWNS": "owners",
    "WORKS_AT": "owners",
    "LICENSED_TO": "takers",
    "STATIONED_AT": "takers",
    "HOLDS_SHARES_IN": "interests",
    "FOUNDED": "interests",
    "IN_FIELD": "fields",
    "IN_INDUSTRY": "industries",
}


def contexts(
    graph: GraphStore, kind: str, ids: Sequence[str], today: dt.date
) -> dict[str, dict[str, list[Neighbour]]]:
    """Candidate -> "owners" (or employers), "takers", "interests" (firms of his own), "fields", "industries",
    each by id; posts only if they run today. Kinds other than Achievement and Doctor have none.
    """
    if kind not in ("Achievement", "Doctor"):
        return {}
    rows = graph.run(f"context-{kind.lower()}", {"ids": list(ids)}).dicts()
    return {
        row["candidate"]: _parted(one for one in row["near"] if one["id"] and _runs(one, today))
        for row in rows
    }


def _parted(near: Iterable[Mapping[str, Any]]) -> dict[str, list[Neighbour]]:
    found: dict[str, list[Neighbour]] = {part: [] for part in _PARTS.values()}
    for one in sorted(near, key=lambda one: (one["id"], str(one["mode"]))):
        part = _PARTS[one["relation"]]
        told = {name: one[name] for name in ("id", "kind", "name")}
        if part == "takers":
            told["how"] = f"{one['mode'] or '许可'}给" if one["relation"] == "LICENSED_TO" else "派驻"
        if part == "interests":
            told["relation"] = one["relation"]
        if told not in found[part]:
            found[part].append(told)
    return found


def _runs(near: Mapping[str, Any], today: dt.date) -> bool:
    """Whether it holds today; only posts of doctors have a beginning and an end."""
    return by(near.get("since"), today) and not passed(near, "until", today)
