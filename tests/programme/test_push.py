"""供需推送: who is told what and why, and that nobody is told twice."""

import datetime as dt
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from app import App
from errors import UsageError
from examples.planted import planted
from matches.saying import Details
from programme import push
from programme.model import UNKNOWN, Plan
from programme.push import Options
from programme.push_leading import Leading, leading
from programme.world import World
from recommend.calibration import LABELS
from tests.programme.conftest import AT

ANSWERS = planted("push")["answers"]
SHANYANG, ZHASHUI = "611024", "611026"


def asked(app: App, at: dt.date = AT, **options: Any) -> Plan:
    return app.plan(lambda world: push.plan(world, Options(**options)), at)


def pairs(made: Plan, sheet: str = "push") -> set[tuple[str, str]]:
    return {row.ids[:2] for row in made.sheet(sheet).rows}  # type: ignore[misc]


def column(made: Plan, sheet: str, name: str) -> list[Any]:
    place = made.sheet(sheet).places[name]
    return [made.shown(made.sheet(sheet), row)[place] for row in made.sheet(sheet).rows]


def values(made: Plan) -> dict[str, float | None]:
    return {one.name: made.value(one) for one in made.figures}


@pytest.fixture(scope="module")
def made(demo_app: App) -> Plan:
    return asked(demo_app, county=SHANYANG)


def test_a_need_is_told_what_was_made_for_it_first(made: Plan) -> None:
    sheet = made.sheet("push")
    first = next(row for row in sheet.rows if row.ids[0] == ANSWERS["need"])
    assert sheet.cell(first, "name") == ANSWERS["best"]
    assert sheet.cell(first, "evidence")
    assert "—提到→" in str(sheet.cell(first, "path"))
    assert "_" in str(sheet.cell(first, "match"))


def test_a_title_on_a_list_makes_a_leading_firm_though_others_sell_more(made: Plan, demo_app: App) -> None:
    sheet = made.sheet("leaders")
    rows = {sheet.cell(row, "firm"): sheet.cell(row, "why") for row in sheet.rows}
    assert rows[ANSWERS["leading"]] == ANSWERS["why"]
    found: list[Leading] = []

    def look(world: World) -> Plan:
        found.append(leading(world, ""))
        return Plan("test", "试验", world.at, world.run)

    demo_app.plan(look, AT)
    many = Counter(one.industry for one in found[0].leaders)
    assert many[ANSWERS["branch"]] == 1
    assert max(many.values()) == 2
    assert {one.firm.name for one in found[0].leaders} >= set(rows)


def test_a_leading_firm_is_told_of_its_industry_what_its_needs_are_not(demo_app: App) -> None:
    offered = ANSWERS["offered"]
    told = asked(demo_app, county=ZHASHUI, limit=1)
    sheet = told.sheet("push")
    rows = [row for row in sheet.rows if sheet.cell(row, "way") == "给龙头企业"]
    assert (offered["firm"], offered["achievement"]) in {
        (sheet.cell(row, "firm"), sheet.cell(row, "name")) for row in rows
    }
    licensed = "MATCH (a:Achievement)-[:LICENSED_TO]->() RETURN DISTINCT a.id"
    taken = {row[0] for row in demo_app.cypher(licensed, {}, limit=100, timeout=30).rows}
    assert taken.isdisjoint(row.ids[1] for row in rows)
    assert max(Counter((row.ids[2], row.ids[1]) for row in rows).values()) == 1
    by_need = {(row.ids[2], row.ids[1]) for row in sheet.rows if sheet.cell(row, "way") == "按需求"}
    assert by_need.isdisjoint((row.ids[2], row.ids[1]) for row in rows)


def test_every_row_is_good_enough_and_in_the_county(made: Plan) -> None:
    assert set(column(made, "push", "county")) == {"山阳县"}
    assert set(column(made, "push", "grade")) <= {"较强", "强"}
    keys = zip(*(column(made, "push", name) for name in ("firm", "what", "kind")), strict=True)
    assert max(Counter(keys).values()) <= 3


