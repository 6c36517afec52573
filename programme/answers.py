"""Who has answered the survey by a day, and when a need came, for `plan survey` and the scorecard alike.

A firm has answered by the day when it has a survey date, a need or a cooperation dated up to it. What has no
date of its own takes the firm's survey date; what has neither counts, as it is on record, in no known month.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from recommend.deadline import by

OWN, SURVEY = "征集日期", "企业调查日期"
"""Where the day of a need is from."""


@dataclass(frozen=True, slots=True)
class When:
    """A `day` as precise as it is told; where it is not, the `bound` it lies behind or before."""

    day: str | None = None
    bound: str | None = None

    @property
    def said(self) -> str:
        """What is told of it; "" for nothing."""
        return self.day or self.bound or ""

    def by(self, at: dt.date) -> bool:
        """Whether it was there on a day, as what tells no date was."""
        return by(self.said, at)

    @property
    def order(self) -> tuple[bool, str]:
        """The earliest first, those whose month is not known last."""
        return not self.day or len(self.day) < len("2026-06"), self.said


@dataclass(frozen=True, slots=True)
class Answer:
    """A row of the query `survey-firms`, and by what the firm had answered on the day: needs and
    cooperations in numbers, and the day of its survey, "" for none. `when` it did so first, by its survey and
    its needs, and by its cooperations where it had neither; for a firm that answers after the day, when that
    will be; None where nothing is on record.
    """

    body: Mapping[str, Any]
    needs: int
    cooperations: int
    surveyed: str
    when: When | None

    @property
    def how(self) -> str:
        """By what it answered, as people call it; "" where it did not."""
        said = {"需求": self.needs, "合作": self.cooperations, "调查日期": self.surveyed}
        return "、".join(name for name, there in said.items() if there)

    @property
    def county(self) -> str:
        """The code of its county, "" where that is not known."""
        return str(self.body["county"] or "")


def answer(row: Mapping[str, Any], at: dt.date) -> Answer:
    """What a firm, a row of `survey-firms`, had answered on a day."""
    survey = _survey(row)
    needs, cooperations = ([_dated(one, survey) for one in row[name]] for name in ("needs", "cooperations"))
    surveys = [survey] if survey.said else []
    told = [*surveys, *needs]
    there = [one for one in told if one.by(at)] or [one for one in cooperations if one.by(at)]
    return Answer(
        row,
        sum(one.by(at) for one in needs),
        sum(one.by(at) for one in cooperations),
        survey.said if survey.by(at) else "",
        _first(there or [*told, *cooperations]),
    )


def came(need: Mapping[str, Any]) -> tuple[When, str | None]:
    """When a need, a row of `survey-needs`, came, and where that is from: of several firms the one that was
    surveyed first.
    """
    own = When(need["collected_on"], need["collected_bound"])
    if own.said:
        return own, OWN
    survey = _first(one for one in map(_survey, need["enterprises"]) if one.said)
    return (survey, SURVEY) if survey else (own, None)


def _survey(firm: Mapping[str, Any]) -> When:
    return When(firm["surveyed_on"], firm["surveyed_bound"])


def _dated(one: Mapping[str, Any], survey: When) -> When:
    own = When(one["on"], one["bound"])
    return own if own.said else survey


def _first(found: Iterable[When]) -> When | None:
    return min(found, key=lambda one: one.order, default=None)
