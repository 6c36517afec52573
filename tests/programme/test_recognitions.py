"""A firm without a list of labels that was recognised as one thing: what else it holds is not known."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from app import App
from programme import ladder, policy, scorecard
from programme.model import Plan, Sheet
from settings import Settings
from tests.matches.home import fill
from tests.programme.conftest import AT, Make

LISTED, ALONE, BARE = "商洛示例有清单有限公司", "商洛示例只有认定有限公司", "商洛示例什么都没有有限公司"
TABLES = {
    "企业.csv": (
        f"企业名称,所属区县,企业资质\n{LISTED},山阳县,高新技术企业\n{ALONE},山阳县,\n{BARE},山阳县,\n"
    ),
    "资质认定.csv": (
        f"证书编号,资质名称,企业名称,认定日期,有效期至\nZZ1,高新技术企业,{ALONE},2025-01-01,2027-12-31\n"
    ),
    "政策.csv": "文号,政策名称,发布日期,适用资质\n示例〔2026〕1号,示例·科小补助,2026-01-01,科技型中小企业\n",
}


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    """Firms with a list of labels, with a recognition and no list, with nothing."""
    folder = tmp_path_factory.mktemp("tables")
    with App(Settings(home=fill(folder / "home", folder, TABLES))) as made:
        yield made


def plan(app: App, make: Make) -> Plan:
    return app.plan(make, AT)


def dicts(sheet: Sheet) -> list[dict[str, Any]]:
    return [{name: sheet.cell(row, name) for name in sheet.places} for row in sheet.rows]


def test_the_ladder_does_not_take_another_recognition_for_a_list(app: App) -> None:
    body = plan(app, lambda world: ladder.plan(world, ladder.Options()))
    held = {one["firm"]: one for one in dicts(body.sheet("standing"))}
    names = ("recorded", "high_tech", "small_tech", "above_scale")
    assert {firm: [one[name] for name in names] for firm, one in held.items()} == {
        LISTED: ["有清单", "是", "否", "否"],
        ALONE: ["只有认定", "是", None, None],
        BARE: [None, None, None, None],
    }
    assert body.value(body.figure("labels_unknown")) == 1


def test_a_step_is_told_from_the_label_that_is_known_with_the_other_open(app: App) -> None:
    options = ladder.Options(enterprise=app.find(ALONE).id)
    body = plan(app, lambda world: ladder.plan(world, options))
    (step,) = [one for one in dicts(body.sheet("steps")) if one["to"] == "规上"]
    assert step["origin"] == "高企"
    assert "现有资质 不明：缺 企业资质" in [one["words"] for one in dicts(body.sheet("above_scale"))]


def test_the_scorecard_and_the_policies_keep_it_open(app: App) -> None:
    card = plan(app, lambda world: scorecard.plan(world, scorecard.Options()))
    names = ("high_tech", "high_tech_unknown", "small_tech_unknown", "scale_unknown")
    assert [card.value(card.figure(name)) for name in names] == [2, 1, 2, 2]
    told = plan(app, lambda world: policy.plan(world, policy.Options())).sheet("maybe")
    assert {one["enterprise"]: one["why"] for one in dicts(told)} == {
        ALONE: "资质：要科技型中小企业，只记载了贵企业别的资质",
        BARE: "资质：要科技型中小企业，没有记载贵企业有哪些资质",
    }
