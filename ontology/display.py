"""Values as people read them."""

from __future__ import annotations

from ontology.entity import Value
from ontology.model import PropertySpec
from ontology.tables import table
from ontology.values.base import Raw


def text_of(spec: PropertySpec, value: Value) -> str:
    """A value in words: a large amount in 万元, a code with its name, several with ；between them."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if spec.type == "money" and isinstance(value, int | float):
        return f"{value / 10000:,.10g} 万元" if value >= 10000 else f"{value:,.10g} 元"
    return "；".join(
        _named(spec.type, one) for one in (value if isinstance(value, list) else [written(value)])
    )


def _named(value_type: str, value: str) -> str:
    if value_type in ("county", "industry", "field") and value in table(value_type):
        return f"{table(value_type).name(value)}（{value}）"
    return value


def written(value: Value | Raw) -> str:
    """A value as one line of text; whole numbers without a point."""
    if isinstance(value, list):
        return "；".join(value)
    return f"{value:.15g}" if isinstance(value, float) else str(value)
