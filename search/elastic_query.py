"""A query as an Elasticsearch server reads it: terms and phrases as data, never a text to be parsed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from search.asked import GRAM_WEIGHT, clauses, filters, lone, phrases
from search.index import SearchQuery


def meant(query: SearchQuery) -> dict[str, Any] | None:
    """`query` and, where it is quicker, `post_filter` of a search; None where there is nothing to look for.

    A text's many words make a query that the engine goes through twice as fast when nothing stands beside
    them, so they are filtered afterwards, unless facets are counted (on what the query alone finds) or only a
    few documents are looked at.
    """
    narrowed = [{"terms": {field: values}} for field, values in filters(query).items()]
    if not query.said:
        return {"query": {"bool": {"filter": narrowed or [{"match_all": {}}]}}}
    must = [
        _either({"match_phrase": {field: " ".join(pairs)}} for field in ("tb", "bb"))
        for pairs in phrases(query.text)
    ]
    should = _clauses(query)
    if not must and not should:
        return None
    if not must and narrowed and not query.facets and not query.ids:
        return {"query": {"bool": {"should": should}}, "post_filter": {"bool": {"filter": narrowed}}}
    return {
        "query": {
            "bool": {
                "must": must,
                "should": should,
                "filter": narrowed,
                "minimum_should_match": 0 if must else 1,
            }
        }
    }


def _clauses(query: SearchQuery) -> list[dict[str, Any]]:
    """What `asked` says of a query: tokens of one field and weight together."""
    found: list[dict[str, Any]] = []
    for field, tokens in clauses(query).items():
        alike: dict[float, list[str]] = {}
        for token, weight in tokens.items():
            alike.setdefault(weight, []).append(token)
        for weight, some in alike.items():
            found.append({"match": {field: {"query": " ".join(some), "boost": weight}}})
    for field in ("tb", "bb"):
        for one in lone(query):
            found.append({"regexp": {field: {"value": f".?{one}.?", "boost": GRAM_WEIGHT}}})
    return found


def _either(clauses: Iterable[dict[str, Any]]) -> dict[str, Any]:
    return {"bool": {"should": list(clauses), "minimum_should_match": 1}}
