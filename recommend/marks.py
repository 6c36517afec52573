"""The matched words, marked where they stand in both texts."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from recommend.model import Candidate, Excerpt
from text.document import Document
from text.highlight import densest, spans

WIDTH = 120
"""Characters of an excerpt; what is shorter is shown whole."""


@dataclass(frozen=True, slots=True)
class Words:
    """Folded words to mark, in the source's text and in the candidate's: where the two met through a synonym
    or a broader term, each side's own.
    """

    source: frozenset[str]
    candidate: frozenset[str]


def matched(candidate: Candidate) -> Words:
    """What a candidate was matched by: shared terms, those of its works or people, words of both."""
    members = [*candidate.context.get("works", []), *candidate.context.get("doctors", [])]
    shared = [*candidate.shared, *(one for member in members[:1] for one in member["shared"])]
    return Words(
        frozenset({*candidate.words, *(one.term for one in shared)}),
        frozenset({*candidate.words, *(one.via for one in shared)}),
    )


def excerpts(document: Document, words: Collection[str]) -> dict[str, Excerpt]:
    """Under "title" the whole, under "body" the stretch with most of the words; empty texts are left out."""
    found = {}
    if document.title:
        marks = spans(document.title, words)
        found["title"] = Excerpt(document.title, [list(one) for one in marks])
    if document.body:
        marks = spans(document.body, words)
        begin, end = densest(marks, len(document.body), WIDTH)
        inside = [[start - begin, stop - begin] for start, stop in marks if begin <= start and stop <= end]
        found["body"] = Excerpt(document.body[begin:end], inside)
    return found


def bracketed(excerpt: Excerpt) -> str:
    """The text with 【】 around what is marked, as in 从【页岩】提钒."""
    pieces, at = [], 0
    for start, end in excerpt.marks:
        pieces += [excerpt.text[at:start], "【", excerpt.text[start:end], "】"]
        at = end
    return "".join([*pieces, excerpt.text[at:]])
