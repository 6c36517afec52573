"""The clauses of a policy, each held against firms of which all, some or nothing is known."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programme.firms import YUAN, Firm, LabelValues, SizeValues, Standing
from programme.policy_clauses import Clause, Policy, fit
from programme.rules import in_force
from tests.programme.conftest import AT


class Day(Standing):
    """Firms as the rules of a day see them, without a graph."""

    def __init__(self, at: dt.date) -> None:
        self.at = at
        self.labels = in_force("labels", at, LabelValues).values
        self._sizes = in_force("size", at, SizeValues).values


TODAY = Day(AT)


def firm(**body: Any) -> Firm:
    return Firm("enterprise-1", "甲", body.get("county", ""), body, body.pop("recognitions", ()), ())


def policy(industries: tuple[str, ...] = (), counties: tuple[str, ...] = (), /, **body: Any) -> Policy:
    return Policy("policy-1", "示例·政策", body, industries, counties)


def told(call: Policy, asker: Firm, standing: Standing = TODAY) -> Clause:
    """The first clause."""
    return fit(call, asker, standing).clauses[0]


@pytest.mark.parametrize(
    ("call", "asker", "state", "words"),
    [
        (policy(("C39",)), firm(industry="C3912"), "met", "C3912 在 C39 内"),
        (policy(("C3912",)), firm(industry="C3912"), "met", "C3912 就是所要的"),
        (policy(("C32",)), firm(industry="C3912"), "failed", "要 C32，贵企业是 C3912"),
        (policy(("C32",)), firm(industry="C"), "unknown", "要 C32，贵企业只写到 C"),
        (policy(("C32",)), firm(), "unknown", "要 C32，贵企业的行业不明"),
        (policy((), ("611024",)), firm(county="611024"), "met", "在山阳县"),
        (policy((), ("611000",)), firm(county="611024"), "met", "在山阳县"),
        (policy((), ("611024",)), firm(county="611002"), "failed", "限山阳县，贵企业在商州区"),
        (policy((), ("611024",)), firm(county="611000"), "unknown", "限山阳县，贵企业只写到商洛市"),
        (policy((), ("611024",)), firm(), "unknown", "限山阳县，贵企业在哪里不明"),
        (policy(labels=["规上企业"]), firm(labels=["规模以上工业企业"]), "met", "贵企业是规上企业"),
        (policy(labels=["老字号"]), firm(labels=["老字号"]), "met", "贵企业是老字号"),
        (policy(labels=["老字号"]), firm(labels=["瞪羚企业"]), "failed", "要老字号，贵企业没有"),
        (
            policy(labels=["老字号", "小巨人"]),
            firm(),
            "unknown",
            "要老字号或小巨人，没有记载贵企业有哪些资质",
        ),
        (
            policy(least_revenue=5e6),
            firm(revenue=3e6),
            "failed",
            "要不低于 500 万元，贵企业 300 万元，还差 200 万元",
        ),
        (
            policy(least_revenue_min=5e6),
            firm(revenue_min=6e6),
            "met",
            "要不低于 500 万元，贵企业只知道不少于 600 万元",
        ),
        (
            policy(least_revenue=5e6),
            firm(revenue_min=3e6),
            "unknown",
            "要不低于 500 万元，贵企业只知道不少于 300 万元",
        ),
        (
            policy(most_revenue_max=5e6),
            firm(revenue=6e6),
            "failed",
            "要不超过 500 万元，贵企业 600 万元，超出 100 万元",
        ),
        (policy(least_rd=5e5), firm(), "unknown", "要不低于 50 万元，贵企业没有填"),
        (policy(sizes=["小型"]), firm(industry="C32", staff=30, revenue=5e6), "met", "贵企业划为小型"),
        (
            policy(sizes=["小型"]),
            firm(industry="C32", staff=30),
            "unknown",
            "要小型企业，贵企业的人数、收入、资产或行业不全，划不出规模",
        ),
        (
            policy(sizes=["小型"]),
            firm(industry="C32", staff=3, revenue=5e6),
            "failed",
            "要小型企业，贵企业划为微型",
        ),
    ],
)  # fmt: skip
def test_clauses(call: Policy, asker: Firm, state: str, words: str) -> None:
    clause = told(call, asker)
    assert (clause.state, clause.words) == (state, words)


@pytest.mark.parametrize(
    ("body", "state", "words"),
    [
        ({}, "met", "没有写截止日期"),
        ({"deadline": "2026-06-30"}, "met", "2026-06-30 截止"),
        ({"deadline": "2026-06"}, "met", "2026-06 截止"),
        ({"deadline": "2026-06-29"}, "failed", "2026-06-29 截止"),
        ({"deadline_max": "2026-05"}, "failed", "2026-05 截止"),
        ({"opens_on": "2026-07-01", "deadline": "2026-08-01"}, "failed", "2026-07-01 才开始受理"),
        ({"opens_on_min": "2026-06", "deadline": "2026-08-01"}, "met", "2026-08-01 截止"),
        ({"expires_on": "2026-06-29", "deadline": "2026-08-01"}, "failed", "2026-06-29 失效"),
        ({"published_on": "2026-07-02"}, "failed", "2026-06-30 还没有发布（2026-07-02）"),
    ],
)
def test_dates(body: dict[str, str], state: str, words: str) -> None:
    clause = told(policy(**body), firm())
    assert (clause.state, clause.words) == (state, words)


def test_a_label_under_any_of_its_names_that_ran_out_is_told() -> None:
    given_once = {"id": "recognition-1", "label": "高新技术企业", "from": "2022-05-01", "until": None}
    asker = firm(recognitions=[given_once], labels=["高新技术企业"])
    call = policy(labels=["国家高新技术企业"])
    assert told(call, asker).words == "要国家高新技术企业，贵企业的认定不在有效期内"
    assert told(call, asker, Day(dt.date(2025, 4, 30))).state == "met"


KNOWN: dict[str, Any] = {
    "industry": "C3239",
    "county": "611024",
    "labels": ["规上"],
    "staff": 50,
    "revenue": 9e6,
    "rd_spend": 4e5,
}


def some(*values: str) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(values), max_size=2, unique=True)


MONEY = st.integers(0, 2000).map(lambda wan: wan * YUAN)
STATED = st.fixed_dictionaries(
    {"labels": some("规上工业企业", "高新技术企业"), "sizes": some("小型", "微型")},
    optional={"least_revenue": MONEY, "most_revenue": MONEY, "least_rd": MONEY},
)
CALLED = st.builds(
    lambda industries, counties, body: policy(tuple(industries), tuple(counties), **body),
    some("C", "C32", "C3239", "A01"),
    some("611024", "611000", "611002"),
    STATED,
)


@given(CALLED, st.sets(st.sampled_from(sorted(KNOWN))))
def test_knowing_less_never_turns_an_answer_round(call: Policy, left_out: set[str]) -> None:
    full = fit(call, firm(**KNOWN), TODAY)
    less = fit(call, firm(**{name: value for name, value in KNOWN.items() if name not in left_out}), TODAY)
    for whole, part in zip(full.clauses, less.clauses, strict=True):
        assert part.state in (whole.state, "unknown")
    assert less.state in (full.state, "unknown")
    assert full.why
