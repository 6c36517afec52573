"""登高培育: the planted answers, what a registry does not say, what-if, decisions, and the command."""

import json
import sys
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import yaml

import cli
import programme.world
from app import App
from errors import UsageError
from examples.planted import planted
from programme import ladder
from programme.ladder_climbs import OUTCOMES
from programme.ladder_what_if import NAMES, changes
from programme.model import Plan, Sheet
from programme.rules import FOLDER, in_force, rule_files
from tests.programme.conftest import AT

ANSWERS: dict[str, Any] = planted("ladder")["answers"]
ALLOY = "山阳示例氮钒合金有限公司"


def made(app: App, **options: Any) -> Plan:
    return app.plan(lambda world: ladder.plan(world, ladder.Options(**options)), AT)


def of_firm(app: App, name: str, *sets: str) -> Plan:
    return made(app, enterprise=app.find(name).id, changes=changes(sets))


def dicts(sheet: Sheet) -> list[dict[str, Any]]:
    return [{name: sheet.cell(row, name) for name in sheet.places} for row in sheet.rows]


@pytest.mark.parametrize("firm", ANSWERS["climbs"])
def test_the_planted_steps_of_a_firm(demo_app: App, firm: str) -> None:
    plan = of_firm(demo_app, firm)
    steps = {one["to"]: one for one in dicts(plan.sheet("steps"))}
    for to, answer in ANSWERS["climbs"][firm].items():
        asked = ("origin", "outcome", "failed", "unknown", "gap")
        assert {name: steps[to][name] for name in asked} == {name: answer[name] for name in asked}
        sheet = next(one for one in plan.sheets if one.title == f"{to}的条件")
        words = [one["words"] for one in dicts(sheet)]
        assert [one for one in answer["words"] if one not in words] == []


def test_the_planted_firms_nearest_to_a_step(demo_app: App) -> None:
    count = len(ANSWERS["nearest_high_tech"])
    plan = made(demo_app, to="高新技术企业", nearest=count)
    rows = dicts(plan.sheet("nearest"))
    assert [one["firm"] for one in rows] == ANSWERS["nearest_high_tech"]
    assert [one["rank"] for one in rows] == [*range(1, count + 1)]
    keys = [(one["failed"], one["gap"]) for one in rows]
    assert keys == sorted(keys)


def test_the_planted_labels_that_end_within_a_year(demo_app: App) -> None:
    rows = dicts(made(demo_app).sheet("expiring"))
    told = [[one["firm"], one["label"], one["until"], one["left"]] for one in rows]
    planted_ = [[firm, label, str(until), left] for firm, label, until, left in ANSWERS["expiring"]]
    assert len(planted_) > 2
    assert [one for one in planted_ if one not in told] == []
    assert all(one["days"] is None or 0 <= one["days"] <= 365 for one in rows)
    assert [one["until"] for one in rows] == sorted(one["until"] for one in rows)


def test_a_what_if_shows_before_and_after(demo_app: App) -> None:
    answer = ANSWERS["what_if"]
    plan = of_firm(demo_app, ALLOY, "rd=380")
    rows = dicts(plan.sheet("high_tech"))
    (row,) = [one for one in rows if one["words"].startswith("研发占比")]
    assert [row["state"], row["state_after"], row["words_after"]] == [
        answer["before"], answer["after"], answer["words"],
    ]  # fmt: skip
    assert {one["words_after"] for one in rows if one is not row} == {"不变"}
    assert dicts(plan.sheet("steps"))[0]["outcome_after"] == answer["outcome"]
    assert plan.value(plan.figure("high_tech_failed")) == 1
    assert plan.value(plan.figure("high_tech_failed_after")) == 0
    assert not plan.ties


def test_last_year_is_a_part_of_three_years(demo_app: App) -> None:
    plan = of_firm(demo_app, "天麻谷", "rd=45.3")
    (row,) = [one for one in dicts(plan.sheet("high_tech")) if one["words"].startswith("研发占比")]
    assert row["words_after"] == "研发占比 3.57 %，需 4 %：还差 60 万元"
    assert "近三年研发费用随研发投入一起变" in plan.notes
    plan = of_firm(demo_app, "天麻谷", "rd=45.3", "rd3=600")
    assert not [one for one in plan.notes if "一起变" in one]


