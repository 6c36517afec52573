"""The map of industries and fields: planted squares, what is unknown, its drawing, its command, decisions."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

import cli
from app import App
from errors import InputError
from examples.planted import planted
from ingest.load import Options as Loading
from programme.chain import BLUE, FILLS, GREEN, RED, Options, Square, plan
from programme.chain_items import GUESSED, LEVELS, NONE, Item, lifted
from programme.model import UNKNOWN, Plan
from show.drawing import draw, write
from tests.programme.conftest import AT

ANSWERS = planted("chain")["answers"]
SVG = "{http://www.w3.org/2000/svg}"
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def made(demo_app: App) -> Plan:
    return demo_app.plan(lambda world: plan(world, Options()), AT)


def state(body: Plan, cell: str) -> str:
    sheet = body.sheet("cells")
    wanted = tuple(None if code == UNKNOWN else code for code in cell.split("@"))
    (row,) = (row for row in sheet.rows if (sheet.cell(row, "industry"), sheet.cell(row, "field")) == wanted)
    return str(row.cells[0])


def names(body: Plan, figure: str) -> list[str]:
    return sorted(str(row.cells[0]) for row in body.rows(body.figure(figure)))


def test_the_planted_squares_are_red_blue_and_green(made: Plan) -> None:
    red, blue, green = (ANSWERS[one]["cell"] for one in ("red", "blue", "green"))
    assert (state(made, red), state(made, blue), state(made, green)) == (RED, BLUE, GREEN)
    assert names(made, f"gaps@{red}") == ANSWERS["red"]["gaps"]
    assert names(made, f"idle@{blue}") == ANSWERS["blue"]["idle"]
    assert made.value(made.figure(f"achievements@{red}")) == 0
    assert made.value(made.figure(f"needs@{blue}")) == 0


def test_a_square_is_named_by_codes_or_by_words(made: Plan) -> None:
    figure = made.figure("缺供给@专用设备制造业@信息与系统科学相关工程与技术")
    assert figure == made.figure(f"gaps@{ANSWERS['red']['cell']}")


def test_squares_hold_every_need_and_achievement_once(made: Plan) -> None:
    sheet = made.sheet("cells")
    for place, side in enumerate(("needs", "gaps", "achievements", "idle"), start=5):
        total = sum(int(str(made.shown(sheet, row)[place])) for row in sheet.rows)
        assert total == made.value(made.figure(side))
    drawn = made.sheet("map")
    coloured = [cell for row in drawn.rows for cell in row.cells[2:] if cell]
    assert sorted(map(str, coloured)) == sorted(str(row.cells[0]) for row in sheet.rows)


def test_a_field_that_was_guessed_says_from_what(made: Plan) -> None:
    sheet = made.sheet("needs")
    guessed = [row for row in sheet.rows if sheet.cell(row, "known") == GUESSED]
    assert guessed
    assert all(sheet.cell(row, "basis") and sheet.cell(row, "field") for row in guessed)
    assert {sheet.cell(row, "type") for row in made.sheet("left_out").rows} == {"投资融资"}


def test_a_finer_level_has_more_rows_and_the_same_needs(demo_app: App, made: Plan) -> None:
    fine = demo_app.plan(lambda world: plan(world, Options(level="中类")), AT)
    assert len(fine.sheet("map").rows) > len(made.sheet("map").rows)
    assert fine.value(fine.figure("needs")) == made.value(made.figure("needs"))


def test_registry_firms_without_needs_make_an_empty_map(real_app: App) -> None:
    body = real_app.plan(lambda world: plan(world, Options()), AT)
    assert [body.value(one) for one in body.figures] == [0] * len(body.figures)
    assert body.sheet("map").rows == ()
    assert ElementTree.fromstring(draw(body)).tag == f"{SVG}svg"


ITEM = Item("x", "x", "", ("C32", "450"), ("x",))
answers = st.sampled_from([NONE, None, "同格有成果"])


@given(st.lists(answers), st.lists(answers))
def test_what_is_unknown_makes_no_square_red_or_blue(
    needs: list[str | None], gains: list[str | None]
) -> None:
    square = Square(ITEM.key, *(tuple(replace(ITEM, answer=one) for one in side) for side in (needs, gains)))
    assert (square.state == RED) == (NONE in needs)
    assert (square.state == BLUE) == (NONE not in needs and NONE in gains)
    assert (square.state == UNKNOWN) == (None in needs + gains and NONE not in needs + gains)


@given(st.sampled_from(["C3239", "C323", "C32", "C", "A0171"]), st.sampled_from([*LEVELS]))
def test_an_industry_is_lifted_to_what_it_lies_in(code: str, level: str) -> None:
    found = lifted(code, level)
    assert found
    assert code.startswith(found)
    assert len(found) <= LEVELS[level]


def test_the_drawing_has_one_square_for_each_pair_and_escapes_names(made: Plan, tmp_path: Path) -> None:
    drawn = made.sheet("map")
    risky = replace(drawn, rows=(replace(drawn.rows[0], cells=("A01", '<农&"业">', *drawn.rows[0].cells[2:])),
                                 *drawn.rows[1:]))  # fmt: skip
    body = replace(made, sheets=tuple(risky if one.name == "map" else one for one in made.sheets))
    tree = ElementTree.fromstring(draw(body))
    squares = [one for one in tree.iter(f"{SVG}rect") if one.get("class") == "cell"]
    assert len(squares) == len(drawn.rows) * (len(drawn.columns) - 2)
    texts = [one.text for one in tree.iter(f"{SVG}text")]
    assert 'A01 <农&"业">' in texts
    filled = [one.get("fill") for one in squares if one.get("fill") != "none"]
    assert len(filled) == len(made.sheet("cells").rows)
    letters = [one for one in texts if one in (RED, BLUE, GREEN, UNKNOWN)]
    assert len(letters) == len(filled)
    assert {one.get("id") for one in tree.iter(f"{SVG}pattern")} == {"red", "blue", "green", "unknown"}
    with pytest.raises(InputError, match="写不了"):
        write(tmp_path / "没有" / "图.svg", "")


def test_needs_without_supply_are_put_on_record_and_taken_back(own_app: App) -> None:
    body = own_app.plan(lambda world: plan(world, Options()), AT)
    assert len(body.ties) == body.value(body.figure("gaps"))
    kept = own_app.keep_plan(body)
    said = {(link.source, link.target): link.properties["note"] for link in own_app.ledger.links("PLANNED")}
    assert "征集" in str(said["need-XQ-121", "field-413"])
    own_app.undo_plan(kept.code)
    assert not list(own_app.ledger.links("PLANNED"))


TABLES = {
    "院所": """院所名称,机构类型,所在市
