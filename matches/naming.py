"""What a match is called: one short word made from the ids of both, which finds them again."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from errors import AmbiguousError, NotFoundError, UsageError
from ingest.caption import Side, side
from ingest.find import find
from ingest.ledger import Ledger
from ingest.members import canonical
from ontology.entity import Entity

DEMAND = ("Need", "Enterprise")
SUPPLY = ("Achievement", "Doctor", "Institute")
_WORD = re.compile("([a-z2-7]{6})_([a-z2-7]{6})")
_NEEDS = "SELECT target FROM link WHERE relation = 'HAS_NEED' AND source = ? AND NOT deleted ORDER BY target"
_FIRMS = "SELECT source FROM link WHERE relation = 'HAS_NEED' AND target = ? AND NOT deleted ORDER BY source"


@dataclass(frozen=True, slots=True, order=True)
class Pair:
    """A match: the need, or the enterprise where it rests on none; and what may fit it."""

    subject: str
    candidate: str

    @property
    def word(self) -> str:
        """What the match is called: for each id its hash, so that no table of matches is needed."""
        return f"{_half(self.subject)}_{_half(self.candidate)}"


def pair_of(ledger: Ledger, one: str, other: str) -> Pair:
    """The match of two ids, whichever comes first, under the ids they are shown by."""
    ids = sorted((canonical(ledger, one), canonical(ledger, other)))
    first, second = sorted(ids, key=lambda one: ledger.ontology.kind_of(one) not in DEMAND)
    return Pair(first, second)


def sides(ledger: Ledger, pair: Pair) -> tuple[Side, Side]:
    """Both with their names."""
    return side(ledger, pair.subject), side(ledger, pair.candidate)


def needs_of(ledger: Ledger, enterprise: str) -> list[str]:
    """The needs of an enterprise."""
    return [row[0] for row in ledger.db.execute(_NEEDS, (enterprise,))]


def firms_of(ledger: Ledger, subject: str) -> list[str]:
    """The enterprise itself, or the ones that have a need."""
    if ledger.ontology.kind_of(subject) == "Enterprise":
        return [subject]
    return [row[0] for row in ledger.db.execute(_FIRMS, (subject,))]


class Naming:
    """Finds the match a person means."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger

    def pair(self, words: Sequence[str]) -> Pair:
        """The match of its word, or of both by id, code or name, in any order. An enterprise that is named
        otherwise than by its id stands for its only need. NotFoundError, UsageError, or AmbiguousError
        listing whom it may be.
        """
        if len(words) == 1:
            return self._by_word(words[0])
        if len(words) != 2:
            raise UsageError("一对要写匹配编号，或需求（企业）和对方两个", "匹配编号见 recommend 的结果")
        (one, first), (other, second) = ((word, self._entity(word)) for word in words)
        if (first.kind in DEMAND) == (second.kind in DEMAND):
            told = " 和 ".join(str(side(self.ledger, entity.id)) for entity in (first, second))
            raise UsageError(f"{told}不成一对", "一边是需求或企业，另一边是成果、博士或院所")
        if second.kind in DEMAND:
            one, first, second = other, second, first
        if first.kind == "Enterprise" and canonical(self.ledger, one.strip()) != first.id:
            return Pair(self._only_need(first.id), second.id)
        return Pair(first.id, second.id)

    def _by_word(self, word: str) -> Pair:
        match = _WORD.fullmatch(word.strip())
        if not match:
            raise NotFoundError(
                f"“{word}”不是匹配编号",
                "照 recommend 列出的匹配编号写（如 abc234_def567），或写双方的编号或名称",
            )
        found = []
        for half, kinds in zip(match.groups(), (DEMAND, SUPPLY), strict=True):
            known = dict.fromkeys(canonical(self.ledger, one) for one in self._halves.get(half, ()))
            ids = [one for one in known if self.ledger.ontology.kind_of(one) in kinds]
            living = [one for one in ids if self.ledger.entity(one)]
            if not living:
                raise NotFoundError(
                    f"没有编号是 {word} 的匹配", "再运行 recommend 看匹配编号，或写双方的编号或名称"
                )
            if len(living) > 1:
                choices = tuple(str(side(self.ledger, one)) for one in living)
                raise AmbiguousError(f"{word} 可以指几对", "写双方的编号", choices=choices)
            found.append(living[0])
        return Pair(found[0], found[1])

    @cached_property
    def _halves(self) -> dict[str, list[str]]:
        """Half of a word -> ids it may stand for, those that were joined to others as well."""
        kinds = DEMAND + SUPPLY
        text = f"SELECT id FROM entity WHERE kind IN ({', '.join('?' * len(kinds))}) ORDER BY id"
        found: dict[str, list[str]] = {}
        for (one,) in self.ledger.db.execute(text, kinds):
            found.setdefault(_half(one), []).append(one)
        return found

    def _entity(self, word: str) -> Entity:
        return find(self.ledger, word, [self.ledger.ontology.kinds[kind] for kind in DEMAND + SUPPLY])

    def _only_need(self, enterprise: str) -> str:
        needs = needs_of(self.ledger, enterprise)
        if len(needs) > 1:
            raise AmbiguousError(
                f"{side(self.ledger, enterprise)}有 {len(needs)} 项需求，不知说的是哪一项",
                "写需求的编号或名称；说的是整个企业就写企业的编号",
                choices=tuple(str(side(self.ledger, one)) for one in needs[:10]),
            )
        return needs[0] if needs else enterprise


def _half(identity: str) -> str:
    packed = hashlib.blake2b(identity.encode(), digest_size=5).digest()
    return base64.b32encode(packed).decode().lower()[:6]
