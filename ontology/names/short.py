"""Whether a short name fits a full one: its characters in order, at the places where people take them from.

>>> fit("山科钒业", "商洛市山科示例钒业有限公司")
Fit(score=0.595, reason='“山科”取自字号，“钒业”取自行业')
>>> fit("钒山", "商洛市山科示例钒业有限公司") is None
True
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from ontology.names.company import CompanyName, parse, tidy
from ontology.names.institute import parent_and_unit
from ontology.names.places import is_single, singles

_MARKERS = re.compile(
    r"^(?:退市|s?\*?st|pt|s|n|c|u|xd|xr|dr)(?=[一-龥])|(?:股?[ab]股?|[ah]股|退市?|-[uwdv]+|-?cdr)$"
)
"""What an exchange puts before or behind a listed name: *ST, S, XD; A, B股, 退, -U."""
_HINT = re.compile(r"(?<=.{2})\(([一-龥]{1,2})\)$")
"""Where it is, put behind a name several have: 某大(京)."""
_SHARES = re.compile(r"(?<=.{2})(?:股份|集团|公司)$")
_PARTS = ("地名", "字号", "行业", "住所", "组织形式", "分支")
"""The parts of a full name in order of writing."""


@dataclass(frozen=True, slots=True)
class _Weights:
    """What a character is worth by the part it is taken from, and what is added where it follows on the one
    before, where it opens the name or, as the first, a part, and where it opens the trade.
    """

    worth: dict[str, float]
    run: float
    first: float
    head: float
    opening: float

    def most(self, size: int) -> float:
        """What the best short name of so many characters is worth."""
        return size * (self.worth["字号"] + self.run) + self.head - self.run


_FIRM = _Weights(dict(zip(_PARTS, (0.45, 1.0, 0.6, 0.4, 0.3, 0.4), strict=True)), 0.35, 0.0, 0.3, 0.15)
"""A firm is called by its brand."""
_HOUSE = _Weights(dict(zip(_PARTS, (0.9, 1.0, 0.8, 0.4, 0.7, 0.4), strict=True)), 0.1, 0.3, 0.3, 0.3)
"""Anything else by the first characters of its words: 西安|电子科技|大学."""
_WHOLE = 0.97
"""What a short name is worth that is the full one without its form."""
_CORE, _BRAND, _OPENED, _BRANCH, _LEFT = 0.15, 0.25, 0.1, 0.2, 0.012
"""Lost for brand and trade left out, for the brand, for the brand but its beginning, for a branch, and for
any other character.
"""
_LISTED, _UNLISTED = 0.3, 0.06
"""Lost where no 股份有限公司 is meant: by a name with an exchange's mark or 股份, which only such a firm may
have (公司法), and by any other, since the firms people call by short names more often are such.
"""
_PROVINCE, _STRANGE, _FORM = 0.02, 0.3, 0.05
"""Lost for a province's one character, for one that is not the firm's province, for 股份 or 集团."""


@dataclass(frozen=True, slots=True)
class Fit:
    """How well a short name fits, from 0 to 1, and why."""

    score: float
    reason: str


def plain(short: str) -> str:
    """A short name folded, without an exchange's marks and without a hint where it is.

    >>> plain("*ST示例Ａ"), plain("ST示例B股"), plain("示大（京）"), plain("示例 钒业")
    ('示例', '示例', '示大', '示例钒业')
    """
    text = _HINT.sub("", tidy(short)).replace("(", "").replace(")", "")
    return _MARKERS.sub("", _MARKERS.sub("", text)) or text


def fit(short: str, full: str) -> Fit | None:
    """How well a short name fits a full one; None where its characters do not stand in it in order.

    The first character may also be that of the province (粤某某 is in 广东), and 股份 or 集团 at the end may
    stand for the legal form.
    """
    text, name = plain(short), _parsed(full)
    hint = _HINT.search(tidy(short))
    if not text or (hint and not _is_there(hint[1], name)):
        return None
    listed = bool(_MARKERS.search(tidy(short))) or text.endswith("股份")
    found = (_fit(one, lost + _prior(name, listed), name) for one, lost in _variants(text, name))
    return max((one for one in found if one), key=lambda one: one.score, default=None)


def patterns(short: str) -> tuple[str, ...]:
    """The runs of characters of which a full name must hold one, in order, to be worth a `fit`.

    >>> patterns("粤示例Ａ"), patterns("示例股份")
    (('粤示例', '示例'), ('示例股份', '示例'))
    """
    text = plain(short)
    heads = (text, text[1:]) if len(text) > 2 and is_single(text[0]) else (text,)
    ends = [_SHARES.sub("", head) for head in heads]
    return tuple(dict.fromkeys((*heads, *ends)))


def _parsed(full: str) -> CompanyName:
    """A college of a university is taken for its branch."""
    house, unit = parent_and_unit(full)
    return replace(parse(house), branch=unit) if unit else parse(full)


def _is_there(hint: str, name: CompanyName) -> bool:
    places = (*name.places, *name.seat)
    return hint in singles(places) or all(character in "".join((*places, name.core)) for character in hint)


def _prior(name: CompanyName, listed: bool) -> float:
    if "股份" in name.form or not name.form.endswith("公司"):
        return _LISTED if listed and "股份" not in name.form else 0.0
    return _LISTED if listed else _UNLISTED


def _variants(text: str, name: CompanyName) -> list[tuple[str, float]]:
    """(characters to be found in order, score lost by what was left out)."""
    found = [(text, 0.0)]
    if len(text) > 2 and is_single(text[0]):
        own = text[0] in singles((*name.places, *name.seat))
        found.append((text[1:], _PROVINCE if own else _STRANGE))
    found += [(_SHARES.sub("", one), lost + _FORM) for one, lost in found if _SHARES.search(one)]
    return found


def _fit(text: str, lost: float, name: CompanyName) -> Fit | None:
    labels, full = _laid_out(name)
    weights = _FIRM if name.form.endswith("公司") else _HOUSE
    worth, path = _align(text, full, labels, weights)
    if not path:
        return None
    score = worth / weights.most(len(text)) - _LEFT * (len(full) - len(text))
    if text in (name.core, "".join(name.places) + name.core):
        score = max(score, _WHOLE)
    score -= lost + _left_out(name, labels, path)
    return Fit(round(max(min(score, 1.0), 0.01), 3), _reason(text, [labels[at] for at in path]))


def _laid_out(name: CompanyName) -> tuple[list[str], str]:
    """(part of every character, the characters) of a full name."""
    parts = ("".join(name.places), name.brand, name.trade, "".join(name.seat), name.form, name.branch)
    labels = [label for label, part in zip(_PARTS, parts, strict=True) for _ in part]
    return labels, "".join(parts)


def _align(text: str, full: str, labels: list[str], weights: _Weights) -> tuple[float, list[int]]:
    """The best way to find the characters in the full name, with what it is worth; no positions where there
    is none.
    """
    best: list[tuple[int, float, list[int]]] = [(-1, 0.0, [])]
    for number, character in enumerate(text):
        now = []
        for at, other in enumerate(full):
            if other != character:
                continue
            before = [
                (worth + weights.run * (last >= 0 and at == last + 1), path)
                for last, worth, path in best
                if last < at
            ]
            if before:
                worth, path = max(before)
                now.append((at, worth + _gain(labels, at, weights, first=not number), [*path, at]))
        best = now
    return max(((worth, path) for _, worth, path in best), default=(0.0, []))


def _gain(labels: list[str], at: int, weights: _Weights, *, first: bool) -> float:
    label, opens = labels[at], not at or labels[at] != labels[at - 1]
    gain = weights.worth[label] + weights.first * (first and not at) + weights.head * (first and opens)
    return gain + weights.opening * (at > 0 and opens and label in ("行业", "组织形式"))


def _left_out(name: CompanyName, labels: list[str], path: list[int]) -> float:
    """What is lost for the parts that tell a firm apart and are not in the short name."""
    lost = _BRANCH if name.is_branch and "分支" not in {labels[at] for at in path} else 0.0
    inside = [at for at in path if labels[at] == "字号"]
    if name.core and not {labels[at] for at in path} & {"字号", "行业"}:
        lost += _CORE
    if name.brand:
        begins = len(inside) > 1 and inside[-1] - labels.index("字号") == len(inside) - 1
        lost += (_OPENED if begins else _BRAND) * (1 - len(inside) / len(name.brand))
    return lost


def _reason(text: str, taken: list[str]) -> str:
    found: dict[str, str] = {}
    for character, label in zip(text, taken, strict=True):
        found[label] = found.get(label, "") + character
    return "，".join(f"“{part}”取自{label}" for label, part in found.items())
