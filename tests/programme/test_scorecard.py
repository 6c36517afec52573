"""The scorecard: planted cells, the whole and its parts, what is unknown or not counted, its command."""

from __future__ import annotations

import datetime as dt
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

import cli
from app import App
from errors import UsageError
from examples.planted import planted
from programme.counters import COUNTERS
from programme.events import OUTSIDE, Event, Events, Kind, counties
from programme.model import Cell, Column, Plan, Source
from programme.scorecard import Options, plan
from tests.programme.conftest import AT

ANSWERS = planted("scorecard")["answers"]
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def made(demo_app: App) -> Plan:
    return demo_app.plan(lambda world: plan(world, Options()), AT)


@pytest.mark.parametrize("name", ANSWERS["cells"])
def test_a_planted_cell_counts_what_was_planted(name: str, demo_app: App, made: Plan) -> None:
    expected = ANSWERS["cells"][name]
    figure, rows = demo_app.drill(made, name)
    assert made.value(figure) == expected["value"]
    assert sorted(str(one.row.cells[0]) for one in rows) == sorted(expected["rows"])
    assert all(files for one in rows for _, _, files in one.entities)


def test_what_came_after_the_day_is_told_and_not_counted(made: Plan) -> None:
    later = {str(one.cells[1]) for one in made.sheet("later").rows}
    assert {*ANSWERS["later"]} <= later
    assert not {*ANSWERS["later"]} & {str(one.cells[0]) for one in made.sheet("registered").rows}
    assert any("2026-06-30 之后的事项没有计入" in one for one in made.notes)


def test_another_day_counts_what_had_happened_then(demo_app: App) -> None:
    early = demo_app.plan(lambda world: plan(world, Options()), dt.date(2026, 3, 31))
    late = demo_app.plan(lambda world: plan(world, Options()), dt.date(2027, 12, 31))
    value = {name: [one.value(one.figure(name)) for one in (early, late)]
             for name in ("registered", "agreements", "roadshows", "on_duty", "high_tech_new")}  # fmt: skip
    assert value["registered"][0] < value["registered"][1]  # type: ignore[operator]
    assert value["roadshows"][0] < value["roadshows"][1]  # type: ignore[operator]
    assert value["on_duty"][0]
    assert not value["on_duty"][1]
    assert value["agreements"][0] < value["agreements"][1]  # type: ignore[operator]
    assert value["high_tech_new"][0] < value["high_tech_new"][1]  # type: ignore[operator]


def test_parts_make_the_whole_and_cells_are_their_rows(made: Plan) -> None:
    matrix, months = made.sheet("by_county"), made.sheet("by_month")
    assert len(matrix.rows) == len(COUNTERS)
    for row in matrix.rows:
        whole, *parts = made.shown(matrix, row)[1:]
        assert parts == [""] * len(parts) or whole == pytest.approx(sum(map(_number, parts)))
    wholes, *others = (made.shown(months, row)[1:] for row in months.rows)
    assert [*wholes] == pytest.approx([sum(map(_number, one)) for one in zip(*others, strict=True)])
    for figure in made.cells:
        rows, sheet = made.rows(figure), made.sheet(figure.sheet)
        told = [_number(sheet.cell(row, figure.total)) for row in rows] if figure.total else [1] * len(rows)
        assert made.value(figure) == pytest.approx(sum(told))


def _number(cell: Cell) -> float:
    return cell if isinstance(cell, int | float) else 0


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["611024", "6110G1", "611000", "610113", "611002", "", None]),
            st.sampled_from(["2026-06-30", "2026-03-15", "2026-03", "2026", "2026-07", "2027", None]),
            st.one_of(st.none(), st.integers(0, 10**9)),
        )
    )
)
def test_nothing_is_lost_or_counted_twice(said: list[tuple[str | None, str | None, int | None]]) -> None:
    events = Events(AT)
    made = [Event("x", county, day, ("x",), (amount,)) for county, day, amount in said]
    kind = Kind("agreements", "协议", (Column("amount", "金额"),))
    sheet = events.sheet(kind, made, Source("scorecard-agreements", {}))
    body = Plan("test", "试验", AT, 1, sheets=(sheet,))
    places, months = (
        [*counties(), OUTSIDE, None],
        [*{str(r.cells[2]) for r in sheet.rows if r.cells[2]}, None],
    )
    for counter in (one for one in COUNTERS if one.name in ("agreements", "contract_amount")):
        whole = body.value(counter.figure())
        for parts in ([counter.figure(place) for place in places],
                      [counter.figure(month=month) for month in months],
                      [counter.figure(place, month) for place in places for month in months]):  # fmt: skip
            assert sum(map(_number, map(body.value, parts))) == pytest.approx(whole)
    assert len(sheet.rows) + len(events.later) == len(said)


