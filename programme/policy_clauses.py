"""惠企政策, clause by clause: what a policy asks of a firm, how the firm stands to it, and in which words.

A clause that a policy does not state limits nothing; what is not known of a firm leaves a clause unknown.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ontology.tables import table
from programme.firms import YUAN, Firm, Standing
from programme.interval import Interval, State, all_of, known
from programme.world import place
from recommend.deadline import by, end_of

LIMITS = (
    ("least_revenue", "revenue", "营业收入", True),
    ("most_revenue", "revenue", "营业收入", False),
    ("least_rd", "rd_spend", "研发投入", True),
)
"""Limits a policy may state: its property, the firm's, what people call it, whether it is the least."""
OPEN, SOON, CLOSED, ENDED, UNPUBLISHED = "受理中", "未开始", "已截止", "已失效", "未发布"


@dataclass(frozen=True, slots=True)
class Clause:
    """A condition of a policy (`name` as people call it) held against a firm; `words` without a full stop."""

    name: str
    state: State
    words: str

    def __str__(self) -> str:
        return f"{self.name}：{self.words}"


@dataclass(frozen=True, slots=True)
class Policy:
    """A row of the query `policy-clauses`: `body` its properties, money in 元; codes of where it applies."""

    id: str
    title: str
    body: Mapping[str, Any]
    industries: Sequence[str]
    counties: Sequence[str]

    def date(self, name: str) -> str:
        """The last day a date of it may mean, as precise as given; "" where it has none."""
        return str(self.body.get(name) or self.body.get(f"{name}_max") or "")

    def begin(self, name: str) -> str:
        """The first day a date of it may mean, as precise as given; "" where it has none."""
        return str(self.body.get(name) or self.body.get(f"{name}_min") or "")

    def window(self, at: dt.date) -> str:
        """Whether one may apply on a day."""
        if not by(self.begin("published_on"), at):
            return UNPUBLISHED
        for name, over in (("expires_on", ENDED), ("deadline", CLOSED)):
            if (said := self.date(name)) and end_of(said) < at:
                return over
        return OPEN if by(self.begin("opens_on"), at) else SOON

    def left(self, at: dt.date) -> int | None:
        """Days until the deadline, 0 on the day itself, less than nothing after it; None without one."""
        said = self.date("deadline")
        return (end_of(said) - at).days if said else None


@dataclass(frozen=True, slots=True)
class Fit:
    """A policy and a firm with every clause the policy states, that on the dates last."""

    policy: Policy
    firm: Firm
    clauses: tuple[Clause, ...]

    @property
    def state(self) -> State:
        """Whether the policy fits: one clause that fails decides."""
        return all_of([one.state for one in self.clauses])

    @property
    def why(self) -> str:
        """The clauses that decide: those that fail, else those that are unknown, else all but the date."""
        deciding = [one for one in self.clauses if one.state == self.state]
        if self.state == "met":
            deciding = deciding[:-1]
        return "；".join(map(str, deciding)) or "没有资质、行业、规模、区县的限制"


def fit(policy: Policy, firm: Firm, standing: Standing) -> Fit:
    """Hold a policy against a firm on the standing's day."""
    clauses = (
        *_labels(policy, firm, standing),
        *_industry(policy, firm),
        *_size(policy, firm, standing),
        *_limits(policy, firm),
        *_county(policy, firm),
        _dates(policy, standing.at),
    )
    return Fit(policy, firm, clauses)


def _labels(policy: Policy, firm: Firm, standing: Standing) -> Iterator[Clause]:
    """Any one of the labels will do, as a policy that lists several means them."""
    wanted = policy.body.get("labels") or ()
    if not wanted:
        return
    held = {label: standing.carries(firm, label) for label in wanted}
    has = [label for label, state in held.items() if state == "met"]
    if has:
        yield Clause("资质", "met", f"贵企业是{'、'.join(has)}")
    elif "unknown" in held.values():
        others = "只记载了贵企业别的资质" if firm.recognitions else "没有记载贵企业有哪些资质"
        yield Clause("资质", "unknown", f"要{'或'.join(wanted)}，{others}")
    else:
        lapsed = any(standing.lapsed(firm, label) for label in wanted)
        what = "贵企业的认定不在有效期内" if lapsed else "贵企业没有"
        yield Clause("资质", "failed", f"要{'或'.join(wanted)}，{what}")


