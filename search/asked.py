"""What a query asks for, cut the same way for every backend, and what a found document shows."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any

from search.index import PAIRS, WORDS, Hit, SearchQuery
from text.highlight import highlight
from text.tokens import EMPTY, characters, fields, grams

FACETS = {"kind": "kinds", "county": "counties", "field": "fields"}
"""Field of a document -> the filter of a query on it."""
GRAM_WEIGHT = 0.5
"""Of a pair of characters against a word; measured in docs/decisions/."""
CHARACTER_WEIGHT = 0.7
"""Of a single character of a title against a word."""
BODY_WEIGHT = 0.4
"""Of what a query's body says once against its text, before the logarithm."""
MOST = 400
"""Tokens looked for in all fields together, the heaviest: with 1,000 a query takes a quarter longer and ranks
no better (nDCG@10 0.6562, with 400 0.6583, with 200 0.6505)."""
FUNCTION = frozenset(
    [
        "的",
        "了",
        "和",
        "与",
        "及",
        "在",
        "对",
        "为",
        "中",
        "等",
        "或",
        "并",
        "是",
        "以",
        "将",
        "从",
        "其",
        "该",
        "由",
        "于",
        "而",
        "也",
        "所",
        "之",
        "这",
    ]
)
"""Words that a whole text is not looked for by: nearly every document has them, so they order nothing
(nDCG@10 0.6562 without, 0.6555 with) and are the larger part of what an engine goes through.
"""
_NO_QUOTES = str.maketrans(dict.fromkeys('"“”', " "))
_QUOTED = re.compile('["“”]([^"“”]+)["“”]')

Found = list[tuple[float, dict[str, Any]]]
"""(score, stored fields) in the engine's order: score descending."""


def phrases(text: str) -> list[list[str]]:
    """The pairs of characters of each quoted part, which must stand together in title or body."""
    found = ([token.text for token in grams(phrase)] for phrase in _QUOTED.findall(text))
    return [pairs for pairs in found if pairs]


def filters(query: SearchQuery) -> dict[str, list[str]]:
    """Field -> the values a found document must have one of."""
    named = {field: getattr(query, attribute) for field, attribute in FACETS.items()} | {"id": query.ids}
    return {field: list(values) for field, values in named.items() if values}


def unquoted(text: str) -> str:
    """A text whose quotes ask for no phrase.

    >>> unquoted("“提钒”的方法")
    ' 提钒 的方法'
    """
    return text.translate(_NO_QUOTES)


def clauses(query: SearchQuery) -> dict[str, dict[str, float]]:
    """Field -> token -> weight of what a query looks for: words at 1 and pairs of characters at GRAM_WEIGHT,
    in title and body, each once; then what the query's body says. One Han character alone is left to `lone`,
    except in a query with a body or characters, which is a whole text and no typed word.
    """
    cut, every = _cut(query.text)
    single = _counted(characters(query.text)) if query.characters else {}
    pairs = [one for one in every if _whole(query) or not _is_lone(one)]
    found: dict[str, dict[str, float]] = {
        "tw": dict.fromkeys(cut, 1.0),
        "bw": dict.fromkeys(cut, 1.0),
        "tb": dict.fromkeys(pairs, GRAM_WEIGHT),
        "bb": dict.fromkeys(pairs, GRAM_WEIGHT),
        "tc": dict.fromkeys(single, CHARACTER_WEIGHT),
    }
    for field, token, weight in _told(query):
        found[field][token] = found[field].get(token, 0.0) + weight
    for kind, names in ((WORDS, ("tw", "bw")), (PAIRS, ("tb", "bb"))):
        if kind not in query.tokens:
            found.update({name: {} for name in names})
    if _whole(query):
        found = {name: {t: w for t, w in some.items() if t not in FUNCTION} for name, some in found.items()}
    return _heaviest(found)


