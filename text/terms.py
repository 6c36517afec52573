"""The technical words of a text with their weights, which become its MENTIONS."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from text.cut import dictionary
from text.fold import fold
from text.lexicon import lexicon
from text.tokens import words

MOST = 20
_NAMED = 3
"""The background frequency a keyword named by a person counts as: as rare as a word of the lexicon."""
_TOTAL = 60_101_967
"""Sum of all frequencies in jieba's dictionary, the background against which a word is rare."""


def terms(parts: Sequence[tuple[str, float]], given: Sequence[tuple[str, float]] = ()) -> dict[str, float]:
    """(text, weight) parts -> the twenty heaviest terms, the heaviest 1.0; weights have four decimals.

    A term is a word of the lexicon, a formula or Latin word, or a noun of jieba's dictionary that is not
    in the stop list; its weight is (part weight x (1 + ln frequency)) x background rarity. `given` are
    keywords a person named, (keyword, weight): each is a term as a whole, whatever the cut makes of it.

    >>> list(terms([], [("氮化釩", 1.0)]))
    ['氮化钒']
    """
    score: dict[str, float] = {}
    for text, weight in parts:
        for word, count in Counter(token.text for token in words(text)).items():
            rare = rarity(word)
            if rare:
                score[word] = score.get(word, 0.0) + weight * (1 + math.log(count)) * rare
    for keyword, weight in given:
        word = "".join(fold(keyword).text.split())
        if len(word) > 1 and word not in lexicon().stop:
            score[word] = max(score.get(word, 0.0), weight * math.log(_TOTAL / _NAMED))
    best = sorted(score.items(), key=lambda one: (-one[1], one[0]))[:MOST]
    return {word: round(value / best[0][1], 4) for word, value in best}


@lru_cache(maxsize=65536)
def rarity(word: str) -> float:
    """Background idf of a word, or 0 where it is no term."""
    known = lexicon()
    if word in known.stop or len(word) < 2:
        return 0.0
    if word in known.words_set:
        return math.log(_TOTAL / _NAMED)
    if word.isascii():
        return math.log(_TOTAL / 30) if any(c.isalpha() for c in word) else 0.0
    count, tag = dictionary().find(word)
    if tag.startswith("n") or tag == "vn" or (tag in ("l", "i") and len(word) > 2):
        return math.log(_TOTAL / (count + 1))
    return 0.0
