"""协同创新协议: the planted answers, dates that are not known, who is heard of, and whom to approach."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from app import App
from errors import UsageError
from examples.planted import planted
from ingest.load import Options as Loading
from matches.saying import Details
from programme import agreements
from programme.agreements_ledger import (
    BINDING,
    EXPIRED,
    EXPIRING,
    FRESH,
    IN_FORCE,
    SILENT,
    UNRECORDED,
    Agreement,
    AgreementValues,
    ContractValues,
)
from programme.agreements_pairs import NEAR, NEW, RELATIONS
from programme.model import Plan, Row, Sheet
from programme.rules import in_force
from settings import Settings
from tests.programme.command import Shell
from tests.programme.conftest import AT

ANSWERS = planted("agreements")["answers"]
RULE = in_force("agreements", AT, AgreementValues).values
CONTRACTS = in_force("technical-contracts", AT, ContractValues).values


def made(app: App, county: str = "", at: dt.date = AT) -> Plan:
    return app.plan(lambda world: agreements.plan(world, agreements.Options(county)), at)


def row(sheet: Sheet, name: str, column: str = "agreement") -> Row:
    return next(one for one in sheet.rows if sheet.cell(one, column) == name)


def cells(sheet: Sheet, found: Row, *columns: str) -> list[Any]:
    return [sheet.cell(found, column) for column in columns]


@pytest.fixture(scope="module")
def demo(demo_app: App) -> Plan:
    return made(demo_app)


def test_the_figures_are_those_planted(demo: Plan) -> None:
    assert {name: demo.value(demo.figure(name)) for name in ANSWERS["figures"]} == ANSWERS["figures"]


def test_each_agreement_stands_as_its_dates_say(demo: Plan) -> None:
    ledger = demo.sheet("ledger")
    stands = {one.ids[0].removeprefix("agreement-"): ledger.cell(one, "status") for one in ledger.rows}
    assert {code: stands[code] for code in ANSWERS["statuses"]} == ANSWERS["statuses"]


def test_what_ends_soon_and_who_is_silent(demo: Plan) -> None:
    ending, silent = demo.sheet("expiring"), demo.sheet("silent")
    assert {one.cells[0]: cells(ending, one, "expires_on", "days_left") for one in ending.rows} == ANSWERS[
        "expiring"
    ]
    quiet = [one for one in silent.rows if silent.cell(one, "contact") == SILENT]
    assert {
        silent.cell(one, "agreement"): cells(silent, one, "heard_on", "quiet_days") for one in quiet
    } == ANSWERS["silent"]
    for name in ANSWERS["unrecorded"]:
        assert cells(silent, row(silent, name), "contact", "heard_on") == [UNRECORDED, None]
    for name in ANSWERS["fresh"]:
        assert demo.sheet("ledger").cell(row(demo.sheet("ledger"), name), "contact") == FRESH


def test_platforms_counties_and_pairs(demo: Plan) -> None:
    built, counties, pairs = (demo.sheet(name) for name in ("platforms", "counties", "pairs"))
    for name, how in ANSWERS["platform"].items():
        assert built.cell(row(built, name, "platform"), "how") == how
    told = {" ".join(map(str, one.cells[:2])): list(demo.shown(counties, one)[2:5]) for one in counties.rows}
    assert {name: told[name] for name in ANSWERS["county_types"]} == ANSWERS["county_types"]
    for firm, wanted in ANSWERS["pairs"].items():
        assert cells(pairs, row(pairs, firm, "enterprise"), "institute", "relation") == wanted
    assert ANSWERS["not_a_pair"] not in [list(one.cells[:2]) for one in pairs.rows]


def test_no_pair_has_an_agreement_and_each_is_near_or_good(demo: Plan) -> None:
    ledger, pairs, later = (demo.sheet(name) for name in ("ledger", "pairs", "later"))
    binding = [set(one.ids) for one in ledger.rows if ledger.cell(one, "status") in BINDING]
    binding += [set(one.ids) for one in later.rows]
    order = [list(RELATIONS.values()).index(str(pairs.cell(one, "relation"))) for one in pairs.rows]
    assert order == sorted(order)
    for one in pairs.rows:
        assert not any(set(one.ids[:2]) <= ids for ids in binding)
        assert pairs.cell(one, "relation") in NEAR or pairs.cell(one, "grade") in RULE.grades
        assert (pairs.cell(one, "relation") == NEW) == (len(one.ids) == 2)
    assert [(tie.source, tie.target) for tie in demo.ties] == [one.ids[:2] for one in pairs.rows]


def test_amounts_by_status_and_by_county_add_up(demo: Plan) -> None:
    whole = demo.value(demo.figure("amount"))
    for sheet in ("statuses", "counties"):
        column = demo.sheet(sheet).places["amount"]
        shown = (demo.shown(demo.sheet(sheet), one)[column] for one in demo.sheet(sheet).rows)
        assert sum(float(one or 0) for one in shown) == whole
    first = demo.sheet("counties").rows[0]
    opened = demo.rows(demo.figure(f"协议@{first.cells[0]}·{first.cells[1]}"))
    assert [one.ids[0] for one in opened] == list(first.ids)


def test_an_earlier_day_knows_only_what_was_signed_by_then(demo_app: App) -> None:
    plan = made(demo_app, at=dt.date(2026, 2, 1))
    assert plan.value(plan.figure("agreements")) == 8
    assert plan.value(plan.figure("in_force")) == 7
    assert plan.value(plan.figure("expiring")) == 1


def test_a_county_has_its_own(demo_app: App) -> None:
    plan = made(demo_app, "611026")
    assert {one.cells[3] for one in plan.sheet("ledger").rows} == {"柞水县"}
    assert {one.cells[2] for one in plan.sheet("pairs").rows} == {"柞水县"}


@pytest.mark.parametrize(
    ("day", "since"),
    [("2016-01-01", "1999-10-01"), ("2020-12-31", "1999-10-01"), ("2024-12-31", "2021-01-01")],
)
def test_an_earlier_day_has_a_plan_by_the_law_of_that_day(demo_app: App, day: str, since: str) -> None:
    plan = made(demo_app, at=dt.date.fromisoformat(day))
    told = {one.rule: one.since for one in plan.rules}
    assert (told["agreements"], told["technical-contracts"]) == ("2016-01-01", since)


def test_real_firms_without_institutes_have_no_pairs_and_that_is_told(real_app: App) -> None:
    plan = made(real_app)
    assert plan.value(plan.figure("pairs")) == 0
    assert plan.value(plan.figure("registered_share")) is None
    assert any("图里没有院所" in one for one in plan.notes)


TABLE = """协议名称,合同登记编号,甲方,乙方,合同类型,合同金额,签订日期,有效期至,履行状态,最近联系日期
示例·没有期限,XY-1,商洛示例甲有限公司,示例大学,,,2025-01,,,
示例·到月底,XY-2,商洛示例甲有限公司,示例理工大学,技术开发,不超过50万元,2025-01,2026-06,,2026-06
示例·后来才联系,XY-3,商洛示例乙有限公司,示例大学,技术服务,20万元,2025-01-01,2027-01-01,,2026-08-01
"""


def test_what_a_row_does_not_say_is_unknown(tmp_path: Path) -> None:
    (tmp_path / "协议.csv").write_text(TABLE, encoding="utf-8")
    with App(Settings(home=tmp_path / "home")) as app:
        app.ingest([tmp_path / "协议.csv"], Loading())
        plan = made(app)
    ledger = plan.sheet("ledger")
    names = ("county", "type", "amount", "expires_on", "status", "contact", "registered")
    told = {str(one.cells[0]): cells(ledger, one, *names) for one in ledger.rows}
    assert told == {
        "示例·没有期限": [None, "未填", None, None, "期限不明", UNRECORDED, "没有记录"],
        "示例·到月底": [None, "技术开发", None, "2026-06", EXPIRING, "有联系", "没有记录"],
        "示例·后来才联系": [None, "技术服务", 20, "2027-01-01", IN_FORCE, UNRECORDED, "没有记录"],
    }
    assert plan.value(plan.figure("amount")) == 20
    assert {one[:6] for one in plan.notes} >= {"有的协议没有"}


def test_a_step_of_a_match_of_the_parties_counts_as_heard_of(own_app: App) -> None:
    silent = "agreement-SLXT-2026-029"
    pair = ("need-XQ-046", "achievement-CG-079")
    own_app.record(pair, "pushed", Details(dated="2026-06-10"))
    assert silent in [one.ids[0] for one in made(own_app).sheet("silent").rows]
    own_app.record(pair, "contacted", Details(dated="2026-06-11"))
    plan = made(own_app)
    assert silent not in [one.ids[0] for one in plan.sheet("silent").rows]
    ledger = plan.sheet("ledger")
    assert next(ledger.cell(one, "contact") for one in ledger.rows if one.ids[0] == silent) == "有联系"


DAYS = st.dates(dt.date(2020, 1, 1), dt.date(2032, 12, 31))


def agreement(said: dict[str, Any], at: dt.date) -> Agreement:
    empty = dict.fromkeys(("expires_on", "progress", "contacted_on", "registered_on", "type", "amount"))
    return Agreement({**empty, "steps": [], **said}, at, RULE, CONTRACTS)


@given(DAYS, DAYS, st.integers(0, 400))
def test_an_agreement_only_grows_older(end: dt.date, at: dt.date, more: int) -> None:
    order = (IN_FORCE, EXPIRING, EXPIRED)
    now, then = (
        agreement({"expires_on": end.isoformat(), "signed_on": "2019-01-01"}, day)
        for day in (at, at + dt.timedelta(days=more))
    )
    assert order.index(now.status) <= order.index(then.status)
    assert (now.status == EXPIRED) == (end < at)


@given(st.lists(DAYS, min_size=1, max_size=4), DAYS)
def test_contacts_after_the_day_are_not_known_and_the_last_before_counts(
    days: Sequence[dt.date], at: dt.date
) -> None:
    steps = [{"status": "contacted", "dated": day.isoformat()} for day in days]
    found = agreement({"signed_on": "2019-01-01", "steps": steps}, at)
    known = [day for day in days if day <= at]
    assert found.heard_on == (max(known).isoformat() if known else None)
    quiet = (at - max(known)).days > RULE.silent_days if known else None
    assert found.contact == (UNRECORDED if quiet is None else SILENT if quiet else "有联系")


def test_record_keeps_whom_to_approach(own_app: App) -> None:
    plan = made(own_app)
    kept = own_app.keep_plan(plan)
    assert kept.pairs == len(plan.ties)
    link = next(one for one in own_app.ledger.links("PLANNED") if one.source == plan.ties[0].source)
    assert link.properties["note"] == "有合作没有协议，匹配不明"
    own_app.undo_plan(kept.code)
    assert not own_app.kept_plans()
    with pytest.raises(UsageError, match="没有要记下的决定"):
        own_app.keep_plan(Plan("agreements", "空", AT, 1))


def test_the_command_answers_writes_and_opens(
    demo_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shell, book = Shell(demo_home, monkeypatch, capsys), tmp_path / "协议.xlsx"
    asked = ("agreements", "--county", "柞水县", "--at", AT.isoformat())
    code, out, _ = shell(*asked, "--json", "--xlsx", str(book))
    assert (code, json.loads(out)["scope"]) == (0, "柞水县")
    assert load_workbook(book).sheetnames[:3] == ["汇总", "各状态的协议", "各区县各类协议"]
    code, out, _ = shell(*asked, "--drill", "即将到期")
    assert (code, "示例·重晶石回收协同创新协议" in out, "协同创新协议.xlsx" in out) == (0, True, True)
    code, _, err = shell(*asked, "--drill", "没有这个数")
    assert (code, "最接近的：" in err) == (2, True)