def test_figures_count_what_the_sheets_show(demo_app: App) -> None:
    plan = made(demo_app)
    values = {one.name: plan.value(one) for one in plan.figures}
    assert values["firms"] == len(plan.sheet("standing").rows)
    assert sum(values[name] or 0 for name in OUTCOMES) == len(plan.sheet("steps").rows)
    held = dicts(plan.sheet("standing"))
    assert values["held_high_tech"] == sum(one["high_tech"] == "是" for one in held)
    assert values["labels_unknown"] == sum(one["high_tech"] is None for one in held)
    unread = [one["to"] for one in dicts(plan.sheet("steps")) if one["outcome"] == "条件未录"]
    assert set(unread) <= {"专精特新", "小巨人", "瞪羚"}
    near = {row.ids for row in plan.sheet("nearest").rows}
    assert len(near) == 20


def test_a_county_is_a_part_of_the_city(demo_app: App) -> None:
    plan = made(demo_app, county="611024", nearest=100)
    assert plan.scope == "山阳县"
    assert {one["county"] for one in dicts(plan.sheet("nearest"))} == {"山阳县"}


def test_what_a_registry_does_not_say_is_unknown_and_never_failed(real_app: App) -> None:
    plan = made(real_app, nearest=50)
    rows = dicts(plan.sheet("steps"))
    assert len(plan.sheet("standing").rows) > 2500
    assert {one["failed"] for one in rows} == {0}
    assert {one["outcome"] for one in rows} == {"资料不足"}
    assert not plan.sheet("nearest").rows
    assert not plan.ties
    firm = plan.sheet("standing").rows[0].ids[0]
    one = made(real_app, enterprise=firm)
    states = [row["state"] for row in dicts(one.sheet("small_tech"))]
    assert states.count("符合") == 1  # it has a credit code
    assert states.count(None) == len(states) - 1


@pytest.mark.parametrize(
    ("given", "said", "cure"),
    [
        ("bogus=1", "不认识“bogus”", "rd（研发投入，万元）"),
        ("rd", "写成 名称=值", "--set rd=380"),
        ("rd=", "写成 名称=值", "--set rd=380"),
        ("rd=许多", "看不懂金额", "研发投入要填的是万元"),
        ("staff=1.5", "带小数", "职工人数要填的是整数"),
        ("incident=也许", "不是“是”或“否”", "是否"),
    ],
)
def test_a_bad_what_if_says_what_is_wrong(given: str, said: str, cure: str) -> None:
    with pytest.raises(UsageError) as caught:
        changes([given])
    assert said in caught.value.message
    assert cure in caught.value.cure


def test_a_property_is_set_once_by_any_of_its_names() -> None:
    assert [one.values for one in changes(["研发投入=380"])] == [{"rd_spend": 3_800_000}]
    assert next(iter(changes(["rd_spend=3-5"]))).values["rd_spend_max"] == 50_000
    with pytest.raises(UsageError, match="写了两次"):
        changes(["rd=380", "研发投入=390"])


def test_every_property_of_a_condition_can_be_set() -> None:
    texts = [path.read_text(encoding="utf-8") for path in FOLDER.glob("*.yaml")]
    used = {found for text in texts for found in _properties(yaml.safe_load(text)) if "conditions:" in text}
    assert used - {"uscc"} <= set(NAMES.values())


def _properties(body: Any) -> set[str]:
    if isinstance(body, dict):
        own = {body[key] for key in ("property", "over") if isinstance(body.get(key), str)}
        return own.union(*map(_properties, body.values()))
    return set[str]().union(*map(_properties, body)) if isinstance(body, list) else set()


def test_a_what_if_is_for_one_firm(demo_app: App) -> None:
    with pytest.raises(UsageError, match="只能用于一家企业"):
        made(demo_app, changes=changes(["rd=1"]))


def test_a_step_nobody_knows(demo_app: App) -> None:
    with pytest.raises(UsageError, match="没有“天梯”这级台阶") as caught:
        made(demo_app, to="天梯")
    assert "高企" in caught.value.cure


def test_a_day_before_the_rules(demo_app: App) -> None:
    with pytest.raises(UsageError, match="还没有“登高台阶”这条规则"):
        demo_app.plan(lambda world: ladder.plan(world, ladder.Options()), AT.replace(year=2020))
    early = demo_app.plan(lambda world: ladder.plan(world, ladder.Options()), AT.replace(year=2022, month=5))
    assert "创新型" not in {one["to"] for one in dicts(early.sheet("steps"))}


