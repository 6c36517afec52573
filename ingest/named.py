"""A person's name in texts: found however it is spaced, written or pointed, and replaced by a note."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import Any

from ontology.values.fold import folded

NOTE = "〔已按要求删除〕"
"""What stands where a removed person was named."""

_DROPPED = re.compile("[·•・‧∙●\u200b-\u200f\u202a-\u202e\u2060\ufeff\u00ad]")


def name_key(text: str) -> str:
    """A text as names in it are compared: half-width, simplified, lower-case, no spaces and no points.

    >>> name_key("示例 • 張 三"), name_key("John  Smith")
    ('示例张三', 'johnsmith')
    """
    return _DROPPED.sub("", folded(text))


def names(text: str, name: str, longer: Iterable[str] = ()) -> bool:
    """Whether a text holds a name (folded) elsewhere than inside a `longer` one."""
    return name in name_key(text) and bool(_spans(text, name, longer))


def without(text: str, wanted: Sequence[str], longer: Iterable[str] = ()) -> tuple[str, int]:
    """(a text with a note in place of every wanted name (folded), how many there were); a name inside one
    of the `longer` names of others stays.

    >>> without("完成人：張 三、张三丰", ["张三"], ["张三丰"])
    ('完成人：〔已按要求删除〕、张三丰', 1)
    """
    key = name_key(text)
    spans = [span for name in wanted if name in key for span in _spans(text, name, longer)]
    for start, end in sorted(set(spans), reverse=True):
        text = f"{text[:start]}{NOTE}{text[end:]}"
    return text, len(set(spans))


def walk(value: Any, change: Callable[[str], str]) -> Any:
    """A JSON value with every text in it changed, the keys of its objects too."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, list):
        return [walk(one, change) for one in value]
    if isinstance(value, dict):
        return {change(key): walk(one, change) for key, one in value.items()}
    return value


def _spans(text: str, name: str, longer: Iterable[str]) -> list[tuple[int, int]]:
    key, places = _placed(text)
    covered = [span for one in longer if name in one for span in _found(key, one)]
    spans = []
    for start, end in _found(key, name):
        inside = any(left <= start and end <= right for left, right in covered)
        first, last = places[start], places[end - 1] + 1
        cut = name.isascii() and (_letter(text, first - 1) or _letter(text, last))
        if not inside and not cut:
            spans.append((first, last))
    return spans


def _found(key: str, name: str) -> Iterable[tuple[int, int]]:
    start = key.find(name)
    while start >= 0:
        yield start, start + len(name)
        start = key.find(name, start + 1)


def _placed(text: str) -> tuple[str, list[int]]:
    """The folded text, and where in the text each of its characters stands."""
    pairs = [(one, place) for place, character in enumerate(text) for one in _character(character)]
    return "".join(one for one, _ in pairs), [place for _, place in pairs]


@lru_cache(maxsize=8192)
def _character(character: str) -> str:
    return name_key(character)


def _letter(text: str, place: int) -> bool:
    return 0 <= place < len(text) and text[place].isascii() and text[place].isalpha()
