"""A text as an index sees it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Document:
    """One entity's searchable side: `title` and `body` are uncut originals, the rest filters and facets."""

    id: str
    kind: str
    title: str
    body: str = ""
    county: str = ""
    fields: tuple[str, ...] = ()
