"""What a query asks for, cut the same way for every backend, and what a found document shows."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from search.index import Hit
from text.highlight import highlight
from text.tokens import EMPTY, Token, grams, words

FACETS = {"kind": "kinds", "county": "counties", "field": "fields"}
"""Field of a document -> the filter of a query on it."""
GRAM_WEIGHT = 0.5
"""Of a pair of characters against a word; measured in docs/decisions/."""
_QUOTED = re.compile('["“”]([^"“”]+)["“”]')

Found = list[tuple[float, dict[str, Any]]]
"""(score, stored fields) in the engine's order: score descending."""


def phrases(text: str) -> list[list[str]]:
    """The pairs of characters of each quoted part, which must stand together in title or body."""
    found = ([token.text for token in grams(phrase)] for phrase in _QUOTED.findall(text))
    return [pairs for pairs in found if pairs]


def tokens(text: str) -> tuple[list[str], list[str]]:
    """Words and pairs of characters of a text, each once."""
    return _unique(words(text)), _unique(grams(text))


def lone(token: str) -> bool:
    """Whether a token is one Han character, which is looked for inside every pair, since a pair is all an
    index holds of it.
    """
    return len(token) == 1 and "\u3400" <= token <= "\u9fff"


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
    marked = {name: highlight(_text(body, name), searched) for name in ("title", "body") if searched}
    found = {name: text for name, text in marked.items() if "【" in text}
    return Hit(_text(body, "id"), _text(body, "kind"), _text(body, "title"), score, found)


def facets(aggregations: Mapping[str, Any]) -> dict[str, dict[str, int]]:
    """Value -> count of each facet, most first, from the answer form both engines share."""
    return {
        name: {bucket["key"]: int(bucket["doc_count"]) for bucket in sorted(answer["buckets"], key=_by_count)}
        for name, answer in ((name, aggregations[name]) for name in FACETS)
    }


def _unique(found: Sequence[Token]) -> list[str]:
    return list(dict.fromkeys(token.text for token in found if token.text != EMPTY))


def _text(body: Mapping[str, Any], name: str) -> str:
    """A stored value, which one engine gives as a list."""
    value = body.get(name, "")
    return str(value[0] if isinstance(value, list) else value)


def _by_count(bucket: Mapping[str, Any]) -> tuple[int, str]:
    return -int(bucket["doc_count"]), str(bucket["key"])
