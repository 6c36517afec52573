"""Folding: one form for what reads the same, with a map back to the original's characters.

>>> fold("ＴｉＯ₂與10³㎡").text
'tio2与10 3m2'
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

_DROPPED = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")
_SUPERSCRIPTS = frozenset("⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(frozen=True, slots=True)
class Folded:
    """`text`, and for each of its characters the place in the original it came from."""

    text: str
    offsets: Sequence[int]
    length: int

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where text[start:end] stands in the original, as a half-open span."""
        if start >= end:
            return (self.length, self.length)
        if isinstance(self.offsets, range):
            return start, end
        after = self.offsets[end] if end < len(self.offsets) else self.length
        return self.offsets[start], max(after, self.offsets[end - 1] + 1)


@cache
def simplified() -> dict[int, str]:
    """Traditional to simplified, character by character, as OpenCC's t2s says for single characters."""
    import opencc

    characters = [chr(code) for code in range(0x3400, 0xA000)]
    turned = opencc.OpenCC("t2s").convert("\n".join(characters)).split("\n")
    return {ord(a): b for a, b in zip(characters, turned, strict=True) if a != b and len(b) == 1}


class _AwkwardError(Exception):
    """A character that cannot be folded without looking at its neighbours."""


class _Characters(dict[int, str]):
    """Code point -> its folded form, worked out when first met."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        if character in _DROPPED or character in _SUPERSCRIPTS or unicodedata.combining(character):
            raise _AwkwardError
        self[code] = folded = _one(character)
        return folded


_characters = _Characters()


def fold(text: str) -> Folded:
    """Drop invisible characters, NFKC by cluster, lower case, traditional to simplified."""
    try:
        at_once = text.translate(_characters)
    except _AwkwardError:
        return _by_cluster(text)
    if len(at_once) == len(text):
        return Folded(at_once, range(len(text)), len(text))
    lengths = (len(_characters[ord(one)]) for one in text)
    offsets = [start for start, length in enumerate(lengths) for _ in range(length)]
    return Folded(at_once, offsets, len(text))


def _one(cluster: str) -> str:
    return unicodedata.normalize("NFKC", cluster).lower().translate(simplified())


def _by_cluster(text: str) -> Folded:
    characters: list[str] = []
    offsets: list[int] = []
    for start, cluster in _clusters(text):
        if cluster[0] in _DROPPED:
            continue
        piece = _one(cluster)
        if cluster[0] in _SUPERSCRIPTS and characters and characters[-1].isdigit():
            piece = " " + piece
        characters.extend(piece)
        offsets.extend([start] * len(piece))
    return Folded("".join(characters), offsets, len(text))


def _clusters(text: str) -> list[tuple[int, str]]:
    """(offset, base character with its combining marks) in order."""
    found: list[tuple[int, str]] = []
    for index, character in enumerate(text):
        if found and unicodedata.combining(character) and found[-1][1][0] not in _DROPPED:
            start, cluster = found[-1]
            found[-1] = (start, cluster + character)
        else:
            found.append((index, character))
    return found
