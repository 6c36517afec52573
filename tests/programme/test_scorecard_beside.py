"""The scorecard beside the tasks: where both count the same thing, they give the same number on any day."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator

import pytest

from app import App
from programme import policy, scorecard, survey
from programme.model import Cell, Plan
from settings import Settings
from tests.matches.home import fill
from tests.programme.shown import lines

DAYS = [dt.date(2026, 5, 31), dt.date(2026, 6, 30), dt.date(2026, 7, 31)]
TABLES = {
    "企业.csv": (
        "企业名称,所属区县,调查日期\n"
        "商洛示例甲有限公司,山阳县,2026-07-02\n"
        "商洛示例乙有限公司,,\n"
        "商洛示例丙有限公司,山阳县,\n"
        "商洛示例丁有限公司,柞水县,2026年6月底前\n"
        "商洛示例戊有限公司,柞水县,2026-05-10\n"
        "商洛示例己有限公司,柞水县,\n"
    ),
    "需求.csv": (
        "需求编号,需求名称,企业名称,需求类型,征集日期,所属区县\n"
        "XQ-1,示例·甲没写日期的需求,商洛示例甲有限公司,技术研发,,\n"
        "XQ-2,示例·乙没写日期的需求,商洛示例乙有限公司,技术研发,,\n"
        "XQ-3,示例·戊后来的需求,商洛示例戊有限公司,人才引进,2026-07-20,\n"
        "XQ-4,示例·戊先来的需求,商洛示例戊有限公司,人才引进,2026-04,\n"
        "XQ-5,示例·无主的需求,,人才引进,,柞水县\n"
    ),
    "院所.csv": (
        "院所名称,所在市,所在区县\n"
        "示例研究院,西安市,\n"
        "示例学院,,雁塔区\n"
        "示例宝鸡研究所,宝鸡市,\n"
        "示例不知在哪里的研究所,,\n"
    ),
    "协议.csv": (
        "协议名称,甲方,乙方,签订日期,合同类型,合同金额（万元）\n"
        "示例·市名,商洛示例甲有限公司,示例研究院,2026-04-01,技术开发,10\n"
        "示例·区名,商洛示例甲有限公司,示例学院,2026-04-02,技术开发,20\n"
        "示例·宝鸡,商洛示例甲有限公司,示例宝鸡研究所,2026-04-03,技术开发,40\n"
        "示例·不明,商洛示例甲有限公司,示例不知在哪里的研究所,2026-04-04,技术开发,80\n"
        "示例·两家企业,商洛示例甲有限公司,商洛示例丙有限公司,2026-04-05,技术开发,160\n"
    ),
    "产学研合作.csv": (
        "合作项目,合作企业,合作院所,开始时间\n示例·联合攻关,商洛示例丙有限公司,示例研究院,2026-06\n"
    ),
}


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    """Firms and needs with and without a date of their own."""
    folder = tmp_path_factory.mktemp("tables")
    with App(Settings(home=fill(folder / "home", folder, TABLES))) as made:
        yield made


def card(app: App, at: dt.date) -> Plan:
    return app.plan(lambda world: scorecard.plan(world, scorecard.Options()), at)


def asked(app: App, at: dt.date) -> Plan:
    return app.plan(lambda world: survey.plan(world, survey.Options()), at)


def months(made: Plan, sheet: str) -> dict[Cell, Cell]:
    body = made.sheet(sheet)
    return {body.cell(row, "called"): body.cell(row, "month") for row in body.rows}


@pytest.mark.parametrize("at", DAYS)
@pytest.mark.parametrize("home", ["demo_app", "app"])
def test_answers_and_needs_are_those_of_the_survey(
    home: str, at: dt.date, request: pytest.FixtureRequest
) -> None:
    app: App = request.getfixturevalue(home)
    mine, its = card(app, at), asked(app, at)
    value = {name: its.value(its.figure(name)) for name in ("answered", "needs")}
    assert {
        "answered": mine.value(mine.figure("surveyed")),
        "needs": mine.value(mine.figure("needs")),
    } == value
    coverage = {row[0]: (row[2], row[5]) for row in lines(its, "coverage")}
    sheets = [mine.sheet(name) for name in ("surveyed", "needs")]
    counted = [Counter(one.cell(row, "county") for row in one.rows) for one in sheets]
    for county, numbers in coverage.items():
        assert tuple(one[county] for one in counted) == numbers, county


def test_what_has_no_date_is_as_old_as_its_firm_s_survey_or_of_no_known_month(app: App) -> None:
    made = {at: card(app, at) for at in DAYS}
    assert [months(made[at], "surveyed") for at in DAYS] == [
        {"商洛示例乙有限公司": None, "商洛示例戊有限公司": "2026-04"},
        {"商洛示例乙有限公司": None, "商洛示例戊有限公司": "2026-04", "商洛示例丙有限公司": "2026-06",
         "商洛示例丁有限公司": None},
        {"商洛示例乙有限公司": None, "商洛示例戊有限公司": "2026-04", "商洛示例丙有限公司": "2026-06",
         "商洛示例丁有限公司": None, "商洛示例甲有限公司": "2026-07"},
    ]  # fmt: skip
    undated = {"示例·乙没写日期的需求": None, "示例·无主的需求": None, "示例·戊先来的需求": "2026-04"}
    assert [months(made[at], "needs") for at in DAYS] == [
        undated,
        undated,
        undated | {"示例·甲没写日期的需求": "2026-07", "示例·戊后来的需求": "2026-07"},
    ]
    later = {str(row.cells[1]) for row in made[DAYS[1]].sheet("later").rows}
    assert later == {"商洛示例甲有限公司", "示例·甲没写日期的需求", "示例·戊后来的需求"}


@pytest.mark.parametrize("at", [*DAYS, dt.date(2026, 3, 15), dt.date(2026, 9, 15)])
def test_open_policies_are_those_of_the_policies(demo_app: App, at: dt.date) -> None:
    mine = card(demo_app, at)
    its = demo_app.plan(lambda world: policy.plan(world, policy.Options()), at).sheet("policies")
    found = sorted(str(its.cell(row, "policy")) for row in its.rows if its.cell(row, "window") == "受理中")
    assert sorted(str(row.cells[0]) for row in mine.rows(mine.figure("policies"))) == found
    assert mine.value(mine.figure("受理中的政策")) == len(found)


def test_agreements_with_xian_are_known_by_the_rule_of_the_signing(app: App) -> None:
    made = card(app, DAYS[1])
    sheet = made.sheet("agreements")
    assert {row.cells[0]: sheet.cell(row, "xian") for row in sheet.rows} == {
        "示例·市名": "是",
        "示例·区名": "是",
        "示例·宝鸡": "否",
        "示例·不明": None,
        "示例·两家企业": "否",
    }
    numbers = {name: made.value(made.figure(name)) for name in ("xian", "xian_amount", "xian_unknown")}
    assert numbers == {"xian": 2, "xian_amount": 30, "xian_unknown": 1}
    assert "signing" in {one.rule for one in made.rules}