def test_a_rule_that_changes_later_changes_nothing_before(
    demo_app: App, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a version of 2027 that asks for 4.5 %, 2026 stays and 2027 follows it."""
    before = made(demo_app, to="high_tech", nearest=60)
    for path in FOLDER.glob("*.yaml"):
        body = yaml.safe_load(path.read_text(encoding="utf-8"))
        if path.stem == "high-tech":
            (old,) = body["versions"]
            new = yaml.safe_load(yaml.safe_dump(old, allow_unicode=True, sort_keys=False))
            old["until"], new["since"] = "2026-12-31", "2027-01-01"
            (share,) = [one for one in new["values"]["conditions"] if one["label"] == "研发占比"]
            share["tiers"]["steps"][1][1] = 4.5
            body["versions"] = [old, new]
        text = yaml.safe_dump(body, allow_unicode=True, sort_keys=False)
        (tmp_path / path.name).write_text(text, encoding="utf-8")
    monkeypatch.setattr(programme.world, "in_force", partial(in_force, folder=tmp_path))
    after = made(demo_app, to="high_tech", nearest=60)
    assert after == before
    words = [_share(demo_app, day) for day in (AT, AT.replace(year=2027, month=3))]
    assert words[0].startswith("研发占比 3.6 %，需 4 %：还差 38 万元")
    assert words[1].startswith("研发占比 3.6 %，需 4.5 %：还差 85.5 万元")


def _share(app: App, day: Any) -> str:
    firm = app.find(ALLOY).id
    plan = app.plan(lambda world: ladder.plan(world, ladder.Options(enterprise=firm)), day)
    return next(str(one["words"]) for one in dicts(plan.sheet("high_tech")) if "研发占比 3" in one["words"])


def test_the_rules_in_force_on_the_day(demo_app: App) -> None:
    used = {one.rule: one for one in made(demo_app).rules}
    assert {"ladder", "labels", "small-tech", "high-tech", "innovative", "above-scale"} <= set(used)
    for name in ("ladder", "small-tech", "high-tech", "innovative", "above-scale"):
        versions = rule_files()[name].versions
        assert used[name].since == versions[-1].since.isoformat()
        assert not used[name].verified
    assert used["ladder"].since == "2022-08-01"


def test_the_decision_is_who_brings_a_firm_up_to_which_step(own_app: App) -> None:
    plan = made(own_app, to="高企", nearest=3)
    assert len(plan.ties) == 3
    kept = own_app.keep_plan(plan)
    text = (
        "MATCH (e:Enterprise)-[p:PLANNED]->(c:County) "
        "RETURN e.name AS firm, p.task AS task, p.plan AS plan, p.note AS note ORDER BY firm"
    )
    rows = own_app.cypher(text, {}, limit=10, timeout=10).dicts()
    assert {one["firm"] for one in rows} == set(ANSWERS["nearest_high_tech"][:3])
    assert {one["task"] for one in rows} == {"ladder"}
    assert {one["plan"] for one in rows} == {f"plan-{kept.code}"}
    assert {"登高：培育到高新技术企业", "重新认定：培育到高新技术企业"} == {one["note"] for one in rows}
    own_app.undo_plan(kept.code)
    assert not own_app.cypher(text, {}, limit=10, timeout=10).rows


def run(monkeypatch: pytest.MonkeyPatch, home: Path, *words: str) -> int:
    monkeypatch.setenv("SHUANGJIN_HOME", str(home))
    monkeypatch.setattr(sys, "argv", ["shuangjin", "plan", "ladder", *words, "--at", AT.isoformat()])
    with pytest.raises(SystemExit) as caught:
        cli.main()
    return int(caught.value.code or 0)


def test_the_command(
    own_app: App, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    home = own_app.settings.home
    own_app.close()
    assert (
        run(monkeypatch, home, "氮钒", "--set", "rd=380", "--xlsx", str(tmp_path / "a.xlsx"), "--json") == 0
    )
    body = json.loads(capsys.readouterr().out)
    assert body["scope"] == ALLOY
    assert {one["name"]: one["value"] for one in body["figures"]}["high_tech_failed"] == 1
    assert (tmp_path / "a.xlsx").exists()
    assert run(monkeypatch, home, "--county", "山阳县", "--to", "高企", "--drill", "expiring", "--json") == 0
    drilled = json.loads(capsys.readouterr().out)
    assert drilled["queries"][0]["query"] == "firms"
    assert all(len(one["entities"]) >= 1 for one in drilled["rows"])
    assert run(monkeypatch, home, "氮钒", "--set", "rd=380", "--record") == 2
    assert "试算不能记在账上" in capsys.readouterr().err
    assert run(monkeypatch, home, "氮钒", "--county", "山阳县") == 2
    assert run(monkeypatch, home, "--set", "rd=380") == 2
