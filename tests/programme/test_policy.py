"""惠企政策: the planted policies clause by clause, carriers and who may move in, what nobody wrote down."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from app import App
from errors import NotFoundError
from examples.planted import planted
from programme.firms import YUAN
from programme.interval import STATES
from programme.model import Plan, Sheet
from programme.policy import Options, plan
from programme.policy_carriers import Carrier
from programme.world import Answered, World
from tests.programme.conftest import AT
from tests.test_cli import Shell

ANSWERS = planted("policy")["answers"]
ALL = Options()


def made(app: App, options: Options = ALL, at: dt.date = AT) -> Plan:
    return app.plan(lambda world: plan(world, options), at)


def counted(plan: Plan, name: str, *columns: str) -> list[list[Any]]:
    """As `cells`, with the values of the figures in them."""
    sheet = plan.sheet(name)
    places = [sheet.places[one] for one in columns]
    return [[plan.shown(sheet, row)[place] for place in places] for row in sheet.rows]


def cells(sheet: Sheet, *columns: str) -> list[list[Any]]:
    return [[sheet.cell(row, name) for name in columns] for row in sheet.rows]


def enterprise(app: App, name: str) -> str:
    return app.find(name).id


@pytest.fixture(scope="module")
def city(demo_app: App) -> Plan:
    return made(demo_app)


# -- the demo ------------------------------------------------------------------------------------------


def test_a_policy_tells_whom_it_fits_and_whom_it_may(city: Plan) -> None:
    voucher = ANSWERS["voucher"]
    for name, answer in (("pairs", "fits"), ("maybe", "maybe")):
        found = [
            one
            for policy, one in cells(city.sheet(name), "policy", "enterprise")
            if policy == voucher["policy"]
        ]
        assert sorted(found) == sorted(voucher[answer])
    told = counted(city, "closing", "policy", "left", "fits", "maybe")
    assert told == [[voucher["policy"], voucher["left"], len(voucher["fits"]), len(voucher["maybe"])]]
    windows = dict(cells(city.sheet("policies"), "policy", "window"))
    assert ANSWERS["windows"].items() <= windows.items()


def test_every_pair_is_counted_once(city: Plan) -> None:
    firms = Counter(sum(counts) for counts in counted(city, "policies", "fits", "maybe", "failed"))
    assert len(firms) == 1
    value = {one.name: city.value(one) for one in city.figures}
    assert value["fits"] == sum(fits for (fits,) in counted(city, "policies", "fits"))
    assert value["maybe"] == sum(maybe for (maybe,) in counted(city, "policies", "maybe"))
    assert len(city.ties) == value["fits"]
    for policy, failed in counted(city, "policies", "policy", "failed"):
        opened = city.rows(city.figure(f"不符@{policy}"))
        assert [city.sheet("failed").cell(row, "policy") for row in opened] == [policy] * failed


@pytest.mark.parametrize(("firm", "policy", "verdict", "why"), ANSWERS["verdicts"])
def test_a_firm_is_told_the_clause_that_decides(
    demo_app: App, firm: str, policy: str, verdict: str, why: str
) -> None:
    found = made(demo_app, Options(enterprise=enterprise(demo_app, firm)))
    told = {row[0]: row[1:] for row in cells(found.sheet("policies"), "policy", "verdict", "why")}
    assert told[policy] == [verdict, why]
    states = [state for one, state in cells(found.sheet("clauses"), "policy", "state") if one == policy]
    assert (STATES["failed"] in states) == (verdict == "不符")


@pytest.mark.parametrize(("at", "policy", "firm"), ANSWERS["then"])
def test_another_day_has_its_own_answer(
    demo_app: App, city: Plan, at: dt.date, policy: str, firm: str
) -> None:
    then = cells(made(demo_app, at=at).sheet("pairs"), "policy", "enterprise")
    assert [policy, firm] in then
    assert [policy, firm] not in cells(city.sheet("pairs"), "policy", "enterprise")


def test_carriers_serve_their_tenants_and_have_room_or_not(city: Plan) -> None:
    told = {
        name: rest for name, *rest in cells(city.sheet("carriers"), "carrier", "county", "tenants", "room")
    }
    tenants = cells(city.sheet("tenants"), "carrier", "enterprise")
    for name, (county, firms, room) in ANSWERS["carriers"].items():
        assert told[name] == [county, len(firms), room]
        assert sorted(one for carrier, one in tenants if carrier == name) == sorted(firms)


def test_young_small_firms_are_told_of_the_carriers_near_them(city: Plan) -> None:
    told = {name: rest for name, *rest in cells(city.sheet("hosting"), "enterprise", "verdict", "carriers")}
    assert ANSWERS["hosting"].items() <= told.items()
    assert not set(told) & {firm for _, firms, _ in ANSWERS["carriers"].values() for firm in firms}


def test_a_county_is_looked_at_alone(demo_app: App) -> None:
    found = made(demo_app, Options(county="611024"))
    assert {county for (county,) in cells(found.sheet("pairs"), "county")} == {"山阳县"}
    assert {county for (county,) in cells(found.sheet("carriers"), "county")} == {"山阳县"}
    with pytest.raises(NotFoundError, match="没有这家企业"):
        made(demo_app, Options("611002", enterprise(demo_app, "氮钒")))


def test_days_before_a_deadline_may_be_said(demo_app: App) -> None:
    assert not made(demo_app, Options(days=19)).sheet("closing").rows
    assert len(made(demo_app, Options(days=20)).sheet("closing").rows) == 1


def test_the_fitting_pairs_are_kept_and_taken_back(own_app: App) -> None:
    found = made(own_app, Options(enterprise=enterprise(own_app, "氮钒")))
    kept = own_app.keep_plan(found)
    links = [one for one in own_app.ledger.links("PLANNED") if one.properties["plan"] == f"plan-{kept.code}"]
    assert {(one.source_kind, one.target_kind) for one in links} == {("Enterprise", "Policy")}
    assert len(links) == found.value(found.figure("fits"))
    assert "推送政策，2026-07-20 截止" in {one.properties["note"] for one in links}
    own_app.undo_plan(kept.code)
    assert not [one for one in own_app.ledger.links("PLANNED") if one.properties["task"] == "policy"]


# -- real firms ----------------------------------------------------------------------------------------

CALLS = {
    "示例·都不限": {},
    "示例·要资质": {"labels": ["规上工业企业"]},
    "示例·要规模": {"sizes": ["小型", "微型"]},
    "示例·要收入": {"least_revenue": 500 * YUAN},
    "示例·要研发": {"least_rd": 50 * YUAN},
}


WHEN_YOUNG = dt.date(2020, 1, 31)
"""A day on which some of the registry's firms were young."""


