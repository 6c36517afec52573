"""Marking what was searched for, in the original text, from the chain's own offsets."""

from __future__ import annotations

from collections.abc import Collection

from text.fold import fold
from text.tokens import located

Span = tuple[int, int]


def highlight(text: str, searched: Collection[str], width: int = 80) -> str:
    """The stretch of `text` that holds the first match, matches inside 【】, cuts shown by ….

    >>> highlight("从含钒页岩中提取V₂O₅", ["v2o5"])
    '从含钒页岩中提取【V₂O₅】'
    """
    wanted = set(searched)
    spans = _merged([(token.start, token.end) for token in located(text, wanted)])
    begin = max(0, spans[0][0] - width // 4) if spans else 0
    end = min(len(text), begin + width)
    pieces, at = [], begin
    for start, stop in spans:
        if stop > end:
            break
        pieces += [text[at:start], "【", text[start:stop], "】"]
        at = stop
    pieces.append(text[at:end])
    shown = "".join(pieces).replace("\n", " ")
    return ("…" if begin else "") + shown + ("…" if end < len(text) else "")


def spans(text: str, searched: Collection[str]) -> list[Span]:
    """Where the folded words of `searched` stand in `text`, in order, the longest where they overlap. A word
    the cut takes apart (a keyword a person named) is found as it stands in the folded text.

    >>> spans("氮化釩与V₂O₅", ["氮化钒", "v2o5"])
    [(0, 3), (4, 8)]
    """
    wanted = {word for word in searched if word}
    tokens = located(text, wanted)
    found = [(token.start, token.end) for token in tokens]
    whole = {word for word in wanted - {token.text for token in tokens} if not word.isascii()}
    folded = fold(text if whole else "")
    for word in whole:
        at = folded.text.find(word)
        while at >= 0:
            found.append(folded.span(at, at + len(word)))
            at = folded.text.find(word, at + len(word))
    chosen: list[Span] = []
    for start, end in sorted(found, key=lambda one: (one[0], -one[1])):
        if not chosen or start >= chosen[-1][1]:
            chosen.append((start, end))
    return chosen


def densest(marks: Collection[Span], length: int, width: int) -> Span:
    """The stretch of at most `width` characters of a text of `length` that holds most marks, the first of
    equals, with a little before its first mark.

    >>> densest([(5, 7), (90, 92), (95, 97)], 200, 40)
    (80, 120)
    """
    if length <= width or not marks:
        return 0, min(length, width)
    starts = [max(0, min(start - width // 4, length - width)) for start, _ in marks]
    held = [sum(1 for start, end in marks if begin <= start and end <= begin + width) for begin in starts]
    begin = starts[held.index(max(held))]
    return begin, begin + width


def _merged(spans: list[Span]) -> list[Span]:
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
