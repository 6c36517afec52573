"""Pinyin without tones, word by word, so that 商洛 and 重庆 are read as people read them.

>>> syllables("商洛学院V₂O₅")
('shang', 'luo', 'xue', 'yuan', 'v2o5')
>>> initials("重庆商洛学院")
'cqslxy'
"""

from __future__ import annotations

from functools import lru_cache

from text.tokens import words


def syllables(text: str) -> tuple[str, ...]:
    """One for each Han character; Latin and figures as they are."""
    return tuple(one for token in words(text) for one in _of(token.text))


def initials(text: str) -> str:
    """The first letters of the syllables, Latin and figures whole."""
    return "".join(one if _plain(one) else one[:1] for one in syllables(text) if one)


@lru_cache(maxsize=1 << 16)  # names are made of the same words
def _of(word: str) -> tuple[str, ...]:
    from pypinyin import lazy_pinyin  # its tables take a third of a second

    if word.isascii():
        return (word,)
    return tuple(one.replace("ü", "v").lower() for one in lazy_pinyin(word))


def _plain(syllable: str) -> bool:
    return any(one.isdigit() for one in syllable)