def test_counties_and_owners_have_sheets_of_their_own(made: Plan) -> None:
    whole = set(made.sheet("push").rows)
    assert set(made.sheet(f"county-{SHANYANG}").rows) == whole
    apart = [one for one in made.sheets if one.name.startswith(("institute-", "enterprise-", "nobody"))]
    assert len(apart) == len(made.sheet("owners").rows) > 5
    said = {row.cells[: len(row.cells) - 2] for one in apart for row in one.rows}
    assert said == {row.cells[: len(row.cells) - 2] for row in whole}  # but for what stands first in a sheet
    for one in apart:
        assert all(one.title in str(one.cell(row, "owner") or UNKNOWN) for row in one.rows)
    assert column(made, "counties", "pushes") == [len(whole)]
    assert sorted(column(made, "owners", "pushes")) == sorted(len(one.rows) for one in apart)


def test_figures_come_to_what_the_sheets_say(made: Plan) -> None:
    found = values(made)
    assert found["push"] == found["by_need"] + found["to_leader"] == len(made.ties)  # type: ignore[operator]
    assert found["achievement"] + found["doctor"] + found["institute"] == found["push"]  # type: ignore[operator]
    states = Counter(column(made, "needs", "state"))
    assert (found["bound"], found["told"]) == (states["已有协议"], states["有推送"])
    assert sum(states.values()) == found["needs"]
    assert sum(column(made, "needs", "told")) == found["by_need"]


def test_every_count_of_a_county_or_a_unit_opens(demo_app: App) -> None:
    made = asked(demo_app)
    for sheet in (made.sheet("counties"), made.sheet("owners")):
        for row in sheet.rows:
            shown = dict(zip(sheet.places, made.shown(sheet, row), strict=True))
            opened = made.rows(made.figure(f"推送@{row.cells[0]}"))
            assert shown["pushes"] == len(opened)
            firms = {one.cells[made.sheet("push").places["firm"]] for one in opened}
            assert shown["firms"] == len(firms - {None})
    whole = {one: made.value(made.figure(one)) for one in ("needs", "bound", "told", "push")}
    for name, figure in (("需求", "needs"), ("已有协议", "bound"), ("有推送", "told"), ("推送", "push")):
        parts = (made.value(made.figure(f"{name}@{row.cells[0]}")) for row in made.sheet("counties").rows)
        assert sum(one or 0 for one in parts) == whole[figure]


def test_a_need_with_an_agreement_is_left_alone(demo_app: App, made: Plan) -> None:
    text = (
        "MATCH (g:Agreement)-[:COVERS]->(n:Need {county: '611024'}) "
        "WHERE g.signed_on <= $day AND coalesce(g.progress, '') <> '已终止' RETURN DISTINCT n.id"
    )
    bound = {
        row[0] for row in demo_app.cypher(text, {"day": made.at.isoformat()}, limit=100, timeout=30).rows
    }
    later = asked(demo_app, dt.date(2031, 1, 1), county=SHANYANG, limit=1)
    assert len(bound) == values(made)["bound"]
    assert bound.isdisjoint(one for one, _ in pairs(made))
    assert values(later)["bound"] == 0


def test_dates_are_held_against_the_day_of_the_plan(demo_app: App) -> None:
    """The needs of the demo are due in 2027: until then nothing is in the way, then all are too late."""
    later = asked(demo_app, dt.date(2029, 1, 1), county=ZHASHUI, limit=1)
    assert values(asked(demo_app, county=ZHASHUI, limit=1))["by_need"]
    assert values(later)["by_need"] == 0
    assert sum(column(later, "needs", "hindered"))


