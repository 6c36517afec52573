"""Conditions held against firms: limits, tiers, scores known in part, waits, and the order of firms."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programme.firms import YUAN, Firm
from programme.interval import Interval, State
from programme.ladder_climbs import BARRED, RANKED, READY, SHORT, THIN, UNREAD, Climb, ranked
from programme.ladder_judge import judge
from programme.ladder_limit import shortfall
from programme.ladder_rules import (
    Age,
    AnyCondition,
    Condition,
    Either,
    LabelConditions,
    LadderValues,
    Limit,
    Score,
    Step,
)
from programme.ladder_score import tally
from programme.ladder_verdict import Verdict
from programme.rules import in_force
from tests.programme.conftest import AT

MONEY = ("revenue", "rd_spend", "assets", "costs")


def firm(**said: Any) -> Firm:
    """A firm; money in 万元, as people say it."""
    body = {name: value * YUAN if name.startswith(MONEY) else value for name, value in said.items()}
    return Firm("enterprise-1", "示例", "", body, (), ())


def asked(rule: str, label: str) -> AnyCondition:
    found = in_force(rule, AT, LabelConditions).values.conditions
    return next(one for one in found if one.label == label)


def said(rule: str, label: str, one: Firm) -> tuple[State, str]:
    found = judge(asked(rule, label), one, AT)
    return found.state, found.words


RD = ("high-tech", "研发占比")


@pytest.mark.parametrize(
    ("revenue", "least"), [(1, 5), (5000, 5), (5000.01, 4), (20000, 4), (20000.01, 3), (90000, 3)]
)
def test_the_share_asked_for_goes_by_sales(revenue: float, least: float) -> None:
    at = firm(revenue=revenue, rd_spend=revenue * least / 100)
    below = firm(revenue=revenue, rd_spend=revenue * least / 100 - 0.001)
    assert said(*RD, at)[0] == "met"
    state, words = said(*RD, below)
    assert state == "failed"
    assert f"需 {least} %" in words


def test_money_that_is_lacking_in_words() -> None:
    state, words = said(*RD, firm(revenue=9500, rd_spend=342))
    assert state == "failed"
    assert words == "研发占比 3.6 %，需 4 %：还差 38 万元（近三年合计没有填，只按上年判断）"


def test_three_years_go_before_last_year() -> None:
    both = firm(revenue=9500, rd_spend=342, revenue_3y=28000, rd_spend_3y=1200)
    assert said(*RD, both) == ("met", "研发占比 4.28 %，需 4 %")
    assert judge(asked(*RD), both, AT).sure
    assert not judge(asked(*RD), firm(revenue=9500, rd_spend=500), AT).sure


def test_last_year_is_sure_for_a_firm_without_years_before() -> None:
    young = firm(revenue=1000, rd_spend=60, registered_on="2025-03")
    assert judge(asked(*RD), young, AT).sure
    older = firm(revenue=1000, rd_spend=60, registered_on="2024-12")
    assert not judge(asked(*RD), older, AT).sure
    unclear = firm(revenue=1000, rd_spend=60)
    assert not judge(asked(*RD), unclear, AT).sure


def test_a_tier_that_is_not_known_decides_only_outside_the_limits() -> None:
    """The share of three years is known, the sales of last year are not: 3, 4 or 5 % may be asked for."""
    shares = {6: "met", 5: "met", 4: "unknown", 3: "unknown", 2: "failed"}
    for share, state in shares.items():
        found = said(*RD, firm(revenue_3y=1000, rd_spend_3y=10 * share))
        assert found[0] == state
        assert "需 3–5 %" in found[1]
    assert said(*RD, firm(revenue_3y=1000, rd_spend_3y=40))[1].endswith("缺 营业收入")


def test_bounds_are_used_and_told() -> None:
    state, words = said("above-scale", "年主营业务收入", firm(revenue_min=2500))
    assert (state, words) == ("met", "年主营业务收入 至少 2,500 万元，需 2,000 万元")
    state, words = said("above-scale", "年主营业务收入", firm(revenue_max=1500))
    assert (state, words) == ("failed", "年主营业务收入 至多 1,500 万元，需 2,000 万元：至少还差 500 万元")
    state, words = said("above-scale", "年主营业务收入", firm(revenue_min=1500, revenue_max=2500))
    assert state == "unknown"
    assert words == "年主营业务收入 1,500 万元 到 2,500 万元，需 2,000 万元：缺 营业收入"


@pytest.mark.parametrize(("staff", "state"), [(500, "met"), (501, "failed")])
def test_a_limit_that_must_not_be_passed(staff: int, state: State) -> None:
    found = judge(asked("small-tech", "职工人数"), firm(staff=staff), AT)
    assert found.state == state
    assert found.asked.fixed
    assert ("超出 1 人" in found.words) is (state == "failed")


def test_people_come_whole() -> None:
    state, words = said("high-tech", "科技人员占比", firm(staff=203, rd_staff=18))
    assert state == "failed"
    assert "还差 3 人（总数不变；靠新增要 3 人）" in words


def test_a_part_larger_than_its_whole_is_not_believed() -> None:
    state, words = said("high-tech", "高新技术产品收入占比", firm(revenue=100, hightech_revenue=150 * YUAN))
    assert state == "unknown"
    assert words.endswith("高新技术产品收入大于营业收入，先核对")


def test_nothing_known_is_never_failed() -> None:
    for rule in ("small-tech", "high-tech", "innovative", "above-scale"):
        for one in in_force(rule, AT, LabelConditions).values.conditions:
            assert judge(one, firm(), AT).state == "unknown"


# -- scores --------------------------------------------------------------------------------------------

SCORE = ("small-tech", "综合评价得分")


def points(**values: Any) -> Interval:
    score = asked(*SCORE)
    assert isinstance(score, Score)
    return tally(score, firm(**values)).value


FULL: dict[str, Any] = {
    "staff": 100, "rd_staff": 0, "revenue": 1000, "rd_spend": 0, "costs": 10**6, "ip_class1": 0,
    "ip_class2": 0,
}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "worth"),
    [
        ("rd_staff", {9: 0, 10: 4, 14: 4, 15: 8, 20: 12, 25: 16, 29: 16, 30: 20, 100: 20}),
        ("rd_spend", {19: 0, 20: 10, 30: 20, 40: 30, 50: 40, 59: 40, 60: 50, 900: 50}),
        ("ip_class1", {0: 0, 1: 30, 5: 30}),
        ("ip_class2", {0: 0, 1: 6, 2: 12, 3: 18, 4: 24, 9: 24}),
    ],
)
def test_the_tiers_of_a_score(name: str, worth: dict[int, int]) -> None:
    for value, expected in worth.items():
        assert points(**{**FULL, name: value}).exact == expected


@pytest.mark.parametrize(("spend", "worth"), [(99, 0), (100, 10), (150, 20), (200, 30), (250, 40), (300, 50)])
def test_spending_counts_by_sales_or_by_cost(spend: int, worth: int) -> None:
    assert points(**{**FULL, "revenue": 10**6, "costs": 1000, "rd_spend": spend}).exact == worth


def test_a_score_known_in_part_says_what_would_decide() -> None:
    known = {**FULL, "rd_staff": 30, "ip_class1": 1}
    del known["costs"], known["rd_spend"]
    state, words = said(*SCORE, firm(**known))
    assert state == "unknown"
    assert words == (
        "综合评价得分 50 分 到 100 分（科技人员 20、研发投入 0–50、科技成果 30），需 60 分："
        "补上 研发投入、成本费用总额 就能定"
    )
    known = {**FULL, "rd_spend": 50}
    del known["rd_staff"], known["ip_class1"], known["ip_class2"], known["costs"]
    state, words = said(*SCORE, firm(**known))
    assert (state, words.split("：")[1]) == (
        "unknown", "补上 科技人员数、Ⅰ类知识产权数、Ⅱ类知识产权数 可能就能定",
    )  # fmt: skip


def test_a_score_that_is_short_says_how_many_points_and_what_would_bring_them() -> None:
    state, words = said(*SCORE, firm(**{**FULL, "rd_staff": 30, "rd_spend": 20}))
    assert state == "failed"
    assert words.endswith(
        "需 60 分：还差 30 分（研发投入再加 30 万元，这项可得 40 分就够；"
        "Ⅰ类知识产权数再加 1 项，这项可得 30 分就够）"
    )


SCORING = st.fixed_dictionaries(
    {
        "staff": st.integers(1, 500),
        "rd_staff": st.integers(0, 500),
        "revenue": st.integers(1, 20000),
        "rd_spend": st.integers(0, 3000),
        "costs": st.integers(1, 20000),
        "ip_class1": st.integers(0, 3),
        "ip_class2": st.integers(0, 6),
    }
).map(lambda one: {**one, "rd_staff": min(one["rd_staff"], one["staff"])})


@given(SCORING, st.sets(st.sampled_from(sorted(FULL))))
def test_what_is_known_in_part_never_contradicts_the_whole(values: dict[str, int], hidden: set[str]) -> None:
    """Hiding fields widens the score around what it is, and never turns what is into its opposite."""
    whole = points(**values)
    part = points(**{name: value for name, value in values.items() if name not in hidden})
    assert whole.exact is not None
    assert part.low <= whole.exact <= part.high
    states = [
        judge(asked(*SCORE), firm(**{n: v for n, v in values.items() if n not in gone}), AT).state
        for gone in (set[str](), hidden)
    ]
    assert states[1] in ("unknown", states[0])


@given(SCORING, st.integers(0, 3000))
def test_more_spending_never_costs_points(values: dict[str, int], more: int) -> None:
    before, after = points(**values), points(**{**values, "rd_spend": values["rd_spend"] + more})
    assert before.low <= after.low
    assert before.high <= after.high


@given(st.integers(1, 40000), st.integers(0, 5000))
def test_the_money_that_is_told_is_enough_and_no_more(revenue: int, spend: int) -> None:
    condition = asked(*RD)
    assert isinstance(condition, Limit)
    before = firm(revenue=revenue, rd_spend=spend)
    if judge(condition, before, AT).state != "failed":
        return
    assert condition.tiers
    measure, (least,) = condition.of[1], condition.tiers.limits(before)
    lacking = shortfall(measure, before, least)
    assert lacking > 0
    assert judge(condition, firm(revenue=revenue, rd_spend=spend + lacking + 1e-6), AT).state == "met"
    assert judge(condition, firm(revenue=revenue, rd_spend=spend + 0.99 * lacking), AT).state == "failed"


# -- the innovation score of 高企 -----------------------------------------------------------------------


@pytest.mark.parametrize(("score", "state"), [(70, "failed"), (70.5, "met"), (71, "met"), (69, "failed")])
def test_the_innovation_score_must_be_above_its_limit(score: float, state: State) -> None:
    assert said("high-tech", "创新能力评价", firm(hightech_score=score))[0] == state


@pytest.mark.parametrize(
    ("conversions", "high"), [(0, 70), (2, 70), (3, 76), (6, 82), (9, 88), (12, 94), (15, 100), (40, 100)]
)
def test_conversions_bound_the_innovation_score(conversions: int, high: int) -> None:
    score = asked("high-tech", "创新能力评价")
    assert isinstance(score, Score)
    found = tally(score, firm(conversions_3y=conversions)).value
    assert found.high == high
    state = judge(score, firm(conversions_3y=conversions), AT).state
    assert state == ("failed" if high <= 70 else "unknown")


# -- 创新型 ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("parts", "direct", "state"),
    [
        ((30, 15, 15), "无", "met"),
        ((40, 30, None), "无", "unknown"),
        ((20, 15, 15), "无", "failed"),  # all parts reached, 50 in all
        ((19, 30, 30), "无", "failed"),
        ((19, 30, 30), None, "unknown"),
        ((19, 30, None), "无", "failed"),
        ((None, None, None), "国家级科技奖", "met"),
        ((None, None, None), "无", "unknown"),
    ],
)
def test_innovative_by_score_or_directly(
    parts: tuple[int | None, ...], direct: str | None, state: State
) -> None:
    names = ("score_innovation", "score_growth", "score_special", "direct_route")
    values = {name: one for name, one in zip(names, (*parts, direct), strict=True) if one is not None}
    condition = asked("innovative", "评分或直通")
    assert isinstance(condition, Either)
    assert judge(condition, firm(**values), AT).state == state


# -- waits ---------------------------------------------------------------------------------------------

ONE_YEAR = Age(kind="age", label="注册成立", property="registered_on", years=1)


@pytest.mark.parametrize(
    ("date", "state", "words"),
    [
        ("2025-06-30", "met", "注册成立 2025-06-30，需满 1 年"),
        ("2025-07-01", "failed", "到 2026-07-01 才满，还要等 1 天（0.01 年）"),
        ("2026-06", "failed", "最早到 2027-06-01 才满，还要等 336 天（0.92 年）"),
        ("2025-06", "met", "注册成立 2025-06，需满 1 年"),
        ("2025", "unknown", "缺 成立日期"),
        ("2024", "met", "注册成立 2024，需满 1 年"),
    ],
)
def test_years_to_wait(date: str, state: State, words: str) -> None:
    found = judge(ONE_YEAR, firm(registered_on=date), AT)
    assert found.state == state
    assert found.words.endswith(words)


# -- the order of firms --------------------------------------------------------------------------------

VERDICTS = st.lists(
    st.builds(
        lambda state, gap, fixed: Verdict(
            Condition(label="示例", fixed=fixed), state, "示例", gap if state == "failed" else 0.0
        ),
        st.sampled_from(["met", "met", "failed", "unknown"]),
        st.floats(0.01, 1),
        st.booleans(),
    ),
    max_size=6,
)
STEP = Step(name="登高", to="high_tech", basis="示例")


def climb(number: int, verdicts: list[Verdict]) -> Climb:
    one = Firm(f"enterprise-{number}", "示例", "", {}, (), ())
    return Climb(one, STEP, "科小", tuple(verdicts), 0.4)


@given(st.lists(VERDICTS, max_size=8))
def test_the_nearest_come_first_and_what_is_not_known_takes_no_place(cases: list[list[Verdict]]) -> None:
    climbs = [climb(number % 5, verdicts) for number, verdicts in enumerate(cases)]
    order = ranked(climbs)
    assert [one.closeness for one in order] == sorted(one.closeness for one in order)
    assert len({one.firm.id for one in order}) == len(order)
    assert all(one.outcome in RANKED for one in order)
    for one in order:
        rivals = [two for two in climbs if two.firm.id == one.firm.id and two.outcome in RANKED]
        assert one.closeness == min(two.closeness for two in rivals)


@given(VERDICTS)
def test_every_step_stands_somewhere(verdicts: list[Verdict]) -> None:
    one = climb(1, verdicts)
    states = [verdict.state for verdict in verdicts]
    barred = any(verdict.state == "failed" and verdict.asked.fixed for verdict in verdicts)
    thin = states.count("unknown") > 0.6 * len(states)
    assert (one.outcome == UNREAD) is (not verdicts)
    assert (one.outcome == BARRED) is barred
    if not barred and verdicts:
        assert (one.outcome == THIN) is thin
    assert one.outcome != READY or set(states) == {"met"}
    assert one.outcome != SHORT or "failed" in states


# -- the rule files ------------------------------------------------------------------------------------


@pytest.mark.parametrize("day", [dt.date(2022, 4, 1), dt.date(2022, 8, 1), AT])
def test_the_steps_speak_of_labels_there_are(day: dt.date) -> None:
    values = in_force("ladder", day, LadderValues).values
    named = {label for one in values.steps for label in (one.to, *one.origins, *one.without)}
    assert named <= set(values.labels)
    assert set(values.conditions) <= set(values.labels)
    for rule in values.conditions.values():
        assert in_force(rule, day, LabelConditions).values.conditions


def test_bands_go_down() -> None:
    for rule in ("small-tech", "high-tech"):
        for one in in_force(rule, AT, LabelConditions).values.conditions:
            for part in one.parts if isinstance(one, Score) else ():
                for best in part.best:
                    assert [band[:2] for band in best.bands] == sorted(
                        (band[:2] for band in best.bands), reverse=True
                    )
