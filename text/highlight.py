"""Marking what was searched for, in the original text, from the chain's own offsets."""

from __future__ import annotations

from collections.abc import Collection

from text.tokens import words


def highlight(text: str, searched: Collection[str], width: int = 80) -> str:
    """The stretch of `text` that holds the first match, matches inside 【】, cuts shown by ….

    >>> highlight("从含钒页岩中提取V₂O₅", ["v2o5"])
    '从含钒页岩中提取【V₂O₅】'
    """
    wanted = set(searched)
    spans = _merged([(t.start, t.end) for t in words(text) if t.text in wanted])
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


def _merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