class Calling(World):
    """The world with these policies in the place of its own."""

    def ask(self, query: str, given: Mapping[str, Any] | None = None) -> Answered:
        found = super().ask(query, given)
        if query != "policy-clauses":
            return found
        rows = [
            {"id": f"policy-{name}", "policy": name, "body": body, "industries": [], "counties": []}
            for name, body in CALLS.items()
        ]
        return Answered(found.source, rows)


def test_what_a_registry_does_not_say_is_never_a_no(real_app: App) -> None:
    def make(world: World) -> Plan:
        return plan(Calling(world.graph, world.match, world.at, world.run), ALL)

    found = real_app.plan(make, WHEN_YOUNG)
    told = {name: counts for name, *counts in counted(found, "policies", "policy", "fits", "maybe", "failed")}
    firms = sum(told["示例·都不限"])
    assert firms > 2500
    assert told.pop("示例·都不限") == [firms, 0, 0]
    assert list(told.values()) == [[0, firms, 0]] * (len(CALLS) - 1)
    young = found.sheet("hosting")
    assert {verdict for (verdict,) in cells(young, "verdict")} == {"没有载体"}
    assert 0 < len(young.rows) < firms


def test_real_firms_without_policies(real_app: App) -> None:
    found = made(real_app)
    assert found.value(found.figure("policies")) == found.value(found.figure("failed")) == 0


# -- the command ---------------------------------------------------------------------------------------


@pytest.fixture
def shell(demo_home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Shell:
    monkeypatch.setenv("SHUANGJIN_HOME", str(demo_home))
    monkeypatch.setenv("COLUMNS", "200")
    return Shell(monkeypatch, capsys)


def test_the_command_answers_in_json_and_writes_a_workbook(shell: Shell, tmp_path: Path) -> None:
    path = tmp_path / "政策.xlsx"
    said = shell("plan", "policy", "--at", "2026-06-30", "--json", "--xlsx", str(path))
    assert said.code == 0
    assert {one["name"] for one in said.body["figures"]} >= {"fits", "maybe", "failed", "closing", "hosting"}
    assert load_workbook(path).sheetnames[:3] == ["汇总", "政策与符合的企业数", "30 天内截止"]
    opened = shell("plan", "policy", "--at", "2026-06-30", "--drill", "closing", "--json").body
    assert opened["rows"][0]["cells"]["policy"] == ANSWERS["voucher"]["policy"]
    assert opened["rows"][0]["entities"][0]["files"]
    one = shell("plan", "policy", "氮钒", "--at", "2026-06-30")
    assert "资质：贵企业是科技型中小企业" in one.out


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["查无此企业"], "没有找到企业"),
        (["--county", "长安城"], "长安城"),
        (["--drill", "没有这个数"], "没有“没有这个数”这个数"),
        (["--at", "2010-01-01"], "还没有"),
    ],
)
def test_bad_words_are_told_with_a_cure(shell: Shell, words: list[str], message: str) -> None:
    said = shell("plan", "policy", "--json", *words)
    assert said.code != 0
    assert message in said.body["error"]["message"]


@pytest.mark.parametrize(
    ("tenants", "places", "room"),
    [(0, None, "有空位"), (0, 0, "已满"), (1, None, None), (1, 2, "有空位"), (2, 2, "已满")],
)
def test_room(tenants: int, places: int | None, room: str | None) -> None:
    assert Carrier("platform-1", "", "", "", "", places, (), [{}] * tenants).room == room
