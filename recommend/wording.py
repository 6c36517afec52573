"""What two texts have in common, for people to see."""

from __future__ import annotations

from functools import lru_cache

from text.terms import rarity
from text.tokens import EMPTY, characters, fields


def technical(ours: str, theirs: str) -> list[str]:
    """The technical words of both texts, rarest first.

    >>> technical("氮化钒制备", "氮化钒焙烧")
    ['氮化']
    """
    return sorted((word for word in _both(ours, theirs) if rarity(word)), key=lambda w: (-rarity(w), w))


def plain(ours: str, theirs: str) -> list[str]:
    """The words of both texts, longest first; where they share none, the Han characters.

    >>> plain("肉鸽养殖", "种鸽选育")
    ['鸽']
    """
    found = sorted((word for word in _both(ours, theirs) if len(word) > 1), key=lambda w: (-len(w), w))
    return found or sorted(set(characters(ours).split()) & set(characters(theirs).split()) - {EMPTY})


def _both(ours: str, theirs: str) -> frozenset[str]:
    return _cut(ours) & _cut(theirs)


@lru_cache(maxsize=64)  # one side of many pairs is the same
def _cut(text: str) -> frozenset[str]:
    return frozenset(fields(text)[0].split()) - {EMPTY}
