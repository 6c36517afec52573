"""Tables as offices lay them out: headings of several rows, totals, notes, hidden rows, blank columns."""

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from ingest.headings import BESIDE, fold_heading, meaning, unit_of
from ingest.ledger import Ledger
from ingest.load import Options, Report, load
from ingest.sheet import Sheet
from ingest.tables import tables
from ontology.entity import Value
from ontology.model import ontology

Rows = Sequence[Any]
KNOWN = {heading for kind in ontology().kinds.values() for heading in kind.headings}
GROUPED: Rows = [
    ["商洛市企业情况表", None, None, None, None, None, None],
    ["序号", "企业名称", "所属\n区县", "联系方式", None, "上年度数据（千元）", None],
    [None, None, None, "联系人", "电话", "营业收入", "研发投入"],
    [1, "商洛示例钒业有限公司", "山阳县", "示例甲", "13800000000", 1200, 80.5],
    [2, "镇安示例茶业有限公司", "镇安县", "示例乙", "13800000001", 300, "50万元"],
    ["合  计", None, None, None, None, 1500, 130.5],
]
MERGED = ["A1:G1", "A2:A3", "B2:B3", "C2:C3", "D2:E2", "F2:G2"]


def book(path: Path, rows: Rows, *, merged: Sequence[str] = (), hidden: Sequence[int] = ()) -> Path:
    made = Workbook()
    sheet = made.worksheets[0]
    sheet.title = "企业"
    for row in rows:
        sheet.append(list(row))
    for area in merged:
        sheet.merge_cells(area)
    for number in hidden:
        sheet.row_dimensions[number].hidden = True
    made.save(path)
    return path


def text(path: Path, rows: Rows) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def loaded(home: Path, path: Path, kind: str = "Enterprise") -> tuple[Report, list[dict[str, Value]]]:
    ledger = Ledger(home / "ledger.sqlite")
    try:
        report = load(ledger, [path], Options(report=True), lambda _name, _done, _total: None)
        return report, [dict(change.entity.properties) for change in ledger.entities(kind)]
    finally:
        ledger.close()


