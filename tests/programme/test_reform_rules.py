"""三项改革 without data: clauses held against made-up rows, whatever they are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.store import GraphStore
from ontology.entity import Entity
from programme import reform_priority, reform_use, reform_vice
from programme.firms import Firm
from programme.interval import State
from programme.reform_part import ALLOWED, BLOCKED, Check, Judged, Options, by_verdict
from programme.rules import in_force
from programme.vice import ViceValues
from programme.world import World
from recommend.engine import Ask
from recommend.model import Answer, Recommendation
from tests.programme.conftest import AT

STATES: tuple[State, ...] = ("met", "failed", "unknown")


@dataclass(frozen=True)
class Rows:
    rows: list[dict[str, Any]]

    def dicts(self) -> list[dict[str, Any]]:
        return self.rows


@dataclass(frozen=True)
class Graph:
    """Rows by name of a query, whatever is asked."""

    answers: Mapping[str, list[dict[str, Any]]]

    def run(self, name: str, params: Mapping[str, Any]) -> Rows:
        return Rows(self.answers.get(name, []))


def world(answers: Mapping[str, list[dict[str, Any]]], firm_ids: Sequence[str] = ()) -> World:
    def match(ids: Sequence[str], ask: Ask) -> Iterator[Answer]:
        made = [Recommendation("Enterprise", one, one, 0.5, [], [], "", "") for one in firm_ids][: ask[1]]
        for one in ids:
            yield Answer(Entity(one, "Achievement", {"title": one}), "supply", made)

    return World(cast(GraphStore, Graph(answers)), match, AT, 1)


@given(st.lists(st.sampled_from(STATES), min_size=1, max_size=6))
def test_one_clause_that_fails_blocks_and_one_not_known_never_does(states: list[State]) -> None:
    checks = [Check(f"r{n}", state, "值", "q") for n, state in enumerate(states)]
    judged = Judged(("甲",), ("a",), checks)
    expected = "failed" if "failed" in states else "unknown" if "unknown" in states else "met"
    assert judged.state == expected
    why = judged.why({one.rule: one.rule for one in checks})
    named = [one.rule for one in checks if f"{one.rule}——" in why]
    assert named == [one.rule for one in checks if one.state == expected and expected != "met"]


@given(st.lists(st.sampled_from(STATES)))
def test_nothing_is_lost_in_putting_the_allowed_first(states: list[State]) -> None:
    judged = [Judged((str(n),), (), [Check("r", state, "", "")]) for n, state in enumerate(states)]
    ordered = by_verdict(judged)
    assert sorted(one.names for one in ordered) == sorted(one.names for one in judged)
    assert [one.state for one in ordered] == sorted(states, key=STATES.index)


RIGHT = st.tuples(*(st.sampled_from(STATES) for _ in range(4)))
SIZES = st.sampled_from((
    {},
    {"industry": "C3239", "staff": 1200, "revenue": 5e8},
    {"industry": "C3239", "staff": 228, "revenue": 1.5e8},
    {"industry": "C3239", "staff": 5, "revenue": 1e6},
    {"industry": "C3239", "staff_min": 300},
))  # fmt: skip


@given(
    st.lists(RIGHT, max_size=4),
    st.lists(st.tuples(SIZES, st.sampled_from(STATES), st.booleans()), max_size=4),
)
def test_a_pair_is_allowed_where_all_clauses_hold_and_nowhere_else(
    rights: list[tuple[State, ...]], firms: list[tuple[dict[str, Any], State, bool]]
) -> None:
    works = [(f"achievement-{n}", states) for n, states in enumerate(rights)]
    firm_ids = [f"enterprise-{n}" for n in range(len(firms))]
    value: dict[str, dict[str, Any]] = {
        "listed": {"value": None},
        "granted": dict.fromkeys(("type", "status", "granted", "until")),
        "licensor": {"value": [], "owners": []},
        "free": {"value": []},
    }
    answers: dict[str, list[dict[str, Any]]] = {
        f"reform-{clause}": [
            {"id": work, "achievement": work, "state": states[place], **value[clause]}
            for work, states in works
            if clause == "listed" or states[0] != "failed"
        ]
        for place, clause in enumerate(value)
    }
    answers["firms"] = [
        {"id": one, "enterprise": one, "county": None, "body": body, "recognitions": [], "platforms": []}
        for one, (body, _, _) in zip(firm_ids, firms, strict=True)
    ]
    answers["reform-pair"] = [
        {"achievement": work, "enterprise": one, "state": state, "value": [],
         "own": ["普通许可"] if licensed else []}
        for work, states in works if states[0] == "met"
        for one, (_, state, licensed) in zip(firm_ids, firms, strict=True)
    ]  # fmt: skip
    part = reform_use.part(world(answers, firm_ids), Options(limit=10))
    sheets = {sheet.name: sheet for sheet in part.sheets}
    assert len(sheets["verdicts"].rows) == sum(states[0] != "failed" for states in rights)
    pairs = sheets["pairs"]
    assert len(pairs.rows) == sum(states[0] == "met" for states in rights) * len(firms)
    allowed = set()
    for row in pairs.rows:
        states = dict(works)[row.ids[0]][:3]
        free, licensed = firms[firm_ids.index(row.ids[1])][1:]
        size = pairs.cell(row, "size")
        sized: State = "unknown" if size is None else "failed" if size == "大型" else "met"
        every = [*states, free, sized]
        expected = BLOCKED if "failed" in every else None if "unknown" in every else ALLOWED
        assert pairs.cell(row, "verdict") == expected
        if expected == ALLOWED and not licensed:
            allowed.add(row.ids)
    assert {(tie.source, tie.target) for tie in part.ties} == allowed


VICE = in_force("vice-president", AT, ViceValues).values


@pytest.mark.parametrize(
    ("body", "name", "state"),
    [
        ({}, "商洛示例钒业有限公司", "met"),
        ({}, "商洛示例钒业有限公司山阳分公司", "failed"),
        ({}, "山阳示例经营部", "unknown"),
        ({"type": "有限责任公司(自然人投资或控股)"}, "示例", "met"),
        ({"type": "有限责任公司分公司"}, "示例有限公司", "failed"),
        ({"type": "有限合伙企业"}, "示例中心", "failed"),
        ({"type": "别的"}, "商洛示例合伙人科技有限公司", "met"),
    ],
)
def test_a_branch_is_no_legal_person(body: dict[str, Any], name: str, state: State) -> None:
    firm = Firm("enterprise-1", name, "", body, [], [])
    (check,) = (one for one in reform_vice._of_firm(firm, VICE) if one.rule == "independent")
    assert check.state == state


def test_a_firm_elsewhere_fails_and_one_that_is_nowhere_is_unknown() -> None:
    states = {}
    for county in ("611024", "110101", ""):
        firm = Firm("enterprise-1", "示例有限公司", county, {}, [], [])
        states[county] = {one.rule: one.state for one in reform_vice._of_firm(firm, VICE)}
    assert [states[one]["province"] for one in ("611024", "110101", "")] == ["met", "failed", "unknown"]
    assert states["611024"]["research"] == "unknown"


def _transfer(**said: Any) -> list[dict[str, Any]]:
    row = {"agreement": "agreement-1", "title": "示例·转让合同", "signed_on": "2026-08-01", "progress": None,
           "amount": None, "id": "achievement-1", "achievement": "示例·成果", "service": True,
           "owners": ["示例大学"], "takers": [{"id": "enterprise-1", "name": "示例有限公司"}]}  # fmt: skip
    return [row | said]


MAKERS = [
    {
        "id": "achievement-1",
        "doctor": "doctor-1",
        "name": "示例·甲",
        "institutes": ["示例大学"],
        "inside": True,
    },
    {
        "id": "achievement-1",
        "doctor": "doctor-2",
        "name": "示例·乙",
        "institutes": ["示例学院"],
        "inside": False,
    },
]


@pytest.mark.parametrize(
    ("said", "state", "notices"),
    [
        ({}, "待通知", 2),
        ({"signed_on": "2026-01-01"}, "已签，补查是否通知过", 2),
        ({"progress": "已终止"}, "不用通知", 0),
        ({"service": False}, "不用通知", 0),
        ({"service": None}, None, 0),
    ],
)
def test_who_is_told_of_a_transfer(said: dict[str, Any], state: str | None, notices: int) -> None:
    rows = {"reform-assignments": _transfer(**said), "reform-makers": MAKERS}
    priority, sheet = reform_priority.part(world(rows), Options()).sheets
    assert [priority.cell(row, "state") for row in priority.rows] == [state]
    assert len(sheet.rows) == notices
    if notices:
        assert [sheet.cell(row, "inside") for row in sheet.rows] == ["是", "否"], "elsewhere is told as well"


def test_a_transfer_whose_makers_nobody_wrote_down_is_listed_all_the_same() -> None:
    priority, notices = reform_priority.part(world({"reform-assignments": _transfer()}), Options()).sheets
    assert [priority.cell(row, "makers") for row in priority.rows] == [None]
    assert not notices.rows


def test_the_leap_day_has_a_day_a_year_before() -> None:
    asked: dict[str, Any] = {}

    class Seen(Graph):
        def run(self, name: str, params: Mapping[str, Any]) -> Rows:
            asked[name] = params
            return Rows([])

    leap = World(cast(GraphStore, Seen({})), lambda ids, ask: iter(()), dt.date(2028, 2, 29), 1)
    reform_vice.part(leap, Options())
    assert asked["reform-vice-age"]["cutoff"] == "2027-02-28"
