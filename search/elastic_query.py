"""A query as an Elasticsearch server reads it: terms and phrases as data, never a text to be parsed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from search.asked import FACETS, GRAM_WEIGHT, lone, phrases, tokens
from search.index import SearchQuery


def meant(query: SearchQuery) -> dict[str, Any] | None:
    """The whole query, or None where the text has nothing to look for."""
    filters = [
        {"terms": {field: list(values)}} for field, name in FACETS.items() if (values := getattr(query, name))
    ]
    if not query.text.strip():
        return {"bool": {"filter": filters or [{"match_all": {}}]}}
    must = [
        _either({"match_phrase": {field: " ".join(pairs)}} for field in ("tb", "bb"))
        for pairs in phrases(query.text)
    ]
    should = _clauses(query.text)
    if not must and not should:
        return None
    return {
        "bool": {"must": must, "should": should, "filter": filters, "minimum_should_match": 0 if must else 1}
    }


def _clauses(text: str) -> list[dict[str, Any]]:
    """Words at weight 1 and pairs of characters at 0.5, in title and body."""
    cut, pairs = tokens(text)
    plain = " ".join(one for one in pairs if not lone(one))
    clauses: list[dict[str, Any]] = []
    for field in ("tw", "bw") if cut else ():
        clauses.append({"match": {field: {"query": " ".join(cut)}}})
    for field in ("tb", "bb"):
        if plain:
            clauses.append({"match": {field: {"query": plain, "boost": GRAM_WEIGHT}}})
        for one in filter(lone, pairs):
            clauses.append({"regexp": {field: {"value": f".?{one}.?", "boost": GRAM_WEIGHT}}})
    return clauses


def _either(clauses: Iterable[dict[str, Any]]) -> dict[str, Any]:
    return {"bool": {"should": list(clauses), "minimum_should_match": 1}}
