"""Cutting runs of Han characters into words; the only importer of jieba and rjieba.

rjieba is jieba's algorithm in Rust: with the hidden-Markov step off both give the same words, and rjieba
loads in no time. jieba is the reference and takes over where rjieba has no wheel.
"""

from __future__ import annotations

import importlib.util
from bisect import bisect_left
from collections.abc import Callable
from functools import cache
from pathlib import Path

from text.lexicon import lexicon

Cutter = Callable[[str], list[str]]


@cache
def cutter() -> Cutter:
    """The cutter with the project's lexicon loaded, made once."""
    return fast_cutter() if importlib.util.find_spec("rjieba") else reference_cutter()


def fast_cutter() -> Cutter:
    """rjieba, HMM off."""
    import rjieba

    engine = rjieba.Jieba()
    for word in lexicon().words:
        engine.add_word(word, max(engine.suggest_freq(word), 1), "n")

    def cut(run: str) -> list[str]:
        return list(engine.cut(run, False))

    return cut


def reference_cutter() -> Cutter:
    """jieba, HMM off."""
    import jieba

    jieba.setLogLevel("ERROR")
    engine = jieba.Tokenizer()
    for word in lexicon().words:
        engine.add_word(word, max(engine.suggest_freq(word), 1), "n")

    def cut(run: str) -> list[str]:
        return list(engine.cut(run, HMM=False))

    return cut


class Dictionary:
    """jieba's own word list: how frequent a word is and what part of speech. Kept as its sorted lines, since
    a command that looks up a hundred words should not wait for a table of 349,000.
    """

    def __init__(self, lines: list[bytes]) -> None:
        self._lines = sorted(lines)

    def find(self, word: str) -> tuple[int, str]:
        """(frequency, part of speech); (0, "") for a word it does not hold.

        >>> dictionary().find("丹参"), dictionary().find("提钒渣"), dictionary().find("")
        ((85, 'nr'), (0, ''), (0, ''))
        """
        start = f"{word} ".encode()
        place = bisect_left(self._lines, start)
        if place == len(self._lines) or not self._lines[place].startswith(start):
            return (0, "")
        count, tag = self._lines[place][len(start) :].split(b" ")
        return int(count), tag.decode()


@cache
def dictionary() -> Dictionary:
    """The word list, read once and without importing jieba."""
    spec = importlib.util.find_spec("jieba")
    assert spec is not None
    assert spec.origin is not None
    return Dictionary(Path(spec.origin).with_name("dict.txt").read_bytes().splitlines())
