"""西商专场: the order of the planted talks, what is held back, the programme, the cards."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from app import App
from errors import UsageError
from examples.planted import planted
from matches.chain import STATUSES
from matches.saying import Details
from programme.model import Plan, Sheet
from programme.rules import in_force
from programme.signing import Options, plan
from programme.signing_agenda import grouped, sides, slots
from programme.signing_pairs import BARRED, LACKING, LATER, READY, SIGNED, Pair, Party, Reader, SigningValues
from tests.programme.conftest import AT
from tests.test_cli import Shell

ANSWERS = planted("signing")["answers"]
ALL = Options()
VALUES = in_force("signing", AT, SigningValues).values


@pytest.fixture
def talks(own_app: App) -> App:
    """The demo data with the planted steps recorded."""
    for step in ANSWERS["steps"]:
        details = Details(step.get("reason", ""), step["dated"], "", step.get("note", ""))
        own_app.record(step["pair"], step["status"], details)
    return own_app


def made(app: App, options: Options = ALL, at: dt.date = AT) -> Plan:
    return app.plan(lambda world: plan(world, options), at)


def cells(sheet: Sheet, *columns: str) -> list[list[Any]]:
    return [[sheet.cell(row, name) for name in columns] for row in sheet.rows]


def test_the_demo_answers_as_planted(talks: App) -> None:
    found = made(talks)
    pairs, agenda = found.sheet("pairs"), found.sheet("agenda")
    assert cells(pairs, "enterprise", "institute", "xian", "stage", "days") == ANSWERS["order"]
    assert cells(pairs, "order") == [[number] for number in range(1, len(ANSWERS["order"]) + 1)]
    assert {one.name: found.value(one) for one in found.figures} == ANSWERS["figures"]
    assert cells(found.sheet("held"), "enterprise", "institute", "reason", "why") == ANSWERS["held"]
    groups: dict[tuple[Any, ...], list[Any]] = {}
    for start, end, act, number in cells(agenda, "start", "end", "act", "order"):
        groups.setdefault((start, end, act), []).append(number)
    assert [[*head, numbers] for head, numbers in groups.items()] == [
        ["09:00", "09:15", "开场", [""]],
        *ANSWERS["groups"],
        ["10:09", "10:14", "结束", [""]],
    ]
    assert found.notes == ("另有 1 对还没有谈到这一步，1 对已回绝，都没有列",)
    supplied = [supply for (supply,) in cells(found.sheet("matters"), "supply")]
    assert supplied[0] == "成果：示例·核桃壳缺陷补偿钠离子硬炭制备技术"
    assert supplied[7:9] == ["博士：示例·徐岭泽", "高校院所：秦岭示例植物研究所"]
    assert cells(pairs, "said")[1] == ["一次总付"]


def test_cards_name_each_party_once_and_no_person(talks: App) -> None:
    found = made(talks)
    cards = found.sheet("cards")
    names = [name for (name,) in cells(cards, "card")]
    assert len(names) == len(set(names))
    parties = {one for row in ANSWERS["order"] for one in row[:2]}
    assert set(names) == parties
    assert all("示例·" not in name for name in names)
    shared = next(
        row for row in cells(cards, "card", "side", "place", "times") if row[0] == "西安示例新能源研究所"
    )
    assert shared[1:] == ["院所方", "西安市", "第 1 组 09:15；第 2 组 09:23；第 3 组 09:31"]


def test_options_narrow_the_programme(talks: App) -> None:
    agreed = made(talks, Options(stage="协议谈定"))
    assert cells(agreed.sheet("pairs"), "enterprise") == [[row[0]] for row in ANSWERS["order"][:3]]
    few = made(talks, Options(pairs=2, start="14:30"))
    assert cells(few.sheet("pairs"), "enterprise") == [[row[0]] for row in ANSWERS["order"][:2]]
    assert cells(few.sheet("held"), "reason").count(["名额已满"]) == 8
    assert few.sheet("agenda").cell(few.sheet("agenda").rows[0], "start") == "14:30"
    assert any("过了 12:00" in note for note in few.notes)
    luonan = made(talks, Options(county="611021"))
    assert {county for (county,) in cells(luonan.sheet("pairs"), "county")} == {"洛南县"}


def test_what_moved_after_the_day_is_not_arranged(talks: App) -> None:
    found = made(talks, at=dt.date(2026, 6, 11))
    moved = [row for row in cells(found.sheet("held"), "enterprise", "reason") if row[1] == LATER]
    assert ["洛南示例钼源矿业有限公司", LATER] in moved
    assert any("之后又有进展" in note for note in found.notes)


def test_the_signings_are_kept_and_taken_back(talks: App) -> None:
    found = made(talks)
    kept = talks.keep_plan(found)
    assert kept.pairs == ANSWERS["signed"]
    link = next(one for one in talks.ledger.links("PLANNED") if one.properties["plan"] == f"plan-{kept.code}")
    assert (link.source_kind, link.target_kind) == ("Enterprise", "Institute")
    assert "西商专场签" in str(link.properties["note"])
    talks.undo_plan(kept.code)
    assert not [one for one in talks.ledger.links("PLANNED") if one.properties["task"] == "signing"]


def test_no_talks_give_an_empty_programme(demo_app: App) -> None:
    found = made(demo_app)
    assert found.value(found.figure("ready")) == 0
    with pytest.raises(UsageError, match="没有要记下的决定"):
        demo_app.keep_plan(found)


def test_real_firms_without_talks(real_app: App) -> None:
    assert made(real_app).value(made(real_app).figure("held")) == 0


@pytest.mark.parametrize(
    ("options", "message", "cure"),
    [
        (Options(stage="signed"), "不是专场安排的步骤", "agreed"),
        (Options(stage="谈好"), "没有“谈好”这一步", "可用"),
        (Options(start="九点"), "不是几点几分", "09:00"),
        (Options(start="25:00"), "不是几点几分", "09:00"),
        (Options(start="23:50"), "过了半夜", "--start"),
    ],
)
def test_bad_options_say_the_cure(demo_app: App, options: Options, message: str, cure: str) -> None:
    with pytest.raises(UsageError, match=message) as told:
        made(demo_app, options)
    assert cure in (told.value.cure or "")
    assert "refused" not in (told.value.cure or "")


@pytest.fixture
def shell(talks: App, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Shell:
    monkeypatch.setenv("SHUANGJIN_HOME", str(talks.settings.home))
    return Shell(monkeypatch, capsys)


def test_the_command_answers_in_json_and_writes_a_workbook(shell: Shell, tmp_path: Path) -> None:
    path = tmp_path / "签约.xlsx"
    said = shell("plan", "signing", "--at", "2026-06-30", "--stage", "agreed", "--json", "--xlsx", str(path))
    assert said.code == 0
    assert {one["name"]: one["value"] for one in said.body["figures"]}["ready"] == 3
    assert load_workbook(path).sheetnames[1:5] == ["可以签约的对", "签什么", "议程", "桌签"]
    opened = shell("plan", "signing", "--at", "2026-06-30", "--drill", "协议谈定", "--json").body
    assert [row["cells"]["enterprise"] for row in opened["rows"]] == [row[0] for row in ANSWERS["order"][:3]]
    assert opened["rows"][0]["entities"][0]["files"]
    kept = shell("plan", "signing", "--at", "2026-06-30", "--record")
    assert f"{ANSWERS['signed']} 对" in kept.out


# -- pairs ---------------------------------------------------------------------------------------------


def row(**said: Any) -> dict[str, Any]:
    """A row of `signing-pairs` of a firm in talks with an achievement of an institute in Xi'an."""
    return {
        "match": "aaaaaa_bbbbbb",
        "status": "agreed",
        "dated": "2026-06-01",
        "note": None,
        "subject": {"id": "need-1", "title": "提钒"},
        "candidate": {"id": "achievement-1", "title": "提钒技术", "price": 100_000},
        "firms": [{"id": "enterprise-1", "name": "甲", "county": "611024"}],
        "owners": [
            {"id": "institute-1", "kind": "Institute", "name": "乙", "city": "西安市", "county": None}
        ],
        "takers": [],
        **said,
    }


