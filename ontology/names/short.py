"""Whether a short name fits a full one: its characters in order, at the places where people keep them.

>>> fit("山科钒业", "商洛市山科示例钒业有限公司")
Fit(score=0.886, reason='“山科”是字号的头，“钒业”在行业里')
>>> fit("钒山", "商洛市山科示例钒业有限公司") is None
True
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from ontology.names.company import CompanyName, parse, tidy
from ontology.names.places import is_single, singles

_MARKERS = re.compile(r"^(?:退市|s?\*?st|pt|s|n|c|u|xd|xr|dr)(?=[一-龥])|(?:股?[ab]股?|[ah]股|退市?|-[uwdv]+|-?cdr)$")
"""What an exchange puts before or behind a listed name: *ST, S, N, XD; A, B股, 退, -U (交易规则 of both)."""
_SHARES = re.compile(r"(?<=.{2})(?:股份|集团|公司)$")


@dataclass(frozen=True, slots=True)
class Fit:
    """How well a short name fits, from 0 to 1, and why."""

    score: float
    reason: str


_WORTH = {"地名": 0.45, "字号": 1.0, "行业": 0.6, "住所": 0.4, "组织形式": 0.3, "分支": 0.4}
"""What a character is worth by the part of the full name it is taken from."""
_RUN, _HEAD = 0.35, 0.3
"""Added where it follows on the one before, and where the first opens the place or the brand."""
_BRAND, _BRANCH, _LEFT = 0.25, 0.2, 0.012
"""Lost for a brand left out, for a branch left out, and for every other character left out."""
_OPENED = 0.4
_WHOLE, _OPENING = 0.97, 0.15
_LISTED, _UNLISTED = 0.3, 0.06
_PROVINCE, _STRANGE, _FORM = 0.02, 0.3, 0.05
"""Lost for a province's one character, for one that is not the firm's province, for 股份 or 集团."""


def plain(short: str) -> str:
    """A short name folded, without an exchange's marks.

    >>> plain("*ST示例Ａ"), plain("ST示例B股"), plain("示例 钒业")
    ('示例', '示例', '示例钒业')
    """
    text = tidy(short).replace("(", "").replace(")", "")
    return _MARKERS.sub("", _MARKERS.sub("", text)) or text


def fit(short: str, full: str) -> Fit | None:
    """How well a short name fits a full one; None where its characters do not stand in it in order.

    The first character may also be that of the province (粤某某 is in 广东), and 股份 or 集团 at the end may
    stand for the legal form.
    """
    text, name = plain(short), parse(full)
    listed = tidy(short) != text or text.endswith("股份")
    if not text:
        return None
    best = max((_fit(one, name, text, listed) for one in _variants(text, name)), key=lambda found: found.score)
    return best if best.score > 0 else None


def patterns(short: str) -> tuple[str, ...]:
    """The runs of characters of which a full name must hold one, in order, to be worth a `fit`.

    >>> patterns("粤示例Ａ"), patterns("示例股份")
    (('粤示例', '示例'), ('示例股份', '示例'))
    """
    text = plain(short)
    heads = (text, text[1:]) if len(text) > 2 and is_single(text[0]) else (text,)
    ends = [_SHARES.sub("", head) for head in heads]
    return tuple(dict.fromkeys((*heads, *ends)))


def _variants(text: str, name: CompanyName) -> list[tuple[str, float]]:
    """(characters to be found in order, score lost by what was left out)."""
    found = [(text, 0.0)]
    if text[0] in singles((*name.places, *name.seat)):
        found.append((text[1:], _PROVINCE))
    elif len(text) > 2 and is_single(text[0]):
        found.append((text[1:], _STRANGE))
    found += [(_SHARES.sub("", one), lost + _FORM) for one, lost in found if _SHARES.search(one)]
    return [one for one in found if one[0]]


def _fit(variant: tuple[str, float], name: CompanyName, said: str, listed: bool) -> Fit:
    text, lost = variant
    labels, full = _laid_out(name)
    path = _align(text, full, labels)
    if not path:
        return Fit(0.0, "")
    taken = [labels[at] for at in path]
    brand = len(name.brand)
    left = len(full) - len(text)
    score = _worth(path, labels) / (len(text) * (1 + _RUN) + _HEAD - _RUN)
    score -= lost + _LEFT * left
    if text in (name.core, "".join(name.places) + name.core):
        score = max(score, _WHOLE - lost)
    inside = taken.count("字号")
    if brand:
        opened = inside > 1 and path[taken.index("字号") + inside - 1] == labels.index("字号") + inside - 1
        score -= _BRAND * (brand - inside) / brand * (_OPENED if opened else 1)
    score -= _BRANCH if name.is_branch and "分支" not in taken else 0
    score -= 0 if "股份" in name.form else _LISTED if listed else _UNLISTED
    return Fit(round(max(min(score, 1.0), 0.01), 3), _reason(text, taken, said))


def _laid_out(name: CompanyName) -> tuple[list[str], str]:
    """(part of every character, the characters) of a full name."""
    parts = ("".join(name.places), name.brand, name.trade, "".join(name.seat), name.form, name.branch)
    labels = [label for label, part in zip(_WORTH, parts, strict=True) for _ in part]
    return labels, "".join(parts)


def _align(text: str, full: str, labels: list[str]) -> list[int]:
    """The positions of the characters in the full name, the best there are; empty where there are none."""
    best: dict[int, tuple[float, list[int]]] = {}
    for number, character in enumerate(text):
        now: dict[int, tuple[float, list[int]]] = {}
        for at, other in enumerate(full):
            if other != character:
                continue
            gain = _WORTH[labels[at]] + _OPENING * (at > 0 and labels[at] == "行业" != labels[at - 1])
            if not number:
                now[at] = (gain + _HEAD * (not at or labels[at] != labels[at - 1]), [at])
                continue
            before = [(s + _RUN * (at == last + 1), p) for last, (s, p) in best.items() if last < at]
            if before:
                score, path = max(before)
                now[at] = (score + gain, [*path, at])
        best = now
    return max(best.values())[1] if best else []


def _worth(path: list[int], labels: list[str]) -> float:
    first = path[0]
    runs = sum(b == a + 1 for a, b in pairwise(path))
    opens = not first or labels[first] != labels[first - 1]
    gain=sum(_WORTH[labels[at]] + _OPENING * (at > 0 and labels[at] == "行业" != labels[at - 1]) for at in path)
    return gain + _RUN * runs + _HEAD * opens


def _reason(text: str, taken: list[str], said: str) -> str:
    found: dict[str, str] = {}
    for character, label in zip(text, taken, strict=True):
        found[label] = found.get(label, "") + character
    listed = "，".join(f"“{part}”取自{label}" for label, part in found.items())
    return listed if text == said else f"{listed}（“{said}”去掉了省份简称或组织形式）"
