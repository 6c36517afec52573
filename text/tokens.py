"""The one chain of both indexes and of both sides of a match: fold, scan, cut; words and character bigrams.

>>> [token.text for token in words("V₂O₅酸浸10mm")]
['v2o5', '酸浸', '10', 'mm', '10mm']
>>> [token.text for token in grams("连翘叶5G")]
['连翘', '翘叶', '5', 'g', '5g']
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Collection, Iterator
from functools import cache, lru_cache
from operator import add
from typing import NamedTuple

from text.cut import cutter
from text.fold import Folded, fold, simplified
from text.lexicon import lexicon

CHAIN = "2"
"""Raised by hand whenever this chain would cut an old text in another way."""

EMPTY = "∅"
LONGEST = 64

_SCAN = re.compile(
    r"(?P<han>[\u4e00-\u9fd5]+)"
    r"|(?P<rare>[\u3007\u3400-\u4dbf\u9fd6-\u9fff\U00020000-\U0003ffff])"
    r"|(?P<number>\d+(?:\.\d+)*)(?P<unit>[^\W\d_\u3007-\u9fff\U00020000-\U0003ffff][^\W_\u3007-\u9fff]*)?"
    r"|(?P<latin>[^\W\d_\u3007-\u9fff][^\W_\u3007-\u9fff]*(?:\.\d+)*)"
)


class Token(NamedTuple):
    """A token and the half-open span of the original text it stands for."""

    text: str
    start: int
    end: int


def words(text: str) -> list[Token]:
    """Words: Han runs cut by the dictionary, Latin and formulas whole."""
    return list(_tokens(text, _cut))


def grams(text: str) -> list[Token]:
    """Overlapping pairs of Han characters; Latin and formulas as in `words`."""
    return list(_tokens(text, _pairs))


def vocabulary(text: str) -> frozenset[str]:
    """The different words of a text.

    >>> sorted(vocabulary("酸浸10mm酸浸"))
    ['10', '10mm', 'mm', '酸浸']
    """
    return _whole(text)[2]


def located(text: str, wanted: Collection[str]) -> list[Token]:
    """Those of a text's words that are wanted, in order. Cheaper than `words`, which works out every place.

    >>> located("V₂O₅酸浸", ["v2o5"])
    [Token(text='v2o5', start=0, end=4)]
    """
    folded, pieces, known = _whole(text)
    if known.isdisjoint(wanted):
        return []
    sought = set(wanted)
    return [Token(piece, *folded.span(start, end)) for piece, start, end in pieces if piece in sought]


@lru_cache(maxsize=2048)  # what is shown of a match is looked at several times, some hundred doctors always
def _whole(text: str) -> tuple[Folded, tuple[tuple[str, int, int], ...], frozenset[str]]:
    folded = fold(text)
    pieces = tuple(_pieces(folded.text, _cut))
    return folded, pieces, frozenset(piece for piece, _, _ in pieces)


def characters(text: str) -> str:
    """The Han characters of a text one by one, as an index field: titles that share no word, such as 肉鸽养殖
    and 种鸽选育, still share what the words are made of.

    >>> characters("V₂O₅酸浸"), characters("LED")
    ('酸 浸', '∅')
    """
    return " ".join(one for run in _SCAN.finditer(fold(text).text) for one in run["han"] or ()) or EMPTY


def joined(tokens: list[Token]) -> str:
    """Tokens as an index field; an empty one holds the one token ∅, so that both backends count it."""
    return " ".join(token.text for token in tokens) or EMPTY


def fields(text: str) -> tuple[str, str]:
    """`joined` words and `joined` grams of a text in one pass, for an index that needs no offsets.

    >>> fields("V₂O₅酸浸") == (joined(words("V₂O₅酸浸")), joined(grams("V₂O₅酸浸")))
    True
    """
    folded = fold(text).text
    cut = cutter()
    found: list[str] = []
    pairs: list[str] = []
    for match in _SCAN.finditer(folded):
        run = match["han"] or match["rare"]
        if run:
            found += cut(run)
            pairs += map(add, run, run[1:]) if len(run) > 1 else [run]
            continue
        whole = [folded[start:end][:LONGEST] for start, end in _latin(match)]
        found += whole
        pairs += whole
    return " ".join(found) or EMPTY, " ".join(pairs) or EMPTY


@cache
def fingerprint() -> str:
    """What an index must have been built with to be searched by this program."""
    characters = "".join(f"{key}{value}" for key, value in sorted(simplified().items()))
    table = hashlib.sha256(characters.encode()).hexdigest()[:8]
    return f"chain{CHAIN}-{lexicon().fingerprint}-{table}"


def _tokens(text: str, split: Callable[[str], Iterator[tuple[int, str]]]) -> Iterator[Token]:
    folded = fold(text)
    for piece, start, end in _pieces(folded.text, split):
        yield Token(piece, *folded.span(start, end))


def _pieces(folded: str, split: Callable[[str], Iterator[tuple[int, str]]]) -> Iterator[tuple[str, int, int]]:
    """Each token and where it stands in the folded text."""
    for match in _SCAN.finditer(folded):
        if match["han"] or match["rare"]:
            begin = match.start()
            for start, piece in split(match[0]):
                yield piece, begin + start, begin + start + len(piece)
            continue
        for start, end in _latin(match):
            yield folded[start:end][:LONGEST], start, end


def _latin(match: re.Match[str]) -> Iterator[tuple[int, int]]:
    if match["unit"]:
        yield match.span("number")
        yield match.span("unit")
    yield match.span()


def _cut(run: str) -> Iterator[tuple[int, str]]:
    start = 0
    for piece in cutter()(run):
        yield start, piece
        start += len(piece)


def _pairs(run: str) -> Iterator[tuple[int, str]]:
    if len(run) == 1:
        yield 0, run
    for start in range(len(run) - 1):
        yield start, run[start : start + 2]