def lone(query: SearchQuery) -> list[str]:
    """The single Han characters of a typed text, which are looked for inside every pair, since a pair is all
    an index holds of them.
    """
    return [] if _whole(query) else [one for one in _cut(query.text)[1] if _is_lone(one)]


def settled(fetch: Callable[[int], Found], last: int, *, most: int, by_id: bool = False) -> Found:
    """At least the first `last` documents by score, ties by id, scores at four places, where engines agree.
    `fetch(size)` gives the best; most engines break ties as they like, so more are fetched until the last one
    fetched scores less than the last one wanted, `most` at the utmost. `by_id`: this one orders equal scores
    by id, so equal scores need no further look.
    """
    size = min(last + 20, most)
    while True:
        raw = fetch(size)
        found = [(round(score, 4), body) for score, body in raw]
        whole = len(found) < size or size == most or found[-1][0] < found[last - 1][0]
        if whole or (by_id and raw[-1][0] == raw[last - 1][0]):
            return sorted(found, key=lambda one: (-one[0], _text(one[1], "id")))
        size = min(size * 4, most)


def hit(score: float, body: Mapping[str, Any], searched: list[str]) -> Hit:
    """A found document, the searched words marked in its texts."""
    marked = {name: highlight(_text(body, name), searched) for name in ("title", "body")} if searched else {}
    found = {name: text for name, text in marked.items() if "【" in text}
    return Hit(_text(body, "id"), _text(body, "kind"), _text(body, "title"), score, found)


def facets(aggregations: Mapping[str, Any]) -> dict[str, dict[str, int]]:
    """Value -> count of each facet, most first, from the answer form both engines share."""
    return {
        name: {bucket["key"]: int(bucket["doc_count"]) for bucket in sorted(answer["buckets"], key=_by_count)}
        for name, answer in ((name, aggregations[name]) for name in FACETS)
    }


def _told(query: SearchQuery) -> Iterable[tuple[str, str, float]]:
    """(field, token, weight) of a query's body; its pairs and characters are looked for in titles only."""
    cut, pairs = _cut(query.body)
    single = _counted(characters(query.body)) if query.characters else {}
    for field, counts, weight in (
        ("tw", cut, 1.0),
        ("bw", cut, 1.0),
        ("tb", pairs, GRAM_WEIGHT),
        ("tc", single, CHARACTER_WEIGHT),
    ):
        for token, count in counts.items():
            yield field, token, BODY_WEIGHT * weight * math.log1p(count)


def _heaviest(found: dict[str, dict[str, float]]) -> dict[str, dict[str, float]]:
    """The MOST heaviest tokens, equal ones by field and token."""
    every = [(-weight, field, token) for field, tokens in found.items() for token, weight in tokens.items()]
    if len(every) <= MOST:
        return found
    kept: dict[str, dict[str, float]] = {}
    for weight, field, token in sorted(every)[:MOST]:
        kept.setdefault(field, {})[token] = -weight
    return kept


def _whole(query: SearchQuery) -> bool:
    return query.characters or bool(query.body)


def _is_lone(token: str) -> bool:
    return len(token) == 1 and "\u3400" <= token <= "\u9fff"


@lru_cache(maxsize=16)  # one text is looked for among several kinds in turn
def _cut(text: str) -> tuple[Mapping[str, int], Mapping[str, int]]:
    """How often its words and its pairs of characters stand in a text; not to be changed."""
    cut, pairs = fields(text)
    return _counted(cut), _counted(pairs)


def _counted(joined: str) -> Mapping[str, int]:
    """How often each token of an index field stands in it."""
    return Counter(token for token in joined.split() if token != EMPTY)


def _text(body: Mapping[str, Any], name: str) -> str:
    """A stored value, which one engine gives as a list."""
    value = body.get(name, "")
    return str(value[0] if isinstance(value, list) else value)


def _by_count(bucket: Mapping[str, Any]) -> tuple[int, str]:
    return -int(bucket["doc_count"]), str(bucket["key"])