@pytest.mark.parametrize("name", ["merged.xlsx", "plain.xlsx", "plain.csv"])
def test_groups_above_headings_lend_their_unit_and_totals_are_passed_over(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    if path.suffix == ".csv":
        text(path, GROUPED)
    else:
        book(path, GROUPED, merged=MERGED if name.startswith("merged") else ())
    report, firms = loaded(tmp_path, path)
    assert {firm["name"]: (firm["revenue"], firm["rd_spend"]) for firm in firms} == {
        "商洛示例钒业有限公司": (1_200_000, 80_500),
        "镇安示例茶业有限公司": (300_000, 500_000),
    }
    (table,) = report.files[0].tables
    assert table.heading is not None
    assert (report.rejected, report.files[0].unknown_columns) == (0, [])
    assert [*table.skipped.values()] == ["合计行"]
    assert table.heading.columns["联系方式 / 电话"] == 4
    assert table.heading.columns["所属区县"] == 2


def test_a_unit_in_the_line_above_holds_for_amounts_without_their_own(tmp_path: Path) -> None:
    rows = [
        ["企业情况", None, "（单位：元）"],
        ["企业名称", "注册资本", "营业收入（万元）"],
        ["商洛示例钒业有限公司", 5_000_000, 300],
    ]
    _, firms = loaded(tmp_path, book(tmp_path / "x.xlsx", rows))
    assert (firms[0]["capital"], firms[0]["revenue"]) == (5_000_000, 3_000_000)


def test_the_name_of_a_sender_is_no_unit(tmp_path: Path) -> None:
    rows = [["填报单位：元坤示例有限公司"], ["企业名称", "注册资本"], ["商洛示例钒业有限公司", 500]]
    _, firms = loaded(tmp_path, text(tmp_path / "x.csv", rows))
    assert firms[0]["capital"] == 5_000_000


def test_an_amount_in_a_foreign_currency_is_refused_and_not_bent(tmp_path: Path) -> None:
    rows = [["企业名称", "注册资本（万美元）"], ["商洛示例钒业有限公司", 500]]
    report, firms = loaded(tmp_path, text(tmp_path / "x.csv", rows))
    assert (report.rejected, firms) == (1, [])


def test_a_line_of_units_below_the_heading_belongs_to_it(tmp_path: Path) -> None:
    rows = [["企业名称", "注册资本", "职工人数"], [None, "亿元", "人"], ["商洛示例钒业有限公司", 1.2, 30]]
    _, firms = loaded(tmp_path, text(tmp_path / "x.csv", rows))
    assert (firms[0]["capital"], firms[0]["staff"]) == (120_000_000, 30)


def test_lines_that_are_no_data_are_told_and_not_loaded(tmp_path: Path) -> None:
    rows = [
        ["序号", "企业名称", "所属区县", "注册资本（万元）"],
        ["甲", "乙", 1, 2],
        ["一、山阳县", None, None, None],
        [1, "商洛示例钒业有限公司", "山阳县", 12],
        ["山阳县", "小计", None, 12],
        ["序号", "企业名称", "所属区县", "注册资本（万元）"],
        [2, "镇安合计科技示例有限公司", "镇安县", 5],
        [3, None, None, None],
        [None, "总计", None, 17],
        ["填表说明：", None, None, None],
        ["1、请于月底前报送", None, None, None],
        ["填报人：示例丙", None, "联系电话：13800000000", None],
        ["单位（盖章）", None, None, None],
    ]
    report, firms = loaded(tmp_path, book(tmp_path / "x.xlsx", rows, merged=["A3:D3"]))
    assert {firm["name"] for firm in firms} == {"商洛示例钒业有限公司", "镇安合计科技示例有限公司"}
    assert report.rejected == 0
    assert report.files[0].tables[0].skipped == {
        2: "栏次行",
        3: "分组标题行",
        5: "合计行",
        6: "重复的表头",
        9: "合计行",
        10: "说明或签章行",
        11: "说明或签章行",
        12: "说明或签章行",
        13: "说明或签章行",
    }


def test_tables_one_below_another_are_all_read(tmp_path: Path) -> None:
    rows = [
        ["一、企业情况", None, None],
        ["企业名称", "所属区县", "吉祥物"],
        ["商洛示例钒业有限公司", "山阳县", "猫"],
        [None, None, None],
        ["二、需求情况", None, None],
        ["需求名称", "企业名称", "需求类型"],
        ["示例·提钒收率提升", "商洛示例钒业有限公司", "技术研发"],
    ]
    report, needs = loaded(tmp_path, text(tmp_path / "x.csv", rows), "Need")
    assert [(table.kind, table.heading and table.heading.rows) for table in report.files[0].tables] == [
        ("Enterprise", (2,)),
        ("Need", (6,)),
    ]
    assert [table.unknown_columns for table in report.files[0].tables] == [["吉祥物"], []]
    assert (report.added, report.rejected, len(needs)) == (2, 0, 1)


def test_a_name_merged_downwards_is_that_of_every_row(tmp_path: Path) -> None:
    rows = [
        ["企业名称", "需求名称", "需求类型"],
        ["商洛示例钒业有限公司", "示例·提钒", "技术研发"],
        [None, "示例·招人", "人才引进"],
        ["镇安示例茶业有限公司", "示例·减涩", "技术研发"],
    ]
    _, needs = loaded(tmp_path, book(tmp_path / "x.xlsx", rows, merged=["A2:A3"]), "Need")
    assert {need["title"]: need["enterprise"] for need in needs} == {
        "示例·提钒": "商洛示例钒业有限公司",
        "示例·招人": "商洛示例钒业有限公司",
        "示例·减涩": "镇安示例茶业有限公司",
    }


def test_hidden_rows_are_read_and_said(tmp_path: Path) -> None:
    rows = [["企业名称"], *[[f"商洛示例{n}有限公司"] for n in "甲乙丙丁"]]
    report, firms = loaded(tmp_path, book(tmp_path / "x.xlsx", rows, hidden=[3, 4]))
    assert len(firms) == 4
    (problem,) = report.files[0].problems
    assert (problem.code, problem.level, problem.row) == ("hidden_rows", "warning", 3)
    assert "3–4" in problem.message


def test_a_column_without_a_heading_is_kept_and_said(tmp_path: Path) -> None:
    rows = [["企业名称", None, "所属区县"], ["商洛示例钒业有限公司", None, "山阳县", "旁注"]]
    ledger = Ledger(tmp_path / "ledger.sqlite")
    path = book(tmp_path / "x.xlsx", rows)
    report = load(ledger, [path], Options(), lambda _name, _done, _total: None)
    (cells,) = ledger.db.execute("SELECT cells FROM row").fetchone()
    ledger.close()
    assert "旁注" in cells
    assert (report.added, [(p.code, p.level) for p in report.files[0].problems]) == (
        1,
        [("no_heading", "warning")],
    )


def test_a_hidden_sheet_of_lists_is_no_news(tmp_path: Path) -> None:
    path = book(tmp_path / "x.xlsx", [["企业名称"], ["商洛示例钒业有限公司"]])
    from openpyxl import load_workbook

    made = load_workbook(path)
    lists = made.create_sheet("_选项", 0)
    lists.append(["山阳县"])
    lists.sheet_state = "hidden"
    made.save(path)
    assert loaded(tmp_path, path)[0].files[0].problems == []


def test_a_table_called_like_a_form_is_a_table(tmp_path: Path) -> None:
    rows = [
        ["企业科技创新需求调查表（汇总）"],
        ["需求名称", "企业名称"],
        ["示例·提钒", "商洛示例钒业有限公司"],
    ]
    report, needs = loaded(tmp_path, book(tmp_path / "x.xlsx", rows), "Need")
    assert (report.added, len(needs)) == (1, 1)


@pytest.mark.parametrize(
    ("heading", "kind", "found"),
    [
        ("企业 / 名称", "Need", "enterprise"),
        ("完成单位 / 名称", "Achievement", "owner"),
        ("联系人 / 姓名", "Enterprise", "contact"),
        ("上年度 / 营业收入", "Enterprise", "revenue"),
        ("上年 / 营业收入", "Enterprise", "revenue"),
        ("法人 / 属相", "Enterprise", None),
    ],
)
def test_what_a_heading_below_a_group_means(heading: str, kind: str, found: str | None) -> None:
    known = {fold_heading(one)[0]: name for one, name in ontology().kinds[kind].headings.items()}
    assert known.get(meaning(heading, known.keys())) == found


LABELS = ["企业名称", "所属区县", "注册资本", "成立日期", "主要产品", "联系电话"]


@given(
    st.lists(st.sampled_from(LABELS), min_size=2, unique=True),
    st.integers(0, 3),
    st.sampled_from(["", "（万元）", "\n", " * ", "（必填）"]),
)
def test_the_heading_is_found_below_any_titles(labels: list[str], above: int, ornament: str) -> None:
    titles = [["商洛市情况表（示例）"]] * above
    rows = [*titles, [f"{label}{ornament}" for label in labels], [f"值{n}" for n in range(len(labels))]]
    table = next(tables(Sheet("", enumerate(rows, start=1)), KNOWN))
    assert table.place is not None
    assert table.place.rows == (above + 1,)
    assert [fold_heading(name)[0] for name in table.headings] == labels
    assert [len(row.cells) for row in table.rows] == [len(labels)]


@given(st.text(max_size=30))
def test_any_text_is_a_heading_without_harm(text: str) -> None:
    fold_heading(text)
    unit_of(text + BESIDE + text)
