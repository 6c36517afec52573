"""三项改革: the planted answers, what is not known, rules that were not there yet, decisions on record."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from app import App
from examples.planted import planted
from matches.saying import Details
from programme import reform
from programme.model import UNKNOWN, Plan, Row, Sheet
from programme.reform_part import Options
from tests.programme.conftest import AT

ANSWERS: dict[str, Any] = planted("reform")["answers"]
CANDIDATES = [one for one in ANSWERS["vice"] if one["basis"] == "候选"]


def made(app: App, options: Options, at: dt.date = AT) -> Plan:
    return app.plan(lambda world: reform.plan(world, options), at)


def told(sheet: Sheet, row: Row) -> dict[str, Any]:
    return {column.name: cell for column, cell in zip(sheet.columns, row.cells, strict=True)}


def deciding(why: str) -> list[str]:
    """The clauses a conclusion names."""
    return [part.split("——")[0] for part in why.split("；") if "——" in part]


@pytest.fixture(scope="module")
def plan(demo_app: App) -> Plan:
    candidates = tuple((f"doctor-{one['doctor']}", demo_app.find(one["firm"]).id) for one in CANDIDATES)
    return made(demo_app, Options(candidates=candidates))


# -- the planted answers -------------------------------------------------------------------------------


def test_the_verdict_on_every_achievement_is_the_planted_one(plan: Plan) -> None:
    sheet = plan.sheet("verdicts")
    found = {row.ids[0].removeprefix("achievement-"): told(sheet, row) for row in sheet.rows}
    assert len(found) == ANSWERS["counts"]["listed"]
    for code, row in found.items():
        answer = ANSWERS["achievements"].get(code, {"verdict": "不明"})
        if code in ANSWERS["not_pilot"]:
            answer = {"verdict": "不允许", "clauses": ["许可方为试点单位"]}
        assert (row["verdict"] or "不明") == answer["verdict"], code
        if "clauses" in answer:
            assert deciding(row["why"]) == answer["clauses"], code


def test_every_pair_is_judged_as_planted(plan: Plan) -> None:
    sheet = plan.sheet("pairs")
    found = {
        (row.ids[0].removeprefix("achievement-"), told(sheet, row)["enterprise"]): row for row in sheet.rows
    }
    for answer in ANSWERS["pairs"]:
        row = told(sheet, found[answer["achievement"], answer["firm"]])
        assert (row["verdict"] or "不明") == answer["verdict"], answer
        assert deciding(row["why"]) == answer.get("clauses", []), answer


def test_what_blocks_an_achievement_blocks_all_its_pairs(plan: Plan) -> None:
    verdicts, pairs = plan.sheet("verdicts"), plan.sheet("pairs")
    own = {row.ids[0]: verdicts.cell(row, "verdict") for row in verdicts.rows}
    for row in pairs.rows:
        if own[row.ids[0]] == "不允许" and not pairs.cell(row, "own"):
            assert pairs.cell(row, "verdict") == "不允许"


def test_a_share_kept_goes_to_the_makers_first(plan: Plan) -> None:
    sheet = plan.sheet("shares")
    found = {row.ids[0].removeprefix("achievement-"): told(sheet, row) for row in sheet.rows}
    known = {code: row for code, row in found.items() if row["share"] is not None}
    assert set(known) == set(ANSWERS["shares"])
    for code, answer in ANSWERS["shares"].items():
        assert (known[code]["verdict"] or "不明") == answer["verdict"]
        assert deciding(known[code]["why"]) == answer.get("clauses", [])
        assert all(maker in known[code]["makers"] for maker in answer.get("makers", []))
    assert "CG-070" not in found, "an owner who keeps nothing has nothing to give away"
    assert all(row["verdict"] != "允许" for row in found.values() if row["share"] is None)


def test_ties_of_a_vice_president_are_found(plan: Plan) -> None:
    sheet = plan.sheet("vice")
    found = {(row.ids[0].removeprefix("doctor-"), told(sheet, row)["enterprise"]): row for row in sheet.rows}
    assert len(found) == len(ANSWERS["vice"])
    for answer in ANSWERS["vice"]:
        row = told(sheet, found[answer["doctor"], answer["firm"]])
        assert ((row["verdict"] or "不明"), row["basis"]) == (answer["verdict"], answer["basis"])
        assert deciding(row["why"]) == answer.get("clauses", [])
    checks = plan.sheet("vice_checks")
    assert len(checks.rows) == 7 * len(sheet.rows)


def test_the_makers_are_told_before_a_transfer(plan: Plan, demo_app: App) -> None:
    answer = ANSWERS["notice"]
    (row,) = plan.sheet("priority").rows
    said = told(plan.sheet("priority"), row)
    assert (said["taker"], said["state"]) == (answer["taker"], "待通知")
    sheet = plan.sheet("notices")
    notices = [told(sheet, one) for one in sheet.rows]
    assert [one["maker"] for one in notices] == answer["makers"]
    assert all(one["maker"] in one["text"] and answer["price"] in one["text"] for one in notices)
    assert all("第八百四十七条" in one["text"] and "＿＿年" in one["text"] for one in notices)
    later = made(demo_app, Options(parts=("priority",)), dt.date(2026, 12, 31))
    assert [later.sheet("priority").cell(one, "state") for one in later.sheet("priority").rows] == [
        "已签，补查是否通知过"
    ]


def test_counts_are_those_of_the_tables(plan: Plan, demo_app: App) -> None:
    for name in ("listed", "licensed", "converted"):
        assert plan.value(plan.figure(name)) == ANSWERS["counts"][name]
    assert plan.value(plan.figure("converted_share")) == 32.5
    owners = plan.sheet("by_owner")
    listed = [plan.figure(f"单列@{row.cells[0] or UNKNOWN}") for row in owners.rows]
    assert sum(plan.value(one) or 0 for one in listed) == ANSWERS["counts"]["listed"]
    assert all(len(plan.rows(one)) == plan.value(one) for one in listed)
    later = made(demo_app, Options(parts=("counts",)), dt.date(2026, 12, 31))
    assert later.value(later.figure("assigned")) == ANSWERS["counts"]["assigned_after_signing"]
    counties = later.sheet("by_county")
    assigned = {row.cells[0]: later.shown(counties, row)[2] for row in counties.rows}
    assert {county for county, count in assigned.items() if count} == {"镇安县"}
    assert [row.cells[0] for row in later.rows(later.figure("转让到@镇安县"))] == ["镇安县"]


def test_figures_open_into_what_they_count(plan: Plan) -> None:
    for figure in plan.figures:
        if not figure.over:
            assert plan.value(figure) == len(plan.rows(figure))
    for name, sheet in (("pairs", "pairs"), ("works", "verdicts"), ("shares", "shares"), ("vice", "vice")):
        parts = [plan.value(plan.figure(f"{name}_{end}")) for end in ("allowed", "blocked", "unknown")]
        assert sum(one or 0 for one in parts) == len(plan.sheet(sheet).rows)


# -- options -------------------------------------------------------------------------------------------


def test_an_institute_narrows_every_part(demo_app: App) -> None:
    science = demo_app.find("关中示例科技大学", ("Institute",)).id
    found = made(demo_app, Options(institute=science, limit=1))
    for name in ("works", "verdicts", "shares", "priority"):
        sheet = found.sheet(name)
        assert {sheet.cell(row, "owner") for row in sheet.rows} == {"关中示例科技大学"}
    assert not found.sheet("vice").rows
    assert len(found.sheet("by_owner").rows) == 1


def test_a_county_narrows_the_firms(demo_app: App) -> None:
    science = demo_app.find("秦东示例大学", ("Institute",)).id
    found = made(
        demo_app, Options(institute=science, county="611024", limit=1, parts=("use", "vice", "counts"))
    )
    sheet = found.sheet("pairs")
    assert {sheet.cell(row, "county") for row in sheet.rows} == {"山阳县"}
    assert len({row.ids[0] for row in sheet.rows}) == len(sheet.rows)
    assert not found.sheet("vice").rows
    city = made(demo_app, Options(county="611000", parts=("vice", "priority")))
    assert len(city.sheet("vice").rows) == 2
    assert len(city.sheet("priority").rows) == 1


# -- days ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "missing", "there"),
    [
        (
            dt.date(2023, 6, 30),
            ["先使用后付费", "转让单位留存份额", "科技副总选聘条件"],
            ["works", "priority"],
        ),
        (dt.date(2024, 7, 1), ["科技副总选聘条件"], ["pairs", "shares", "works", "priority"]),
        (dt.date(2022, 1, 1), ["先使用后付费", "三项改革"], ["priority"]),
    ],
)
def test_a_rule_that_was_not_there_yet_is_said_and_leaves_the_rest(
    demo_app: App, day: dt.date, missing: list[str], there: list[str]
) -> None:
    science = demo_app.find("关中示例科技大学", ("Institute",)).id
    found = made(demo_app, Options(institute=science, limit=1), day)
    for label in missing:
        assert any(f"{day} 还没有“{label}”这条规则" in note for note in found.notes), label
    assert set(there) <= {sheet.name for sheet in found.sheets}
    assert ("pairs" in there) == any(figure.name == "pairs_allowed" for figure in found.figures)
    assert not (day.year == 2023 and found.ties)


def test_the_version_of_the_day_is_the_one_that_is_named(demo_app: App) -> None:
    for day, words in (("2022-06-30", "试点方案"), ("2023-06-30", "十条措施"), ("2026-06-30", "20 条")):
        found = made(demo_app, Options(parts=("counts",)), dt.date.fromisoformat(day))
        (use,) = found.rules
        assert words in use.source
        assert not use.verified


def test_a_right_is_held_against_the_day(demo_app: App) -> None:
    for day, verdict in ((dt.date(2025, 12, 31), "允许"), (dt.date(2026, 5, 31), "允许"), (AT, "不允许")):
        found = made(demo_app, Options(limit=1, parts=("use",)), day)
        sheet = found.sheet("verdicts")
        assert [sheet.cell(row, "verdict") for row in sheet.rows if row.ids[0] == "achievement-CG-065"] == [
            verdict
        ]


# -- on record -----------------------------------------------------------------------------------------


def test_what_is_allowed_goes_on_record_and_back(own_app: App) -> None:
    found = made(own_app, Options(limit=1, parts=("use",)))
    pairs = found.sheet("pairs")
    allowed = {row.ids for row in found.rows(found.figure("pairs_allowed")) if not pairs.cell(row, "own")}
    assert {(tie.source, tie.target) for tie in found.ties} == allowed
    assert {tie.note for tie in found.ties} == {"先使用后付费"}
    kept = own_app.keep_plan(found)
    links = [link for link in own_app.ledger.links("PLANNED") if link.properties["task"] == "reform"]
    assert {(link.source, link.target) for link in links} == allowed
    assert all(link.properties["note"] == "先使用后付费" for link in links)
    own_app.undo_plan(kept.code)
    assert not list(own_app.ledger.links("PLANNED"))


def test_talks_that_may_end_in_a_transfer_call_for_a_question_first(own_app: App) -> None:
    details = Details(dated="2026-05-20")
    own_app.record([own_app.find("秦钒").id, "CG-140"], "interested", details)
    own_app.record([own_app.find("绿尾").id, "CG-110"], "interested", details)
    found = made(own_app, Options(parts=("priority",)))
    sheet = found.sheet("priority")
    states = {row.ids[0]: sheet.cell(row, "state") for row in sheet.rows}
    assert states["achievement-CG-140"] == "先问是否转让"
    assert states["achievement-CG-110"] is None, "nobody said whether it is 职务成果"
    notices = found.sheet("notices")
    told_of = {row.ids[1] for row in notices.rows}
    assert "achievement-CG-140" in told_of
    assert "achievement-CG-110" not in told_of
    before = made(own_app, Options(parts=("priority",)), dt.date(2026, 5, 1))
    assert "achievement-CG-140" not in {row.ids[0] for row in before.sheet("priority").rows}
