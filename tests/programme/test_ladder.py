"""登高培育: what the demo data is known to answer, what stays open, and what the conditions come to."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from pydantic import TypeAdapter

from app import App
from commands.plan_ladder import _change
from errors import UsageError
from examples.planted import planted
from programme import ladder, rules
from programme.conditions import Facts, expiry
from programme.ladder import ConditionValues, Options
from programme.model import Plan
from programme.rules import in_force
from programme.shares import Condition
from tests.programme.conftest import AT

ANSWERS = planted("ladder")["answers"]
CONDITION: TypeAdapter[Any] = TypeAdapter(Condition)
SMALL = in_force("small_tech", AT, ConditionValues).values.conditions[-1]
HIGH = {one.label: one for one in in_force("high_tech", AT, ConditionValues).values.conditions}


def asked(app: App, **options: Any) -> Plan:
    return app.plan(lambda world: ladder.plan(world, Options(**options)), AT)


def outcome(condition: Any, **body: Any) -> tuple[str, str]:
    found = condition.outcome(Facts(body, AT))
    return found.state, found.words


def test_the_planted_firm_lacks_what_was_planted(demo_app: App) -> None:
    firm = demo_app.find(ANSWERS["enterprise"]).id
    sheet = asked(demo_app, enterprise=firm).sheet("conditions")
    step = [row for row in sheet.rows if sheet.cell(row, "step") == ANSWERS["step"]]
    failed = [row for row in step if sheet.cell(row, "state") == "不符"]
    assert [sheet.cell(row, "condition") for row in failed] == ANSWERS["failed"]
    assert [sheet.cell(row, "words") for row in failed] == [ANSWERS["words"]]
    assert all(sheet.cell(row, "state") == "符合" for row in step if row not in failed)
    assert sheet.note == "现在：科技型中小企业"


def test_what_if_answers_beside(demo_app: App) -> None:
    firm = demo_app.find(ANSWERS["enterprise"]).id
    for spent, state in ((3_790_000, "不符"), (3_800_000, "符合")):
        sheet = asked(demo_app, enterprise=firm, changes={"rd_spend_3y": spent}).sheet("conditions")
        (row,) = [one for one in sheet.rows if sheet.cell(one, "condition") == "研发占比"]
        assert (sheet.cell(row, "state"), sheet.cell(row, "state_then")) == ("不符", state)
    with pytest.raises(UsageError, match="哪一家"):
        asked(demo_app, changes={"rd_spend_3y": 1.0})


def test_the_nearest_come_first_and_counts_are_those_of_their_rows(demo_app: App) -> None:
    made = asked(demo_app, county="611024", nearest=100)
    sheet = made.sheet("nearest")
    left = [int(sheet.cell(row, "failed") or 0) + int(sheet.cell(row, "unknown") or 0) for row in sheet.rows]
    assert left == sorted(left)
    assert {sheet.cell(row, "county") for row in sheet.rows} == {"山阳县"}
    assert made.value(made.figure("small_tech")) == 1
    ready = [row for row in sheet.rows if sheet.cell(row, "words") == "条件都符合，可以申报"]
    assert made.value(made.figure("ready")) == len(ready) > 0
    assert len(asked(demo_app, county="611024", nearest=3).ties) == 3


def test_a_registry_that_says_little_fails_nobody_for_it(real_app: App) -> None:
    made = asked(real_app)
    sheet = made.sheet("conditions")
    judged = {
        (sheet.cell(row, "condition"), sheet.cell(row, "state"))
        for row in sheet.rows
        if sheet.cell(row, "state") != "不明"
    }
    assert judged == set()
    assert made.value(made.figure("unrecorded")) == made.value(made.figure("firms")) == 2551
    assert made.value(made.figure("conditions_unknown")) == len(sheet.rows) > 0
    assert any("不当作不符" in note for note in made.notes)


def test_a_recognition_that_ends_within_a_year_is_told(demo_app: App) -> None:
    sheet = asked(demo_app).sheet("expiring")
    until = [str(sheet.cell(row, "until")) for row in sheet.rows]
    assert until
    assert all(expiry(one, AT) for one in until)


def test_a_rule_that_changes_later_changes_nothing_before(tmp_path: Path) -> None:
    body = yaml.safe_load((rules.FOLDER / "above_scale.yaml").read_text(encoding="utf-8"))
    later = json.loads(json.dumps(body["versions"][0], default=str))
    body["versions"][0]["until"] = dt.date(2026, 12, 31)
    later["since"] = "2027-01-01"
    later["values"]["conditions"][1]["limit"] = 4000
    body["versions"].append(later)
    (tmp_path / "above_scale.yaml").write_text(yaml.safe_dump(body, allow_unicode=True), encoding="utf-8")
    for day, state in ((AT, "met"), (dt.date(2027, 6, 30), "failed")):
        found = in_force("above_scale", day, ConditionValues, tmp_path)
        assert outcome(found.values.conditions[1], revenue=25_000_000)[0] == state


def test_before_there_was_a_rule_that_is_said(demo_app: App) -> None:
    with pytest.raises(UsageError, match="还没有") as told:
        demo_app.plan(lambda world: ladder.plan(world, Options()), dt.date(2015, 1, 1))
    assert "--at" in told.value.cure


@pytest.mark.parametrize(
    ("label", "body", "state", "words"),
    [
        ("研发占比", {"rd_spend_3y": 3_420_000, "revenue_3y": 95_000_000, "revenue": 95_000_000}, "failed",
         "研发占比 3.6 %，需 4 %：还差 38 万元"),
        ("研发占比", {"rd_spend_3y": 3_420_000, "revenue_3y": 95_000_000, "revenue": 49_000_000}, "failed",
         "研发占比 3.6 %，需 5 %：还差 133 万元"),
        ("研发占比", {"rd_spend_3y": 3_420_000, "revenue_3y": 95_000_000}, "unknown",
         "研发占比 3.6 %，需 3–5 %"),
        ("研发占比", {"rd_spend": 3_420_000, "revenue": 95_000_000}, "unknown",
         "研发占比不明，需 4 %；近三年合计不明，按上年一年估 3.6 %：还差 38 万元"),
        ("研发占比", {}, "unknown", "研发占比不明，需 3–5 %"),
        ("科技人员占比", {"rd_staff": 5, "staff": 80}, "failed", "科技人员占比 6.25 %，需 10 %：还差 3 人"),
        ("注册成立", {"registered_on": "2025-07-01"}, "failed",
         "注册成立于 2025-07-01，须满 1 年：要等到 2026-07-01"),
        ("注册成立", {"registered_on": "2025-06"}, "met", "注册成立于 2025-06，须满 1 年"),
        ("注册成立", {"registered_on": "2025"}, "unknown", "注册成立于 2025，须满 1 年：要看是哪一天"),
        ("近一年重大事故", {"incident": True}, "failed", "近一年重大事故：有，须没有"),
        ("核心自主知识产权", {}, "unknown", "核心自主知识产权：不明，须有"),
        ("创新能力评分", {"hightech_score": 70}, "failed", "创新能力评分 70 分，须大于 70 分"),
    ],
)  # fmt: skip
def test_conditions_of_high_tech_firms_in_words(label: str, body: Any, state: str, words: str) -> None:
    assert outcome(HIGH[label], **body) == (state, words)


def test_a_score_says_what_a_step_up_takes() -> None:
    state, words = outcome(
        SMALL,
        staff=100,
        rd_staff=12,
        revenue=20_000_000,
        rd_spend=700_000,
        costs=18_000_000,
        ip_class1=0,
        ip_class2=2,
    )
    assert state == "failed"
    assert "36 分，需 60 分：还差 24 分" in words
    assert "科技人员占比加 4 分：科技人员数再加 3 人" in words
    assert "研发投入加 10 分：研发投入再加 10 万元" in words
    assert "科技成果加 18 分：Ⅰ类知识产权数再加 1 项" in words
    assert outcome(SMALL, staff=100)[0] == "unknown"


AMOUNTS = st.fixed_dictionaries(
    {},
    optional={
        "staff": st.integers(1, 500), "rd_staff": st.integers(0, 500), "revenue": st.integers(0, 10**9),
        "rd_spend": st.integers(0, 10**8), "costs": st.integers(1, 10**9), "ip_class1": st.integers(0, 3),
        "ip_class2": st.integers(0, 6), "revenue_3y": st.integers(0, 10**9),
        "rd_spend_3y": st.integers(0, 10**8),
    },
)  # fmt: skip


@given(AMOUNTS, AMOUNTS)
def test_knowing_more_never_turns_a_verdict_round(known: dict[str, int], more: dict[str, int]) -> None:
    whole = {**more, **known}
    for condition in (SMALL, HIGH["研发占比"], HIGH["科技人员占比"]):
        before, after = outcome(condition, **known)[0], outcome(condition, **whole)[0]
        assert before in ("unknown", after)


@given(AMOUNTS)
def test_what_is_missing_is_enough(body: dict[str, int]) -> None:
    found = HIGH["科技人员占比"].outcome(Facts(body, AT))
    if found.state == "failed" and "还差" in found.words:
        more = int(found.words.rsplit("还差 ", 1)[1].split()[0].replace(",", ""))
        assert outcome(HIGH["科技人员占比"], **{**body, "rd_staff": body["rd_staff"] + more})[0] == "met"
        assert (
            outcome(HIGH["科技人员占比"], **{**body, "rd_staff": body["rd_staff"] + more - 1})[0] == "failed"
        )


def test_what_is_set_is_read_as_people_write_it() -> None:
    assert _change("rd=380") == ("rd_spend", 3_800_000)
    assert _change("研发投入=380万元") == ("rd_spend", 3_800_000)
    assert _change("staff=20") == ("staff", 20)
    assert _change("core_ip=是") == ("core_ip", True)
    for wrong in ("rd", "没有=1", "rd=很多", "phone=1"):
        with pytest.raises(UsageError, match="--set") as told:
            _change(wrong)
        assert told.value.cure


def test_the_command_answers_in_every_form(
    demo_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from commands.plan_ladder import plan_ladder

    monkeypatch.setenv("SHUANGJIN_HOME", str(demo_home))
    plan_ladder(county="山阳县", at="2026-06-30", xlsx=tmp_path / "登高.xlsx", as_json=True)
    body = json.loads(capsys.readouterr().out)
    figures = {one["name"]: one["value"] for one in body["figures"]}
    assert figures["firms"] == 9
    assert body["sheets"][0]["queries"][0]["query"] == "firms"
    book = load_workbook(tmp_path / "登高.xlsx")
    assert book["汇总"]["B4"].value == "=ROWS('各企业在哪一级'!$A$4:$A$12)"
    assert load_workbook(tmp_path / "登高.xlsx", data_only=True)["汇总"]["B4"].value == 9
    plan_ladder(county="山阳县", at="2026-06-30", drill="small_tech", as_json=True)
    (row,) = json.loads(capsys.readouterr().out)["rows"]
    assert row["entities"][0]["files"][0]["path"].endswith("企业名录.xlsx")


def test_what_was_decided_is_on_record_and_comes_off(own_app: App) -> None:
    made = own_app.plan(lambda world: ladder.plan(world, Options(county="611024", nearest=2)), AT)
    kept = own_app.keep_plan(made)
    text = "MATCH (e:Enterprise)-[p:PLANNED]->(c:County) RETURN e.id, p.plan, p.note ORDER BY e.id, p.note"
    rows = own_app.cypher(text, {}, limit=10, timeout=30).rows
    assert [row[1] for row in rows] == [f"plan-{kept.code}"] * kept.pairs
    assert {row[2] for row in rows} == {"升规：培育为规上企业"}
    own_app.undo_plan(kept.code)
    assert own_app.cypher(text, {}, limit=10, timeout=30).rows == []
    assert all(one.agrees for one in own_app.verify())
