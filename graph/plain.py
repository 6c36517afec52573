"""From the engine's Java values to plain Python: nodes, relationships and paths as dictionaries and lists."""

from __future__ import annotations

import math
from typing import Any

_SCALARS = (str, int, float, bool, type(None))


def plain(value: Any) -> Any:
    """A value in the form `Result` promises."""
    if isinstance(value, bool | type(None)):
        return value
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else None
    if type(value) in _SCALARS:
        return value
    if isinstance(value, dict):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple | set):
        return [plain(one) for one in value]
    return _java(value)


def _java(value: Any) -> Any:
    if hasattr(value, "getTypeName"):
        return _element(value)
    if hasattr(value, "getVertices"):
        nodes, edges = [list(part) for part in (value.getVertices(), value.getEdges())]
        walk = [plain(nodes[0])]
        for edge, node in zip(edges, nodes[1:], strict=True):
            walk += [plain(edge), plain(node)]
        return walk
    if hasattr(value, "entrySet"):
        return {str(entry.getKey()): plain(entry.getValue()) for entry in value.entrySet()}
    if hasattr(value, "iterator"):
        return [plain(one) for one in value]
    if isinstance(value, str):
        return str(value)
    if isinstance(value, int):
        return int(value)
    return str(value)


def _element(value: Any) -> dict[str, Any]:
    properties = {str(name): plain(value.get(name)) for name in value.getPropertyNames()}
    if hasattr(value, "getOutVertex"):
        ends = value.getOutVertex(), value.getInVertex()
        source, target = (str(end.get("id")) for end in ends)
        return {
            "relation": str(value.getTypeName()),
            "source": source,
            "target": target,
            "properties": properties,
        }
    kind = str(value.getTypeName()).split("~", 1)[0]
    return {"id": properties.get("id"), "kind": kind, "properties": properties}
