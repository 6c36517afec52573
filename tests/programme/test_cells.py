"""Figures that stand in cells: shown as values, written as formulas, found by name."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook

import show
from errors import UsageError
from programme.model import Column, Figure, Plan, Row, Sheet, Source
from tests.programme.conftest import AT
from workbooks.plans import write_plan

ROWS = Sheet(
    "rows", "明细", (Column("county", "区县"), Column("month", "月份"), Column("amount", "金额", "money")),
    (Row(("山阳县", "2026-03", 1.5)), Row(("山阳县", None, 2.0)), Row((None, "2026-03", None))),
    most=0, fills={"山阳县": "F4B6B0"},
)  # fmt: skip
COUNT = Figure("n", "数", "rows")
CELLS = (
    Figure("n@山阳县", "数@山阳县", "rows", (("county", "山阳县"),)),
    Figure("n@2026-03", "数@2026-03", "rows", (("month", "2026-03"),)),
    Figure("sum@2026-03", "和@2026-03", "rows", (("month", "2026-03"), ("county", None)), "amount"),
)
MATRIX = Sheet(
    "matrix", "矩阵", (Column("what", "什么"), *(Column(str(n), str(n), "figure") for n in range(4))),
    (Row(("甲", "n", *(one.name for one in CELLS))), Row(("乙", "", "n", "", ""))),
)  # fmt: skip
PLAN = Plan("test", "试验", AT, 1, "全市", (COUNT,), (MATRIX, ROWS), cells=CELLS)


def test_a_cell_that_names_a_figure_is_shown_as_its_value() -> None:
    assert [PLAN.shown(MATRIX, row) for row in MATRIX.rows] == [("甲", 3, 2, 2, 0), ("乙", "", 3, "", "")]


def test_json_tells_the_figures_that_stand_in_cells() -> None:
    body = show.plan_json(PLAN)
    assert [(one["name"], one["value"]) for one in body["cells"]] == [
        ("n", 3), ("n@山阳县", 2), ("n@2026-03", 2), ("sum@2026-03", 0)]  # fmt: skip
    assert body["sheets"][0]["rows"][0] == {"ids": [], "what": "甲", "0": 3, "1": 2, "2": 2, "3": 0}


def test_what_was_taken_of_the_rows_of_a_query_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    asked = replace(ROWS, sources=(Source("firms", {"county": ""}),))
    body = replace(PLAN, sheets=(MATRIX, asked))
    assert [one["where"] for one in show.plan_json(body)["cells"]] == [
        {}, {"区县": "山阳县"}, {"月份": "2026-03"}, {"月份": "2026-03", "区县": None}]  # fmt: skip
    drilled = show.drilled_json(body, CELLS[2], [])
    assert (drilled["where"], drilled["at"]) == ({"月份": "2026-03", "区县": None}, "2026-06-30")
    show.drilled(body, CELLS[2], [])
    told = "查询 cypher --named firms\n其中 月份=2026-03、区县=不明；按 2026-06-30 这一天\n"
    assert capsys.readouterr().out.endswith(told)
    show.drilled(body, COUNT, [])
    assert capsys.readouterr().out.endswith("firms\n按 2026-06-30 这一天\n")


def test_the_terminal_leaves_out_what_is_there_to_be_opened(capsys: pytest.CaptureFixture[str]) -> None:
    show.plan(PLAN)
    out = capsys.readouterr().out
    assert "矩阵（" in out
    assert "明细（" not in out
    assert "另有 1 张表，用 --xlsx 写出：明细" in out


def test_a_workbook_has_the_formula_in_the_cell_and_colours_by_value(tmp_path: Path) -> None:
    write_plan(tmp_path / "甲.xlsx", PLAN)
    book = load_workbook(tmp_path / "甲.xlsx")
    assert [book["矩阵"].cell(4, place).value for place in range(1, 6)] == [
        "甲",
        "=ROWS('明细'!$A$4:$A$6)",
        "=SUMPRODUCT(EXACT('明细'!$A$4:$A$6,\"山阳县\")*1)",
        "=SUMPRODUCT(EXACT('明细'!$B$4:$B$6,\"2026-03\")*1)",
        "=SUMPRODUCT(EXACT('明细'!$B$4:$B$6,\"2026-03\")*EXACT('明细'!$A$4:$A$6,\"不明\")*1,'明细'!$C$4:$C$6)",
    ]
    kept = load_workbook(tmp_path / "甲.xlsx", data_only=True)["矩阵"]
    assert [kept.cell(4, place).value for place in range(2, 6)] == [3, 2, 2, 0]
    assert [book["明细"].cell(row, 1).fill.fgColor.rgb for row in (4, 5, 6)] == [
        "FFF4B6B0", "FFF4B6B0", "00000000"]  # fmt: skip


def test_a_figure_that_is_not_there_is_answered_with_those_there_are() -> None:
    with pytest.raises(UsageError) as raised:
        PLAN.figure("m")
    assert raised.value.cure == "可用：n、n@山阳县、n@2026-03、sum@2026-03"
    assert PLAN.figure("和@2026-03") is CELLS[2]
