"""Cutting runs of Han characters into words; the only importer of jieba and rjieba.

rjieba is jieba's algorithm in Rust: with the hidden-Markov step off both give the same words, and rjieba
loads in no time. jieba is the reference and takes over where rjieba has no wheel.
"""

from __future__ import annotations

import importlib.util
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


@cache
def dictionary() -> dict[str, tuple[int, str]]:
    """Word -> (frequency, part of speech) from jieba's dictionary; read without importing jieba."""
    spec = importlib.util.find_spec("jieba")
    assert spec is not None
    assert spec.origin is not None
    lines = Path(spec.origin).with_name("dict.txt").read_text(encoding="utf-8").splitlines()
    return {word: (int(count), tag) for word, count, tag in (line.split(" ") for line in lines)}
