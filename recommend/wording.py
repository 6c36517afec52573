"""What two texts have in common, for people to see."""

from __future__ import annotations

from text.terms import rarity
from text.tokens import EMPTY, characters, words


def common(ours: str, theirs: str) -> list[str]:
    """The technical words of both texts, rarest first; where there are none, the other words, longest first;
    where there are none, the Han characters.

    >>> common("肉鸽养殖", "种鸽选育"), common("氮化钒制备", "氮化钒焙烧")
    (['鸽'], ['氮化'])
    """
    first, second = ({token.text for token in words(text)} for text in (ours, theirs))
    shared = first & second
    technical = sorted((word for word in shared if rarity(word)), key=lambda word: (-rarity(word), word))
    if technical:
        return technical
    plain = sorted((word for word in shared if len(word) > 1), key=lambda word: (-len(word), word))
    return plain or sorted(set(characters(ours).split()) & set(characters(theirs).split()) - {EMPTY})
