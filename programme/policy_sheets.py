"""The sheets of 惠企政策: policies, pairs, and what closes soon."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from programme.interval import STATES, State
from programme.model import Cell, Column, Row, Sheet, Source
from programme.policy_clauses import OPEN, Fit, Policy
from programme.tally import Count, Tally
from programme.world import place

VERDICTS: dict[State, str] = {"met": "符合", "unknown": "可能符合", "failed": "不符"}
"""How a policy stands to a firm."""
_ORDER: tuple[State, ...] = ("met", "unknown", "failed")
NO_DEADLINE = "没有写"
_DUE = (
    Column("window", "受理"),
    Column("deadline", "截止", "date"),
    Column("left", "还有（天）", "integer"),
)
_FITTING = (Count("fits", "符合", "pairs", unit="家"), Count("maybe", "可能", "maybe", unit="家"))
_FAILING = Count("failed", "不符", "failed", unit="家")


@dataclass(frozen=True)
class Found:
    """All policies held against the firms on a day `at`; `days` from which a deadline is near."""

    policies: tuple[Policy, ...]
    fits: tuple[Fit, ...]
    at: dt.date
    days: int
    sources: tuple[Source, ...]

    def near(self, policy: Policy) -> bool:
        """Whether one may still apply, and not for long."""
        left = policy.left(self.at)
        return policy.window(self.at) == OPEN and left is not None and left <= self.days

    def ranked(self, policies: Iterable[Policy]) -> list[Policy]:
        """Those one may apply for first, by deadline, by id."""
        return sorted(
            policies, key=lambda one: (one.window(self.at) != OPEN, one.date("deadline") or "~", one.id)
        )

    def due(self, policy: Policy) -> tuple[Cell, ...]:
        """The cells of when one may apply."""
        left = policy.left(self.at)
        return policy.window(self.at), policy.date("deadline") or NO_DEADLINE, "" if left is None else left


def policies_sheet(tally: Tally, told: Found) -> Sheet:
    """A row for each policy: how many firms it fits, may fit, does not fit, and where most fail."""
    stuck, counts = _stuck(told), (*_FITTING, _FAILING)
    rows = tuple(
        Row(
            (
                one.title,
                *told.due(one),
                *tally.cells(one.title, (("policy", one.title),), counts),
                stuck.get(one.id, ""),
            ),
            (one.id,),
        )
        for one in told.ranked(told.policies)
    )
    columns = (Column("policy", "政策"), *_DUE, *(one.column for one in counts), Column("stuck", "最多卡在"))
    return Sheet("policies", "政策与符合的企业数", columns, rows, told.sources)


def pairs_sheet(told: Found, state: State) -> Sheet:
    """A row for each firm and policy that fit (`met`), may (`unknown`) once it is known what is told, or do
    not (`failed`).
    """
    names = {
        "met": ("pairs", "符合的企业和政策", "依据"),
        "unknown": ("maybe", "可能符合、要补情况的", "要弄清"),
        "failed": ("failed", "不符的企业和政策", "卡在"),
    }
    name, title, label = names[state]
    rank = {one.id: place for place, one in enumerate(told.ranked(told.policies))}
    found = sorted((one for one in told.fits if one.state == state), key=lambda one: rank[one.policy.id])
    rows = tuple(
        Row(
            (
                one.policy.title,
                one.firm.name,
                place(one.firm.county) if one.firm.county else None,
                one.policy.date("deadline") or NO_DEADLINE,
                one.why,
            ),
            (one.firm.id, one.policy.id),
        )
        for one in found
    )
    columns = (Column("policy", "政策"), Column("enterprise", "企业"), Column("county", "区县"),
               Column("deadline", "截止", "date"), Column("why", label))  # fmt: skip
    return Sheet(name, title, columns, rows, told.sources, most=0 if state == "failed" else None)


def closing_sheet(tally: Tally, told: Found) -> Sheet:
    """The calls that close soon, with how many firms they fit."""
    rows = tuple(
        Row(
            (one.title, *told.due(one)[1:], *tally.cells(one.title, (("policy", one.title),), _FITTING)),
            (one.id,),
        )
        for one in told.ranked(filter(told.near, told.policies))
    )
    columns = (Column("policy", "政策"), *_DUE[1:], *(one.column for one in _FITTING))
    return _closing(columns, rows, told)


def firm_policies(told: Found) -> Sheet:
    """A row for each policy, those that fit one firm first, with the clauses that decide."""
    rows = tuple(
        Row((one.policy.title, VERDICTS[one.state], *told.due(one.policy), one.why), (one.policy.id,))
        for one in _by_verdict(told)
    )
    columns = (Column("policy", "政策"), Column("verdict", "结论"), *_DUE, Column("why", "依据"))
    return Sheet("policies", "逐项政策", columns, rows, told.sources)


def firm_clauses(told: Found) -> Sheet:
    """A row for each clause of each policy."""
    rows = tuple(
        Row((one.policy.title, clause.name, STATES[clause.state], clause.words), (one.policy.id,))
        for one in _by_verdict(told)
        for clause in one.clauses
    )
    columns = (Column("policy", "政策"), Column("clause", "条款"), Column("state", "结果"),
               Column("words", "说明"))  # fmt: skip
    return Sheet("clauses", "逐条核对", columns, rows, told.sources)


def firm_closing(told: Found) -> Sheet:
    """What closes soon of all that fits or may fit one firm."""
    near = [one for one in _by_verdict(told) if one.state != "failed" and told.near(one.policy)]
    rows = tuple(
        Row((one.policy.title, VERDICTS[one.state], *told.due(one.policy)[1:]), (one.policy.id,))
        for one in near
    )
    return _closing((Column("policy", "政策"), Column("verdict", "结论"), *_DUE[1:]), rows, told)


def _closing(columns: tuple[Column, ...], rows: tuple[Row, ...], told: Found) -> Sheet:
    return Sheet("closing", f"{told.days} 天内截止", columns, rows, told.sources)


def _by_verdict(told: Found) -> list[Fit]:
    rank = {one.id: place for place, one in enumerate(told.ranked(told.policies))}
    return sorted(told.fits, key=lambda one: (_ORDER.index(one.state), rank[one.policy.id]))


def _stuck(told: Found) -> dict[str, str]:
    """Policy -> the clause that most firms fail, and how many, the first of several; the date is told in
    its own column.
    """
    failing: dict[str, Counter[str]] = {}
    for one in told.fits:
        names = {clause.name for clause in one.clauses if clause.state == "failed"} - {"日期"}
        failing.setdefault(one.policy.id, Counter()).update(names)
    top = {
        policy: min(found.items(), key=lambda kv: (-kv[1], kv[0]))
        for policy, found in failing.items()
        if found
    }
    return {policy: f"{name} {count} 家" for policy, (name, count) in top.items()}
