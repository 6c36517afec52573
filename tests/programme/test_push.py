"""供需推送: who is told what, and that nobody is told twice."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from app import App
from errors import UsageError
from examples.planted import planted
from matches.saying import Details
from programme import push
from programme.model import Plan
from programme.push import Options
from recommend.calibration import LABELS
from tests.programme.conftest import AT

ANSWERS = planted("push")["answers"]
SHANYANG = "611024"


def asked(app: App, at: dt.date = AT, **options: Any) -> Plan:
    return app.plan(lambda world: push.plan(world, Options(**options)), at)


def pairs(made: Plan) -> set[tuple[str, str]]:
    return {row.ids[:2] for row in made.sheet("push").rows}  # type: ignore[misc]


@pytest.fixture(scope="module")
def made(demo_app: App) -> Plan:
    return asked(demo_app, county=SHANYANG)


def test_a_need_is_told_what_was_made_for_it_first(made: Plan) -> None:
    sheet = made.sheet("push")
    first = next(row for row in sheet.rows if row.ids[0] == ANSWERS["need"])
    assert sheet.cell(first, "name") == ANSWERS["best"]
    assert sheet.cell(first, "evidence")
    assert "提到" in str(sheet.cell(first, "path"))


def test_a_leading_firm_by_its_title_is_told_of_its_industry(made: Plan, demo_app: App) -> None:
    sheet = made.sheet("push")
    told = [row for row in sheet.rows if "龙头" in str(sheet.cell(row, "what"))]
    by_title = [row for row in told if "链主企业" in str(sheet.cell(row, "what"))]
    assert {sheet.cell(row, "firm") for row in by_title} <= {ANSWERS["leading"]}
    everywhere = asked(demo_app)
    what = {str(everywhere.sheet("push").cell(row, "what")) for row in everywhere.sheet("push").rows}
    assert not any("电气机械" in one and "营业收入" in one for one in what)


def test_every_row_is_good_enough_and_in_the_county(made: Plan) -> None:
    sheet = made.sheet("push")
    assert {sheet.cell(row, "county") for row in sheet.rows} == {"山阳县"}
    assert {sheet.cell(row, "grade") for row in sheet.rows} <= {"较强", "强"}
    per_need: dict[tuple[Any, ...], int] = {}
    for row in sheet.rows:
        key = sheet.cell(row, "firm"), sheet.cell(row, "what"), sheet.cell(row, "kind")
        per_need[key] = per_need.get(key, 0) + 1
    assert max(per_need.values()) <= 3


def test_counties_and_institutes_have_sheets_of_their_own(made: Plan) -> None:
    whole = set(made.sheet("push").rows)
    assert set(made.sheet(f"county-{SHANYANG}").rows) == whole
    institutes = [one for one in made.sheets if one.name.startswith("institute-")]
    assert len(institutes) > 5
    assert {row for one in institutes for row in one.rows} == whole
    for one in institutes:
        assert all(one.title in str(one.cell(row, "owner")) for row in one.rows)


def test_a_need_with_an_agreement_is_left_alone(demo_app: App) -> None:
    text = "MATCH (g:Agreement)-[:COVERS]->(n:Need) RETURN DISTINCT n.id"
    bound = {row[0] for row in demo_app.cypher(text, {}, limit=100, timeout=30).rows}
    now, later = asked(demo_app, limit=1), asked(demo_app, dt.date(2031, 1, 1), limit=1)
    assert bound
    assert bound.isdisjoint(one for one, _ in pairs(now) if one.startswith("need-"))
    assert f"其中 {len(bound)} 项已有协议" in now.notes[0]
    assert "其中 0 项已有协议" in later.notes[0]


def test_one_institute_is_told_only_of_its_own(demo_app: App) -> None:
    found = demo_app.find("陕西示例中医药大学", ("Institute",)).id
    sheet = asked(demo_app, county=SHANYANG, institute=found).sheet("push")
    assert sheet.rows
    assert all("陕西示例中医药大学" in str(sheet.cell(row, "owner")) for row in sheet.rows)


def test_nothing_is_sent_twice_and_what_is_taken_back_comes_again(own_app: App) -> None:
    first = asked(own_app, county=SHANYANG)
    kept = own_app.keep_plan(first)
    assert kept.pairs == len(first.sheet("push").rows) == len(pairs(first))
    second = asked(own_app, county=SHANYANG)
    assert pairs(first).isdisjoint(pairs(second))
    again = second.value(second.figure("again"))
    assert again == len(pairs(first))
    own_app.undo_plan(kept.code)
    assert pairs(asked(own_app, county=SHANYANG)) == pairs(first)


def test_what_was_decided_of_a_match_keeps_it_from_being_sent(own_app: App) -> None:
    first = asked(own_app, county=SHANYANG)
    need, candidate = sorted(pairs(first))[0]
    own_app.record([need, candidate], "refused", Details("价格", "2026-05-01", "", "", ""))
    second = asked(own_app, county=SHANYANG)
    assert (need, candidate) not in pairs(second)
    assert all(one.agrees for one in own_app.verify())


def test_real_firms_without_needs_give_an_empty_list(real_app: App) -> None:
    made = asked(real_app, county=SHANYANG)
    assert made.value(made.figure("push")) == 0
    assert any("0 项需求" in note for note in made.notes)


def test_the_command(demo_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    from commands.plan_push import plan_push

    monkeypatch.setenv("SHUANGJIN_HOME", str(demo_home))
    plan_push(
        county="山阳县", at="2026-06-30", xlsx=tmp_path / "推送.xlsx", as_json=True, limit=1, least="强"
    )
    body = json.loads(capsys.readouterr().out)
    assert {row["grade"] for row in body["sheets"][0]["rows"]} == {"强"}
    with pytest.raises(UsageError, match="没有“很强”这一等") as told:
        plan_push(least="很强")
    assert all(label in told.value.cure for label in LABELS)