def _industry(policy: Policy, firm: Firm) -> Iterator[Clause]:
    codes = policy.industries
    if not codes:
        return
    state, own, asked = firm.in_industry(codes), firm.industry, "、".join(codes)
    if state == "met":
        holder = next(code for code in table("industry").chain(own) if code in codes)
        words = f"{own} 就是所要的" if own == holder else f"{own} 在 {holder} 内"
    elif state == "failed":
        words = f"要 {asked}，贵企业是 {own}"
    else:
        words = f"要 {asked}，{f'贵企业只写到 {own}' if own else '贵企业的行业不明'}"
    yield Clause("行业", state, words)


def _size(policy: Policy, firm: Firm, standing: Standing) -> Iterator[Clause]:
    wanted = policy.body.get("sizes") or ()
    if not wanted:
        return
    own, asked = standing.size(firm), "、".join(wanted)
    if own is None:
        told = f"要{asked}企业，贵企业的人数、收入、资产或行业不全，划不出规模"
        yield Clause("规模", "unknown", told)
    elif own in wanted:
        yield Clause("规模", "met", f"贵企业划为{own}")
    else:
        yield Clause("规模", "failed", f"要{asked}企业，贵企业划为{own}")


def _limits(policy: Policy, firm: Firm) -> Iterator[Clause]:
    for name, own, label, least in LIMITS:
        stated = known(policy.body, name)
        ends = [end for end in (stated.low, stated.high) if abs(end) != float("inf")]
        if not ends:
            continue
        limit, amount = (ends[0] if least else ends[-1]), firm.amount(own)
        state = amount.at_least(limit) if least else amount.at_most(limit)
        words = f"要{'不低于' if least else '不超过'} {_wan(limit)}，{_said(amount)}"
        if state == "failed":
            short = limit - amount.high if least else amount.low - limit
            words += f"，{'还差' if least else '超出'} {_wan(short)}"
        yield Clause(label, state, words)


def _county(policy: Policy, firm: Firm) -> Iterator[Clause]:
    """A firm told to be in the city alone may be in any county of it."""
    if not policy.counties:
        return
    chain, names = table("county").chain, "、".join(map(place, policy.counties))
    if not firm.county:
        yield Clause("区县", "unknown", f"限{names}，贵企业在哪里不明")
    elif set(chain(firm.county)) & set(policy.counties):
        yield Clause("区县", "met", f"在{place(firm.county)}")
    elif any(firm.county in chain(code) for code in policy.counties):
        yield Clause("区县", "unknown", f"限{names}，贵企业只写到{place(firm.county)}")
    else:
        yield Clause("区县", "failed", f"限{names}，贵企业在{place(firm.county)}")


def _dates(policy: Policy, at: dt.date) -> Clause:
    deadline = policy.date("deadline")
    words = {
        UNPUBLISHED: f"{at} 还没有发布（{policy.begin('published_on')}）",
        ENDED: f"{policy.date('expires_on')} 失效",
        CLOSED: f"{deadline} 截止",
        SOON: f"{policy.begin('opens_on')} 才开始受理",
        OPEN: f"{deadline} 截止" if deadline else "没有写截止日期",
    }
    window = policy.window(at)
    return Clause("日期", "met" if window == OPEN else "failed", words[window])


def _wan(yuan: float) -> str:
    """元 as people say it in 万元.

    >>> _wan(10_400_000), _wan(12_345)
    ('1,040 万元', '1.23 万元')
    """
    amount = round(yuan / YUAN, 2)
    return f"{amount:,.0f} 万元" if amount.is_integer() else f"{amount:,.2f} 万元"


def _said(amount: Interval) -> str:
    if amount.exact is not None:
        return f"贵企业 {_wan(amount.exact)}"
    ends = [
        f"{word} {_wan(end)}"
        for word, end in (("不少于", amount.low), ("不多于", amount.high))
        if abs(end) != float("inf")
    ]
    return f"贵企业只知道{'、'.join(ends)}" if ends else "贵企业没有填"
