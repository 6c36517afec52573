"""百名博士下车间: the planted answers, what is not known, what cannot be, and what goes on record."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner

from app import App
from cli import cli
from errors import UsageError
from examples.planted import planted
from programme.model import Plan
from programme.stationing import plan
from programme.stationing_case import case, terms
from programme.stationing_facts import Options, StationingValues, facts
from programme.vice import DEPUTY
from programme.world import World
from recommend.engine import Ask
from recommend.model import Answer
from tests.programme.conftest import AT

ANSWERS = planted("stationing")["answers"]
Asked = Callable[[Options], Plan]
Told = dict[tuple[str, Ask], Answer | UsageError]


def remembering(world: World, told: Told) -> World:
    """A world whose scorer is asked but once for the same."""
    match = world.match

    def once(ids: Any, ask: Ask) -> Iterator[Answer | UsageError]:
        new = [one for one in ids if (one, ask) not in told]
        told.update(zip(((one, ask) for one in new), match(new, ask), strict=True))
        return iter([told[one, ask] for one in ids])

    world.match = once
    return world


@pytest.fixture(scope="module")
def told() -> Told:
    return {}


@pytest.fixture(scope="module")
def asked(demo_app: App, told: Told) -> Asked:
    return lambda options: demo_app.plan(lambda world: plan(remembering(world, told), options), AT)


@pytest.fixture(scope="module")
def whole(asked: Asked) -> Plan:
    return asked(Options())


def rows(made: Plan, name: str, *columns: str) -> list[Any]:
    """Cells of a sheet, of one column bare."""
    sheet = made.sheet(name)
    places = [sheet.places[one] for one in columns]
    cells = [tuple(made.shown(sheet, row)[place] for place in places) for row in sheet.rows]
    return [one[0] for one in cells] if len(columns) == 1 else cells


def id_of(app: App, name: str, kind: str) -> str:
    return app.find(name, (kind,)).id


# -- the planted answers -------------------------------------------------------------------------------


def test_the_figures_are_as_planted(whole: Plan) -> None:
    assert {name: whole.value(whole.figure(name)) for name in ANSWERS["figures"]} == ANSWERS["figures"]


def test_who_founded_a_firm_or_holds_shares_in_it_is_kept_away_and_told(whole: Plan) -> None:
    excluded = [list(one) for one in rows(whole, "excluded", "doctor", "enterprise", "why")]
    assert excluded == ANSWERS["excluded"]
    sent = rows(whole, "assignment", "doctor", "enterprise")
    assert not {(doctor, firm) for doctor, firm, _ in excluded} & set(sent)


def test_a_firm_without_a_doctor_has_a_reason(whole: Plan) -> None:
    assert dict(rows(whole, "firms_without", "enterprise", "kind")) == ANSWERS["firms_without"]
    assert all(rows(whole, "firms_without", "why"))
    assert all(rows(whole, "doctors_without", "why"))


def test_a_doctors_own_capacity_wins(whole: Plan) -> None:
    sent = Counter(rows(whole, "assignment", "doctor"))
    for doctor, firms in ANSWERS["two_firms"].items():
        assert [
            firm for one, firm in rows(whole, "assignment", "doctor", "enterprise") if one == doctor
        ] == firms
    assert {one for one, count in sent.items() if count > 1} == set(ANSWERS["two_firms"])


def test_shares_of_his_institute_are_a_caution(whole: Plan) -> None:
    for doctor, firm in ANSWERS["shares"]:
        (caution,) = (
            one[2]
            for one in rows(whole, "evidence", "doctor", "enterprise", "caution")
            if one[:2] == (doctor, firm)
        )
        assert "持股，请核实有无利益冲突" in caution


def test_the_best_whole_is_better_than_the_best_first(asked: Asked) -> None:
    made = asked(Options(per_firm=1, weak=True))
    assert made.value(made.figure("difference")) == pytest.approx(ANSWERS["greedy"]["difference"], abs=0.01)
    told = rows(made, "beside", "doctor", "best", "instead")
    assert [list(one) for one in told if one[1] != one[2]] == ANSWERS["greedy"]["rows"]
    total = made.value(made.figure("optimum")), made.value(made.figure("greedy"))
    assert total[0] is not None
    assert total[1] is not None
    assert total[0] - total[1] == pytest.approx(made.value(made.figure("difference")), abs=1e-5)


def test_a_pair_that_must_be_is_and_displaces_the_weaker(demo_app: App, asked: Asked) -> None:
    doctor, firm = ANSWERS["must"]["pair"]
    pair = id_of(demo_app, doctor, "Doctor"), id_of(demo_app, firm, "Enterprise")
    made = asked(Options(must=(pair,)))
    sent = [one for one, other in rows(made, "assignment", "doctor", "enterprise") if other == firm]
    assert sorted(sent) == sorted(ANSWERS["must"]["with"])
    assert ANSWERS["must"]["without"] in rows(made, "doctors_without", "doctor")
    assert ("指定",) in {one[1:] for one in rows(made, "assignment", "enterprise", "how") if one[0] == firm}


def test_a_pair_that_must_not_be_is_not(demo_app: App, asked: Asked, whole: Plan) -> None:
    doctor, firm = whole.sheet("assignment").rows[0].ids[:2]
    made = asked(Options(forbidden=((doctor, firm),)))
    assert (doctor, firm) not in {row.ids[:2] for row in made.sheet("assignment").rows}
    assert [one for one in made.sheet("excluded").rows if one.ids == (doctor, firm)]


def test_a_county_gets_no_more_than_its_quota(asked: Asked) -> None:
    answer = ANSWERS["quota"]
    made = asked(Options(quotas=((answer["county"], 0, answer["high"]),)))
    counties = {row[0]: row for row in rows(made, "counties", "county", "high", "posts")}
    assert counties["山阳县"][1:] == (answer["high"], answer["posts"])
    assert answer["why"] in rows(made, "firms_without", "kind")
    opened = made.rows(made.figure("派到的企业@山阳县"))
    assert counties["山阳县"][2] == len(opened)
    assert len({row.ids[1] for row in opened}) == made.value(made.figure("派到的企业@山阳县"))


def test_limits_that_cannot_be_kept_say_which_to_relax(asked: Asked) -> None:
    county, low = ANSWERS["infeasible"]["quota"]
    with pytest.raises(UsageError) as caught:
        asked(Options(quotas=((county, low, None),)))
    assert list(caught.value.choices) == ANSWERS["infeasible"]["ways"]
    asked(Options(quotas=((county, low - 1, None),)))


# -- what each post says -------------------------------------------------------------------------------


def test_no_post_breaks_a_limit(asked: Asked) -> None:
    made = asked(Options(doctors=40, per_firm=1, weak=True))
    sheet = made.sheet("assignment")
    assert len(sheet.rows) == 40
    assert set(Counter(row.ids[1] for row in sheet.rows).values()) == {1}
    load = Counter(row.ids[0] for row in sheet.rows)
    assert {one for one, count in load.items() if count > 1} <= {"doctor-BS-076"}


def test_last_years_posts_are_continued_unless_something_better_is_there(whole: Plan, asked: Asked) -> None:
    how = Counter(rows(whole, "assignment", "how"))
    assert how == {"续派": ANSWERS["figures"]["continued"], "新派": ANSWERS["figures"]["new"]}
    last = Counter(rows(whole, "last", "what"))
    assert last["续派"] == how["续派"]
    free = asked(Options(keep=0.0))
    assert Counter(rows(free, "assignment", "how"))["续派"] <= how["续派"]
    assert whole.value(whole.figure("optimum")) == pytest.approx(
        sum(rows(whole, "assignment", "score")) + 0.1 * how["续派"], abs=1e-2
    )


def test_a_post_at_a_firm_outside_the_plan_takes_up_the_load(asked: Asked, whole: Plan) -> None:
    made = asked(Options(county="611024"))
    counties = set(rows(made, "assignment", "county"))
    assert counties == {"山阳县"}
    posted = {row.ids[0] for row in whole.sheet("last").rows if whole.sheet("last").cell(row, "what")}
    inside = {row.ids[0] for row in made.sheet("last").rows}
    assert not {row.ids[0] for row in made.sheet("assignment").rows} & (posted - inside)
    assert "已派满" in rows(made, "doctors_without", "kind")


def test_scores_are_those_of_the_one_scorer(demo_app: App, whole: Plan) -> None:
    seen: dict[tuple[str, str], float] = {}

    def make(world: World) -> Plan:
        ids = sorted({row.ids[1] for row in whole.sheet("assignment").rows})[:20]
        for firm, answer in zip(ids, world.match(ids, (("doctor",), 50)), strict=True):
            assert not isinstance(answer, UsageError)
            seen.update(((one.id, firm), one.score) for one in answer.recommendations)
        return Plan("test", "试验", world.at, world.run)

    demo_app.plan(make, AT)
    sheet = whole.sheet("assignment")
    checked = [row for row in sheet.rows if row.ids[:2] in seen]
    assert len(checked) > 20
    for row in checked:
        assert sheet.cell(row, "score") == pytest.approx(seen[row.ids[0], row.ids[1]], abs=1e-3)


# -- 科技副总 ----------------------------------------------------------------------------------------


def test_a_deputy_must_be_formal_and_his_institute_hold_no_shares(
    demo_app: App, asked: Asked, whole: Plan
) -> None:
    made = asked(Options(role=DEPUTY))
    doctor, firm = ANSWERS["shares"][0]
    why = {(one, other): why for one, other, why in rows(made, "excluded", "doctor", "enterprise", "why")}
    assert why[doctor, firm] == "所在单位陕南示例茶叶研究所持股，不能任科技副总"
    assert set(rows(made, "assignment", "role")) == {DEPUTY}
    known = [one for one in rows(made, "evidence", "caution") if "在编和聘期不明" not in one]
    assert len(known) <= 1  # the one of whom 三项改革 plants that he is formal
    assert any(rule.rule == "vice-president" and not rule.verified for rule in made.rules)


@pytest.mark.parametrize(
    ("regular", "years", "may"),
    [(True, None, True), (False, 3.0, True), (False, 2.0, False), (False, None, True)],
)
def test_a_deputy_by_post_or_contract(
    demo_app: App, told: Told, regular: bool, years: float | None, may: bool
) -> None:
    """A contract of unknown length keeps nobody away."""

    def make(world: World) -> Plan:
        options = Options(role=DEPUTY)
        known = facts(remembering(world, told), options, world.rule("stationing", StationingValues).values)
        ends = min(known.last)
        known.doctors[ends[0]] = replace(known.doctors[ends[0]], regular=regular, contract_years=years)
        made = case(world, known, terms(world, known, options), options)
        assert (ends in made.pairs) is may
        assert (ends in made.excluded) is not may
        return Plan("test", "试验", world.at, world.run)

    demo_app.plan(make, AT)


@pytest.mark.parametrize("role", [None, DEPUTY])
def test_before_there_was_a_rule_on_deputies_nothing_is_judged_by_it(demo_app: App, role: str | None) -> None:
    given = Options(county="611023", role=role)
    for day, there in (("2025-07-10", False), ("2025-07-11", role is not None)):
        made = demo_app.plan(lambda world: plan(world, given), dt.date.fromisoformat(day))
        assert any(one.rule == "vice-president" for one in made.rules) is there
        told = any("还没有“科技副总选聘条件”这条规则" in note for note in made.notes)
        assert told is (role is not None and not there)
        assert any("不能任科技副总" in str(why) for why in rows(made, "excluded", "why")) is there


def test_a_post_that_begins_after_the_day_is_none_of_that_day(demo_app: App) -> None:
    made = demo_app.plan(lambda world: plan(world, Options(county="611024")), dt.date(2024, 6, 30))
    assert made.value(made.figure("continued")) == 0
    assert made.sheet("last").rows == ()
    assert set(rows(made, "assignment", "how")) == {"新派"}


# -- what is not known, and what is wrong --------------------------------------------------------------


def test_of_registry_firms_research_is_unknown_and_nobody_is_sent(real_app: App) -> None:
    made = real_app.plan(lambda world: plan(world, Options()), AT)
    assert made.value(made.figure("posts")) == 0
    assert made.value(made.figure("research_unknown")) == len(made.sheet("outside").rows) > 2500
    assert made.value(made.figure("research_none")) == 0
    assert not made.ties


def test_firms_of_which_nothing_is_known_come_in_when_asked_for(real_app: App) -> None:
    made = real_app.plan(lambda world: plan(world, Options(county="611026", unknown=True)), AT)
    assert made.value(made.figure("research_unknown")) == 0
    assert set(rows(made, "firms_without", "kind")) == {"没有合适的博士"}


def test_a_pair_that_must_be_and_may_not_says_why(demo_app: App, asked: Asked) -> None:
    doctor, firm = id_of(demo_app, "BS-084", "Doctor"), id_of(demo_app, "锐钼", "Enterprise")
    with pytest.raises(UsageError, match="本人创办") as caught:
        asked(Options(must=((doctor, firm),)))
    assert "去掉这个 --must" in caught.value.cure
    with pytest.raises(UsageError, match="又要派又不派"):
        asked(Options(must=((doctor, firm),), forbidden=((doctor, firm),)))
    with pytest.raises(UsageError, match="不在这次的区县里"):
        asked(Options(must=((doctor, firm),), county="611024"))


@pytest.mark.parametrize(
    ("given", "said", "cure"),
    [
        (["--quota", "山阳县"], "看不懂名额", "山阳县=2..20"),
        (["--quota", "山阳县=5..2"], "下限大于上限", "2..20"),
        (["--quota", "商洛市=3"], "下面还有区县", "--doctors"),
        (["--quota", "山阳县=3", "--quota", "山阳=4"], "给了两次", "合成一个"),
        (["--quota", "示例县=3"], "示例县", ""),
        (["--must", "BS-003"], "看不懂", "DOCTOR:FIRM"),
        (["--must", "BS-999:秦翘"], "没有找到博士", ""),
        (["--role", "厂长"], "没有“厂长”这种身份", "科技副总"),
    ],
)
def test_bad_input_says_what_is_wrong_and_what_to_do(
    demo_home: Path, monkeypatch: pytest.MonkeyPatch, given: list[str], said: str, cure: str
) -> None:
    monkeypatch.setenv("SHUANGJIN_HOME", str(demo_home))
    found = CliRunner().invoke(cli, ["plan", "stationing", "--at", "2026-06-30", *given])
    assert isinstance(found.exception, Exception)
    assert said in str(found.exception)
    assert cure in getattr(found.exception, "cure", "")


# -- the command, the workbook, the record -------------------------------------------------------------


def test_the_command_answers_in_json_and_writes_a_workbook(
    demo_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHUANGJIN_HOME", str(demo_home))
    path = tmp_path / "派驻.xlsx"
    given = ["plan", "stationing", "--at", "2026-06-30", "--county", "山阳县", "--quota", "山阳县=2..20"]
    found = CliRunner().invoke(cli, [*given, "--must", "BS-082：秦钒", "--xlsx", str(path), "--json"])
    assert found.exception is None, found.output
    body = json.loads(found.stdout)
    assert body["scope"] == "山阳县"
    assert body["decisions"] == len(body["sheets"][0]["rows"]) > 0
    book = load_workbook(path)
    assert str(book["汇总"]["B4"].value).startswith("=")
    assert "派驻安排" in book.sheetnames
    drilled = CliRunner().invoke(cli, [*given, "--drill", "excluded", "--json"])
    assert json.loads(drilled.stdout)["rows"] == []


def test_posts_go_on_record_and_off_again(own_app: App) -> None:
    made = own_app.plan(lambda world: plan(world, Options(county="611024")), AT)
    kept = own_app.keep_plan(made)
    assert kept.pairs == len(made.ties) > 0
    links = list(own_app.ledger.links("PLANNED"))
    assert {(link.source, link.target, link.properties["note"]) for link in links} == {
        (tie.source, tie.target, tie.note) for tie in made.ties
    }
    assert all(link.properties["task"] == "stationing" for link in links)
    own_app.undo_plan(kept.code)
    assert not list(own_app.ledger.links("PLANNED"))
