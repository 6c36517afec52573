"""The parts of a company's name: place + brand + trade + legal form, and the branch, if it is one.

企业名称登记管理规定 (2020) art. 6: 行政区划名称、字号、行业或者经营特点、组织形式. Every
character but brackets and spaces stands in one of the parts.

>>> parse("商洛市示例矿业（集团）有限公司山阳分公司")
CompanyName(places=('商洛市',), brand='示例', trade='矿业', form='集团有限公司', branch='山阳分公司', seat=())
>>> parse("示例钒业（商洛）有限公司").seat, parse("西安示例管理合伙企业(有限合伙)").form
(('商洛',), '合伙企业有限合伙')
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from ontology.names.forms import BRANCH, BRANCH_ALONE, COMPANY, HOUSE, ORDINAL, PARTNERSHIP
from ontology.names.places import bare, county_only, known, leading, wide
from ontology.values.fold import simplified

_OPEN, _CLOSE = "[{<【〔〈《「『", "]}>】〕〉》」』"
_BRACKETS = str.maketrans(_OPEN + _CLOSE, "(" * len(_OPEN) + ")" * len(_CLOSE))
_DROPPED = re.compile(r"[\s“”‘’\"'·•・]+")
_NOTE = re.compile(r"\(([^()]*)\)")
_LONGEST = 7
_BRAND = 4
"""Brands are seldom longer: what is longer may hide a place or a trade word we do not know."""


@dataclass(frozen=True, slots=True)
class CompanyName:
    """A name's parts, folded (half-width, simplified, lower-case); a part that is not there is empty.

    `seat` holds places that stood in brackets; `branch` what follows the parent's form.
    """

    places: tuple[str, ...] = ()
    brand: str = ""
    trade: str = ""
    form: str = ""
    branch: str = ""
    seat: tuple[str, ...] = ()

    @property
    def core(self) -> str:
        """Brand and trade: what tells a firm apart in its place."""
        return self.brand + self.trade

    @property
    def is_branch(self) -> bool:
        """Whether the name says it is a part of another house."""
        return bool(self.branch) or bool(BRANCH_ALONE.search(self.form))

    @property
    def type(self) -> str:
        """The legal form as compared: 有限责任公司 is 有限公司 (公司法 art. 7), 集团 stands apart."""
        form = self.form.replace("企业集团", "集团").removeprefix("集团") or self.form
        return form.replace("责任公司", "公司")

    @property
    def ground(self) -> tuple[str, ...]:
        """All its places, bare, in order of writing."""
        return tuple(map(bare, (*self.places, *self.seat)))


@lru_cache(maxsize=65536)
def parse(name: str) -> CompanyName:
    """The parts of a name; a name that fits no rule is all brand."""
    text, seat, tail = _brackets(tidy(name))
    whole, form, branch = _split(text)
    places = leading(whole)
    rest = whole[sum(map(len, places)) :]
    cut = _cut(rest)
    if len(places) == 1 and county_only(places[0]) and (cut == 0 or (cut > 1 and 1 in _ends(rest))):
        return CompanyName(
            (), *_halves(places[0] + rest, len(places[0]) + (cut > 1)), form + tail, branch, seat
        )
    if cut > _BRAND and (inner := _inner(rest)):
        at, place = inner
        rest, seat = rest[:at] + rest[at + len(place) :], (*seat, place)
        cut = _cut(rest[:at])
    return CompanyName(places, *_halves(rest, cut), form + tail, branch, seat)


def tidy(name: str) -> str:
    """Half-width, simplified, lower-case, without spaces and quotes, brackets round."""
    text = simplified(unicodedata.normalize("NFKC", name)).translate(_BRACKETS)
    return _DROPPED.sub("", text).lower()


def _brackets(text: str) -> tuple[str, tuple[str, ...], str]:
    """(text without brackets, places that stood in them, what kind of partnership it is)."""
    if "(" not in text and ")" not in text:
        return text, (), ""
    seat: list[str] = []
    tail: list[str] = []

    def put(note: re.Match[str]) -> str:
        inside = note[1]
        if PARTNERSHIP.fullmatch(inside) and note.end() == len(text):
            tail.append(inside)
        elif note.start() and known(inside):
            seat.append(inside)
        else:
            return inside
        return ""

    plain = _NOTE.sub(put, text)
    return plain.replace("(", "").replace(")", ""), tuple(seat), "".join(tail)


def _split(text: str) -> tuple[str, str, str]:
    """(head, form, branch)."""
    if (found := COMPANY.search(text)) and found.start():
        return text[: found.start()], found.group(), text[found.end() :]
    if found := BRANCH.match(text):
        head, form, branch = _split(found["parent"])
        return head, form, branch + found["branch"]
    if (alone := BRANCH_ALONE.search(text)) and alone.start():
        return text[: alone.start()], alone.group(), ""
    if (house := HOUSE.search(text)) and house.start():
        return text[: house.start()], house.group(), ""
    return text, "", ""


def _halves(text: str, cut: int) -> tuple[str, str]:
    return text[:cut], text[cut:]


def _cut(rest: str) -> int:
    """Where the trade begins: as many trade words at the end as there are, but one character is no brand."""
    ends = _ends(rest)
    if (ordinal := ORDINAL.match(rest)) and ordinal.end() in ends:
        return 0
    return min(ends - {1}, default=len(rest))


def _ends(rest: str) -> set[int]:
    """Every place from which trade words alone lead to the end."""
    size = len(rest)
    found = {size}
    for start in range(size - 2, -1, -1):
        if any(rest[start:end] in _trades() for end in found if 2 <= end - start <= _LONGEST):
            found.add(start)
    return found


def _inner(rest: str) -> tuple[int, str] | None:
    """A province or city behind a trade: 某某电缆信阳销售, which sits in 信阳."""
    for start in range(2, len(rest) - 1):
        for size in (3, 2):
            place = rest[start : start + size]
            if len(place) == size and wide(place) and _cut(rest[:start]) < start:
                return start, place
    return None


@cache
def _trades() -> frozenset[str]:
    lines = Path(__file__).with_name("trade.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())
