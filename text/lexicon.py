"""The project's own word list: technical words jieba cuts apart, what they belong to, what they resemble."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "words"


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Words in order; `broader` word -> wider words; `similar` word -> words of like meaning (both ways)."""

    words: tuple[str, ...]
    words_set: frozenset[str]
    broader: Mapping[str, tuple[str, ...]]
    similar: Mapping[str, tuple[str, ...]]
    stop: frozenset[str]
    fingerprint: str


@cache
def lexicon() -> Lexicon:
    """The shipped lexicon, read once."""
    data = (FOLDER / "domain.csv").read_text(encoding="utf-8")
    stop = (FOLDER / "stop.txt").read_text(encoding="utf-8")
    words: dict[str, None] = {}
    broader: dict[str, tuple[str, ...]] = {}
    similar: dict[str, list[str]] = {}
    for word, wider, likes in list(csv.reader(data.splitlines()))[1:]:
        others = [other for other in likes.split(";") if other]
        words.update(dict.fromkeys([word, *others, *([wider] if wider else [])]))
        if wider:
            broader[word] = (wider,)
        for other in others:
            similar.setdefault(word, []).append(other)
            similar.setdefault(other, []).append(word)
    return Lexicon(
        words=tuple(words),
        words_set=frozenset(words),
        broader=broader,
        similar={word: tuple(others) for word, others in similar.items()},
        stop=frozenset(stop.split()),
        fingerprint=hashlib.sha256((data + stop).encode()).hexdigest()[:12],
    )