def agreement(**said: Any) -> dict[str, Any]:
    return {
        "id": "agreement-1",
        "agreement": "旧协议",
        "signed_on": "2025-01",
        "expires_on": None,
        "progress": None,
        "amount": 100_000,
        "parties": ["enterprise-1", "institute-1"],
        "covers": ["need-1"],
        **said,
    }


ELSEWHERE = {"id": "institute-2", "kind": "Institute", "name": "丙", "city": None, "county": "610402"}
UNPLACED = {"id": "institute-3", "kind": "Institute", "name": "丁", "city": None, "county": None}
WHOLE = {"subject": {"id": "enterprise-1", "name": "甲"}, "candidate": {"id": "institute-1", "name": "乙"}}
TAKEN = {"id": "enterprise-2", "name": "戊", "relation": "LICENSED_TO", "mode": "独占许可"}


@pytest.mark.parametrize(
    ("said", "agreements", "verdict", "why"),
    [
        ({}, [], READY, ""),
        ({}, [agreement()], SIGNED, "已签《旧协议》"),
        ({}, [agreement(covers=[])], READY, ""),
        ({}, [agreement(signed_on="2026-07-01")], READY, ""),
        (
            {},
            [agreement(covers=["achievement-1"], expires_on="2026-06-29")],
            READY,
            "《旧协议》已到期（2026-06-29）",
        ),
        ({}, [agreement(covers=["achievement-1"], expires_on="2026-06")], SIGNED, "已签《旧协议》"),
        (WHOLE, [agreement(covers=[])], SIGNED, "已签《旧协议》"),
        ({"status": "registered"}, [], SIGNED, "记录已到“技术合同登记”"),
        ({"takers": [TAKEN]}, [], BARRED, "已独占许可给戊"),
        (
            {"takers": [{**TAKEN, "id": "enterprise-1", "relation": "FOUNDED"}]},
            [],
            BARRED,
            "博士创办了该企业",
        ),
        ({"takers": [{**TAKEN, "relation": "FOUNDED"}]}, [], READY, ""),
        (
            {},
            [agreement(covers=["achievement-1"], progress="已终止")],
            READY,
            "《旧协议》已终止（2025-01签订）",
        ),
        ({"dated": "2026-07-01"}, [], LATER, "2026-07-01 又到了"),
        ({"firms": []}, [], LACKING, "不知道企业"),
        ({"owners": []}, [], LACKING, "不知道对方单位"),
    ],
)
def test_verdicts(said: dict[str, Any], agreements: list[dict[str, Any]], verdict: str, why: str) -> None:
    pair = Reader(VALUES, agreements, AT).pair(row(**said))
    assert pair.verdict == verdict
    assert pair.why.startswith(why)


