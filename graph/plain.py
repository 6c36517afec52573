"""From an engine's or a driver's values to plain Python: nodes, relationships and paths as dictionaries and
lists. Values are told apart by what they can do, so neither library is imported here.
"""

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
    return _driver(value) if hasattr(value, "element_id") or hasattr(value, "relationships") else _java(value)


def _driver(value: Any) -> Any:
    """A node, relationship or path of the server's driver. The ends of a relationship are the server's own
    element ids here: whoever asked puts the entities' ids in their place.
    """
    if hasattr(value, "relationships"):
        nodes, links = list(value.nodes), list(value.relationships)
        walk = [plain(nodes[0])]
        for link, node in zip(links, nodes[1:], strict=True):
            walk += [plain(link), plain(node)]
        return walk
    properties = {str(name): plain(one) for name, one in value.items()}
    if hasattr(value, "labels"):
        return {"id": properties.get("id"), "kind": min(value.labels, default=""), "properties": properties}
    source, target = (end.element_id for end in value.nodes)
    return {"relation": value.type, "source": source, "target": target, "properties": properties}


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
    return str(value.iso_format()) if hasattr(value, "iso_format") else str(value)


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
