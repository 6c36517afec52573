"""What fits those who ask, from a least grade on, and what of it was sent before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from errors import UsageError
from matches.chain import STATUSES
from ontology.tables import table
from programme.world import World
from recommend.calibration import LABELS
from recommend.grade import blocked
from recommend.model import Answer, Recommendation

DIVISION = 2
"""The level of a 大类 in GB/T 4754."""
BY_NEED, TO_LEADER = "按需求", "给龙头企业"
"""Why something is sent: a need asks for it, or the firm leads the industry it is for."""


@dataclass(frozen=True, slots=True)
class Asker:
    """Who is told: a need or a leading firm, with its firm and county (a code, "" where not known). `what`
    says the need, or why the firm leads `industry` (a 大类, "" for a need).
    """

    id: str
    what: str
    firm_id: str
    firm: str
    county: str
    industry: str = ""

    @property
    def way(self) -> str:
        """Why something is sent to it."""
        return TO_LEADER if self.industry else BY_NEED


@dataclass(frozen=True, slots=True)
class Found:
    """One match to push, with the supplier's owners and how it was sent before ("" for never)."""

    asker: Asker
    made: Recommendation
    owners: Sequence[Mapping[str, str]]
    before: str

    @property
    def pair(self) -> tuple[str, str]:
        """The need the match rests on, else the firm; and the supplier."""
        return self.made.source or self.asker.id, self.made.id

    @property
    def told(self) -> tuple[str, str]:
        """The firm that is told, else the need; and the supplier."""
        return self.asker.firm_id or self.asker.id, self.made.id


@dataclass(frozen=True, slots=True)
class Answered:
    """Who asked, what may be sent, and what of the answer may not: how many are hindered by something on
    record, are below the grade, or were left out since they had been refused; `error` where there is none.
    """

    asker: Asker
    found: tuple[Found, ...] = ()
    hindered: int = 0
    lower: int = 0
    refused: int = 0
    error: str = ""


@dataclass(frozen=True, slots=True)
class Terms:
    """What may be sent: from the grade `least` on, and only what is an `institute`'s ("" for all)."""

    least: str
    institute: str = ""


class Pushing:
    """What was sent before, and what may be sent now."""

    def __init__(self, world: World, terms: Terms) -> None:
        self.world = world
        self.terms = terms
        self.sent = world.ask("push-sent")
        self._pairs: dict[tuple[str, str], str] = {}
        self._told: dict[tuple[str, str], str] = {}
        for row in self.sent.rows:
            said = _said(row)
            self._pairs[row["asker"], row["candidate"]] = said
            self._told[row["firm"] or row["asker"], row["candidate"]] = said
        self._suppliers: dict[str, dict[str, Any]] = {}

    def most(self, askers: Sequence[Asker]) -> int:
        """How many more must be asked for, so that lists are full without what was sent before."""
        ids = {one.id for one in askers} | {one.firm_id for one in askers}
        count = Counter(one for row in self.sent.rows for one in {row["asker"], row["firm"]} if one in ids)
        return max(count.values(), default=0)

    def answers(self, askers: Sequence[Asker], aims: Sequence[str], limit: int) -> list[Answered]:
        """What may be sent to each asker, best first: of at least the least grade, with nothing in the way;
        to a leading firm what is for its industry and was never licensed.
        """
        answers = list(self.world.match([one.id for one in askers], (aims, limit)))
        ids = {made.id for one in answers if isinstance(one, Answer) for made in one.recommendations}
        self._look_up(ids)
        return [self._answered(*one) for one in zip(askers, answers, strict=True)]

    def _answered(self, asker: Asker, answer: Answer | UsageError) -> Answered:
        if isinstance(answer, UsageError):
            return Answered(asker, error=answer.message)
        meant = [made for made in answer.recommendations if self._meant(asker, made)]
        free = [made for made in meant if not blocked(made)]
        found = tuple(
            Found(asker, made, self._suppliers[made.id]["owners"], self._before(asker, made))
            for made in filter(self._good, free)
        )
        return Answered(asker, found, len(meant) - len(free), len(free) - len(found), answer.refused)

    def _good(self, made: Recommendation) -> bool:
        return LABELS.index(made.reasons.grade.label) >= LABELS.index(self.terms.least)

    def _meant(self, asker: Asker, made: Recommendation) -> bool:
        supplier = self._suppliers[made.id]
        owners = {one["id"] for one in supplier["owners"]}
        if self.terms.institute and self.terms.institute not in owners:
            return False
        divisions = {division(str(code)) for code in supplier["industries"]}
        return not asker.industry or (asker.industry in divisions and not supplier["licences"])

    def _before(self, asker: Asker, made: Recommendation) -> str:
        """A need was told what it was told itself, or its firm apart from any need; a leading firm also what
        was told one of its needs.
        """
        keys = [(made.source or asker.id, made.id), (asker.firm_id, made.id)]
        told = self._told.get(keys[1], "") if asker.industry else ""
        return next((self._pairs[key] for key in keys if key in self._pairs), told)

    def _look_up(self, ids: set[str]) -> None:
        new = sorted(ids - self._suppliers.keys())
        if new:
            rows = self.world.ask("push-suppliers", {"ids": new}).rows
            self._suppliers.update((row["id"], row) for row in rows)


def first(found: Sequence[Found], limit: int) -> Iterator[Found]:
    """The first of each kind that were not sent before."""
    for _, same in groupby(found, key=lambda one: one.made.kind):
        fresh = [one for one in same if not one.before]
        yield from fresh[:limit]


def division(industry: str) -> str:
    """The 大类 of an industry's code; "" for none, or for one that is told only in general.

    >>> division("C3912"), division("C"), division("")
    ('C39', '', '')
    """
    codes = table("industry").chain(industry) if industry else ()
    return next((one for one in codes if table("industry").level(one) == DIVISION), "")


def _said(row: Mapping[str, Any]) -> str:
    how = "列入推送计划" if row["how"] == "planned" else STATUSES[row["how"]].label
    return f"{how} {row['dated']}"