@pytest.mark.parametrize(
    ("owners", "xian"),
    [
        ([ELSEWHERE], "failed"),
        ([UNPLACED], "unknown"),
        ([ELSEWHERE, UNPLACED], "unknown"),
        ([{**UNPLACED, "county": "610113"}], "met"),
        ([ELSEWHERE, {**UNPLACED, "city": "西安"}], "met"),
    ],
)
def test_where_the_other_side_is(owners: list[dict[str, Any]], xian: str) -> None:
    pair = Reader(VALUES, [], AT).pair(row(owners=owners))
    assert pair.xian == xian
    if xian == "met":
        assert pair.other
        assert pair.other.id == owners[-1]["id"]


# -- the programme -------------------------------------------------------------------------------------

STAGES = sorted(VALUES.stages, key=lambda one: -STATUSES[one].place)


def drawn(stage: int, firm: int, other: int) -> Pair:
    parties = Party(f"enterprise-{firm}", "", ""), Party(f"institute-{other}", "", "")
    return Pair(row(), STATUSES[STAGES[stage]], *parties, "met", "", (), (), AT)


@given(st.lists(st.builds(drawn, st.integers(0, 2), st.integers(1, 9), st.integers(1, 5)), max_size=40))
def test_groups_keep_stages_apart_and_call_nobody_twice_at_once(pairs: list[Pair]) -> None:
    pairs = sorted(pairs, key=lambda one: -one.status.place)
    groups = grouped(pairs, VALUES)
    assert sorted(number for one in groups for number, _ in one.pairs) == list(range(1, len(pairs) + 1))
    for one in groups:
        seated = [party for _, pair in one.pairs for party in sides(pair)]
        assert len(seated) == len(set(seated))
        assert 1 <= len(one.pairs) <= one.act.group
        assert len({pair.status for _, pair in one.pairs}) == 1
    places = [one.pairs[0][1].status.place for one in groups]
    assert places == sorted(places, reverse=True)
    times = slots(groups, VALUES, dt.time(0, 0))
    assert all(before.end <= after.start for before, after in pairwise(times))
