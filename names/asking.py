"""A typed search: the text index first; then what the text may mean by name, in pinyin, or with a slip. What
is there as it was typed always comes before what was guessed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest.ledger import Ledger
from names.lookup import Named, exactly, short, slipped, sounding, spelt
from search.index import Hit, SearchQuery, SearchResult, TextIndex
from text.fold import fold

GUESSED = 3
"""Guesses that are followed."""
LONGEST = 20
"""Characters of a text that may be a name or a word; a longer one is a sentence."""
_QUOTES = re.compile('["“”]')


def asked(ledger: Ledger, index: TextIndex, query: SearchQuery) -> SearchResult:
    """What a person finds who typed the query's text."""
    result = index.search(query)
    typed = fold(query.text.strip()).text
    if query.offset or _QUOTES.search(query.text):
        return result
    if typed.isascii():
        return result if result.total else _by_letters(ledger, index, query, result)
    if " " in typed or not 2 <= len(typed) <= LONGEST:
        return result
    return _by_name(ledger, index, query, result)


def _by_name(ledger: Ledger, index: TextIndex, query: SearchQuery, result: SearchResult) -> SearchResult:
    borne = exactly(ledger, query.text, query.kinds, GUESSED)
    if borne:
        return _put_first(result, query, borne)
    called = short(ledger, query.text, query.kinds, GUESSED)
    if called:
        return _put_first(result, query, called, f"“{query.text}”按简称找：{_names(called)}")
    if _stands(index, query):
        return result
    for find, said in ((sounding, "读音相同的"), (slipped, "相近的")):
        guessed = find(ledger, query.text, query.kinds, GUESSED)
        if guessed:
            note = f"没有找到“{query.text}”，按{said}找：{_names(guessed)}"
            return _followed(index, query, result, guessed, note)
    return result


def _by_letters(ledger: Ledger, index: TextIndex, query: SearchQuery, result: SearchResult) -> SearchResult:
    found = spelt(ledger, query.text, query.kinds, GUESSED)
    if not found:
        return result
    return _followed(index, query, result, found, f"“{query.text}”按拼音找：{_names(found)}")


def _stands(index: TextIndex, query: SearchQuery) -> bool:
    """Whether the text stands anywhere as it was typed."""
    phrase = replace(query, text=f'"{query.text}"', limit=1, facets=False, highlights=False)
    return index.search(phrase).total > 0


def _followed(
    index: TextIndex, query: SearchQuery, result: SearchResult, guessed: Sequence[Named], note: str
) -> SearchResult:
    """The guessed names themselves, then what a guessed word finds, then what there was."""
    words = [one.name for one in guessed if one.kind == "Term"]
    others = [one for one in guessed if one.kind != "Term"]
    if words and not others:
        better = index.search(replace(query, text=words[0]))
        return replace(better, notes=[note])
    return _put_first(result, query, others, note)


def _put_first(
    result: SearchResult, query: SearchQuery, named: Sequence[Named], note: str = ""
) -> SearchResult:
    top = result.hits[0].score if result.hits else 0.0
    known = {hit.id: hit for hit in result.hits}
    first = [replace(known.get(one.id) or Hit(one.id, one.kind, one.name, top), score=top) for one in named]
    ids = {one.id for one in named}
    hits = [*first, *(hit for hit in result.hits if hit.id not in ids)][: query.limit]
    total = max(result.total, len(hits))
    return replace(result, hits=hits, total=total, notes=[note] if note else [])


def _names(named: Sequence[Named]) -> str:
    return "、".join(dict.fromkeys(one.name for one in named))
