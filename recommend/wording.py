"""What two texts have in common, for people to see."""

from __future__ import annotations

from collections.abc import Sequence

from text.terms import rarity
from text.tokens import EMPTY, characters, vocabulary


def technical(ours: Sequence[str], theirs: Sequence[str]) -> list[str]:
    """The technical words that texts of both sides hold, rarest first.

    >>> technical(["氮化钒制备"], ["氮化钒焙烧"])
    ['氮化']
    """
    return sorted((word for word in _both(ours, theirs) if rarity(word)), key=lambda w: (-rarity(w), w))


def plain(ours: Sequence[str], theirs: Sequence[str]) -> list[str]:
    """The words of both sides, longest first; where they share none, the Han characters.

    >>> plain(["肉鸽养殖"], ["种鸽选育"])
    ['鸽']
    """
    found = sorted((word for word in _both(ours, theirs) if len(word) > 1), key=lambda w: (-len(w), w))
    return found or sorted(_characters(ours) & _characters(theirs))


def _both(ours: Sequence[str], theirs: Sequence[str]) -> frozenset[str]:
    return _words(ours) & _words(theirs)


def _words(texts: Sequence[str]) -> frozenset[str]:
    return frozenset().union(*map(vocabulary, texts))


def _characters(texts: Sequence[str]) -> set[str]:
    return {one for text in texts for one in characters(text).split()} - {EMPTY}