def test_one_institute_is_told_only_of_its_own(demo_app: App) -> None:
    found = demo_app.find("陕西示例中医药大学", ("Institute",)).id
    told = asked(demo_app, county=SHANYANG, institute=found)
    assert column(told, "push", "owner")
    assert all("陕西示例中医药大学" in one for one in column(told, "push", "owner"))
    assert column(told, "owners", "owner") == ["陕西示例中医药大学"]
    assert told.scope == "山阳县、陕西示例中医药大学"


def test_nothing_is_sent_twice_and_what_is_taken_back_comes_again(own_app: App) -> None:
    first = asked(own_app, county=ZHASHUI, limit=1)
    kept = own_app.keep_plan(first)
    assert kept.pairs == len(first.sheet("push").rows) == len(pairs(first))
    second = asked(own_app, county=ZHASHUI, limit=1)
    assert pairs(first).isdisjoint(pairs(second))
    assert pairs(first) <= pairs(second, "again")
    assert set(column(second, "again", "before")) == {"列入推送计划 2026-06-30"}
    own_app.undo_plan(kept.code)
    assert pairs(asked(own_app, county=ZHASHUI, limit=1)) == pairs(first)
    assert all(one.agrees for one in own_app.verify())


def test_what_was_decided_of_a_match_keeps_it_from_being_sent(own_app: App) -> None:
    first = asked(own_app, county=ZHASHUI, limit=1)
    achievements = sorted(one for one in pairs(first) if one[1].startswith("achievement"))
    need, candidate = achievements[0]
    other, pushed = achievements[1]
    own_app.record([need, candidate], "refused", Details("价格", "2026-05-01", "", "", ""))
    own_app.record([other, pushed], "contacted", Details("", "2026-05-01", "", "", ""))
    second = asked(own_app, county=ZHASHUI, limit=1)
    assert {(need, candidate), (other, pushed)}.isdisjoint(pairs(second))
    assert values(second)["refused"]
    assert "接洽 2026-05-01" in column(second, "again", "before")


def test_what_a_firm_was_sent_apart_from_any_need_is_not_sent_for_one(own_app: App) -> None:
    first = asked(own_app, county=ZHASHUI, limit=1)
    row = next(one for one in first.sheet("push").rows if one.ids[1].startswith("achievement"))
    need, candidate, firm = row.ids[:3]
    own_app.record([firm, candidate], "contacted", Details("", "2026-05-01", "", "", ""))
    second = asked(own_app, county=ZHASHUI, limit=1)
    assert (need, candidate) not in pairs(second)


def test_real_firms_of_which_nothing_is_known_lead_nothing(real_app: App) -> None:
    made = asked(real_app)
    found = values(made)
    assert (found["push"], found["needs"], found["leaders"]) == (0, 0, 0)
    assert found["no_trade"] + found["no_revenue"] == 2551  # type: ignore[operator]


def test_the_command(demo_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    from commands.plan_push import plan_push

    monkeypatch.setenv("SHUANGJIN_HOME", str(demo_home))
    book = tmp_path / "推送.xlsx"
    plan_push(county="柞水县", at="2026-06-30", xlsx=book, as_json=True, limit=1, least="强")
    body = json.loads(capsys.readouterr().out)
    sheets = {one["name"]: one for one in body["sheets"]}
    assert {row["grade"] for row in sheets["push"]["rows"]} == {"强"}
    assert {"柞水县", "推送清单"} <= set(load_workbook(book).sheetnames)
    plan_push(county="柞水县", at="2026-06-30", limit=1, least="强")
    shown = capsys.readouterr().out
    assert "各院所（" in shown
    assert "另有" in shown
    plan_push(county="柞水县", at="2026-06-30", limit=1, least="强", drill="strong", as_json=True)
    drilled = json.loads(capsys.readouterr().out)
    assert drilled["value"] == len(drilled["rows"])
    assert drilled["rows"][0]["entities"][0]["files"]
    with pytest.raises(UsageError, match="没有“很强”这一等") as told:
        plan_push(least="很强")
    assert all(label in told.value.cure for label in LABELS)