北京示例大学,高等学校,北京市
""",
    "成果": """成果编号,成果名称,完成单位,成果简介,学科领域,应用行业
CG-901,示例·干燥软测量控制算法,北京示例大学,干燥过程的软测量,413,C35
CG-902,示例·褐铁矿悬浮磁化焙烧炉温智能调控,北京示例大学,褐铁矿悬浮磁化焙烧炉温的智能调控和余热回收,450,C13
CG-903,示例·矿区应急广播,示例应急研究所,矿区应急广播的组网,620,B08
""",
    "需求": """需求编号,需求名称,企业名称,需求类型,需求内容,技术领域
XQ-902,示例·褐铁矿悬浮磁化焙烧炉温智能调控,柞水示例青石湾矿业有限公司,技术研发,褐铁矿悬浮磁化焙烧炉温的智能调控和余热回收,450
XQ-903,示例·矿区应急广播,柞水示例青石湾矿业有限公司,技术研发,矿区应急广播的组网,620
""",
}


def test_what_is_supplied_only_from_outside_the_province_stays_red_and_is_told(
    own_app: App, tmp_path: Path
) -> None:
    for name, text in TABLES.items():
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    own_app.ingest([tmp_path / f"{name}.csv" for name in TABLES], Loading())
    own_app.sync()
    body = own_app.plan(lambda world: plan(world, Options()), AT)
    needs = body.sheet("needs")
    told = {row.ids[0]: (needs.cell(row, "answer"), needs.cell(row, "away")) for row in needs.rows}
    assert told["need-XQ-121"] == (NONE, "省外有同格成果：示例·干燥软测量控制算法（北京示例大学）")
    answer, away = told["need-XQ-902"]
    assert answer == NONE
    assert str(away).startswith("省外有：示例·褐铁矿悬浮磁化焙烧炉温智能调控（")
    assert told["need-XQ-903"] == ("同格有成果，单位所在地不明", None)
    assert [state(body, cell) for cell in ("C35@413", "B08@450", "B08@620")] == [RED, RED, GREEN]
    assert any("省外有" in tie.note for tie in body.ties)
    gains = body.sheet("achievements")
    inside = {row.ids[0]: gains.cell(row, "inside") for row in gains.rows}
    assert [inside[f"achievement-CG-{one}"] for one in ("901", "903", "187")] == ["否", None, "是"]


@pytest.fixture
def run(demo_home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs the command over the demo data; (status, stdout, stderr)."""
    monkeypatch.setenv("SHUANGJIN_HOME", str(demo_home))

    def run(*arguments: str) -> tuple[int, str, str]:
        line = ["shuangjin", "plan", "chain", "--at", AT.isoformat(), *arguments]
        monkeypatch.setattr(sys, "argv", line)
        with pytest.raises(SystemExit) as ended:
            cli.main()
        out, err = capsys.readouterr()
        return int(ended.value.code or 0), out, err

    return run


def test_the_command_tells_draws_and_writes(run: Run, tmp_path: Path) -> None:
    status, out, _ = run("--json", "--svg", str(tmp_path / "图谱.svg"), "--xlsx", str(tmp_path / "图谱.xlsx"))
    assert status == 0
    cells = next(one for one in json.loads(out)["sheets"] if one["name"] == "cells")["rows"]
    red = next(one for one in cells if (one["industry"], one["field"]) == ("C35", "413"))
    assert (red["state"], red["gaps"]) == (RED, 1)
    assert ElementTree.parse(tmp_path / "图谱.svg").getroot().tag == f"{SVG}svg"
    book = load_workbook(tmp_path / "图谱.xlsx")
    assert book["有颜色的格"]["A4"].value == RED
    assert book["有颜色的格"]["A4"].fill.fgColor.rgb == f"FF{FILLS[RED]}"
    assert str(book["有颜色的格"]["F4"].value).startswith("=")
    letters = {
        cell.value: cell.fill.fgColor.rgb for line in book["图谱"].iter_rows(min_row=4) for cell in line
    }
    assert {state: letters[state] for state in (RED, BLUE, GREEN)} == {
        state: f"FF{FILLS[state]}" for state in (RED, BLUE, GREEN)
    }
    status, out, _ = run("--drill", f"gaps@{ANSWERS['red']['cell']}")
    assert status == 0
    assert "需求调查.xlsx" in out


def test_a_level_that_is_none_is_refused_with_the_levels(run: Run) -> None:
    status, _, err = run("--level", "科类")
    assert status == 2
    assert "没有“科类”这一级行业" in err
    assert "门类、大类、中类、小类" in err