def test_nothing_is_failed_by_ignorance(real_app: App) -> None:
    body = real_app.plan(lambda world: plan(world, Options()), AT)
    names = ("no_research", "no_institution", "above_scale", "scale_unknown", "high_tech_unknown",
             "high_tech", "needs", "contract_amount")  # fmt: skip
    value = {name: body.value(body.figure(name)) for name in names}
    assert value["no_research"] == value["no_institution"] == value["above_scale"] == 0
    assert value["scale_unknown"] == value["high_tech_unknown"] == len(body.sheet("scale").rows) > 2500
    assert value["high_tech"] == value["needs"] == value["contract_amount"] == 0
    assert "规上企业研发活动还有不明的，不能算清零" in body.notes


def test_one_county_has_its_own_numbers_only(demo_app: App, made: Plan) -> None:
    body = demo_app.plan(lambda world: plan(world, Options("611024")), AT)
    assert [one.label for one in body.sheet("by_county").columns] == ["指标", "合计", "山阳县"]
    for counter in COUNTERS:
        if counter.placed:
            assert body.value(counter.figure()) == made.value(counter.figure("山阳县")), counter.name


def test_a_wrong_name_is_answered_with_the_nearest(made: Plan) -> None:
    with pytest.raises(UsageError, match="没有“high_teh@山阳县”这个数") as raised:
        made.figure("high_teh@山阳县")
    assert "high_tech@山阳县" in str(raised.value.cure)
    with pytest.raises(UsageError) as raised:
        made.figure("合同@山阳县@2026-03")
    assert "合同额@山阳县@2026-03" in str(raised.value.cure)


@pytest.fixture
def run(demo_home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs the command line over the demo data; (status, stdout, stderr)."""
    monkeypatch.setenv("SHUANGJIN_HOME", str(demo_home))

    def run(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["shuangjin", *arguments, "--at", AT.isoformat()])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        out, err = capsys.readouterr()
        return int(ended.value.code or 0), out, err

    return run


def test_the_command_tells_opens_and_writes(run: Run, tmp_path: Path) -> None:
    status, out, _ = run("scorecard", "--json", "--xlsx", str(tmp_path / "计分卡.xlsx"))
    body: dict[str, Any] = json.loads(out)
    assert status == 0
    cell = next(one for one in body["cells"] if one["name"] == "no_research@柞水县")
    assert cell["value"] == 1
    assert [one["query"] for one in cell["queries"]] == ["firms"]
    row = next(
        r for s in body["sheets"] if s["name"] == "by_county" for r in s["rows"] if "合同额" in r["counter"]
    )
    assert row["whole"] == sum(row[name] for name in (*counties(), "unknown"))
    book = load_workbook(tmp_path / "计分卡.xlsx")
    formulas = [cell.value for line in book["按区县"].iter_rows(min_row=4, min_col=2) for cell in line]
    assert all(str(one).startswith("=") for one in formulas if one)
    assert "SUMPRODUCT" in book["按月份"]["C7"].value
    status, out, _ = run("scorecard", "--drill", "high_tech@柞水县@2024-11")
    assert status == 0
    assert "资质认定.xlsx" in out
    assert "cypher --named scorecard-recognitions" in out


def test_a_county_that_is_none_is_refused(run: Run) -> None:
    status, _, err = run("scorecard", "--county", "山羊县")
    assert status == 2
    assert "山羊县" in err
