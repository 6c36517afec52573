"""A form goes out, comes back with mistakes, goes back with a report, and comes in mended."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.worksheet.datavalidation import DataValidation

from errors import InputError
from ingest.ledger import Ledger
from ingest.load import Options, Report, load
from ingest.returned import RESULT, SUMMARY, source_in
from ontology.form import forms
from ontology.model import ontology
from workbooks.form import write_form
from workbooks.marks import RED, YELLOW
from workbooks.report import BARE, write

HEADINGS = [
    "企业名称",
    "统一社会信用代码",
    "所属区县",
    "成立日期",
    "注册资本（万元）",
    "职工人数",
    "联系人",
    "联系电话",
]
COUNTIES = ["商州区", "洛南县", "丹凤县", "商南县", "山阳县", "镇安县", "柞水县"]
FIRST = 3
"""Row of the first firm: a title and the heading stand above."""
WRONG: dict[int, tuple[str, Any, str]] = {
    FIRST + 1: ("统一社会信用代码", "91611099MAD000018A", "uscc_check"),
    FIRST + 4: ("统一社会信用代码", "9161109", "uscc_length"),
    FIRST + 7: ("所属区县", "亚特兰蒂斯", "county_unknown"),
    FIRST + 10: ("成立日期", "2019-13-40", "date_impossible"),
    FIRST + 13: ("注册资本（万元）", "面议", "money_form"),
    FIRST + 16: ("注册资本（万元）", -5, "money_negative"),
    FIRST + 19: ("职工人数", "若干", "integer_form"),
    FIRST + 22: ("联系电话", "1234", "phone_form"),
    FIRST + 25: ("企业名称", None, "required"),
}
"""Row -> (heading, what somebody wrote, the code of the rule)."""


def firm(number: int) -> list[Any]:
    county = COUNTIES[number % len(COUNTIES)]
    return [
        f"{county[:2]}示例{number}号实业有限公司", None, county, f"20{10 + number % 10}年3月",
        100 + number, number, "示例甲", f"138000000{number:02d}",
    ]  # fmt: skip


@pytest.fixture
def sent(tmp_path: Path) -> Path:
    """A filled form: 30 rows, 9 of them wrong in different ways, and a total."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "企业"
    sheet.append(["商洛市企业信息采集表（示例）"])
    sheet.merge_cells("A1:H1")
    sheet.append(HEADINGS)
    for number in range(30):
        sheet.append(firm(number))
    for row, (heading, value, _) in WRONG.items():
        sheet.cell(row, HEADINGS.index(heading) + 1).value = value
    sheet.append(["合计", None, None, None, "=SUM(E3:E32)"])
    rule = DataValidation("list", formula1=f'"{",".join(COUNTIES)}"')
    rule.add("C3:C200")
    sheet.add_data_validation(rule)
    sheet.freeze_panes = "B3"
    sheet.auto_filter.ref = "A2:H32"
    sheet.column_dimensions["A"].width = 34
    sheet["C10"].fill = PatternFill("solid", fgColor="FF00B0F0")
    sheet["B4"].comment = Comment("照执照填", "示例县局")
    book.create_sheet("填表说明").append(["一行填一家企业"])
    book.save(tmp_path / "企业表.xlsx")
    return tmp_path / "企业表.xlsx"


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    opened = Ledger(tmp_path / "home" / "ledger.sqlite")
    yield opened
    opened.close()


def ingest(ledger: Ledger, path: Path, out: Path) -> Report:
    report = load(ledger, [path], Options(report=True), lambda _name, _done, _total: None)
    assert write(out, report) == [out]
    assert BARE not in [row[0] for row in load_workbook(out)["导入汇总"].iter_rows(values_only=True)]
    return report


def names(ledger: Ledger) -> list[str]:
    return sorted(str(change.entity.properties["name"]) for change in ledger.entities("Enterprise"))


def colour(cell: Any) -> str:
    return str(cell.fill.fgColor.rgb) if cell.fill.patternType == "solid" else ""


def test_the_whole_way_round(ledger: Ledger, sent: Path, tmp_path: Path) -> None:
    out = tmp_path / "发回.xlsx"
    first = ingest(ledger, sent, out)
    assert (first.added, first.rejected, len(names(ledger))) == (21, 9, 21)

    book = load_workbook(out)
    sheet = book["企业"]
    assert [cell.value for cell in sheet[2]] == [RESULT, *HEADINGS]
    coloured = {}
    for row in range(FIRST, FIRST + 30):
        heading, _, code = WRONG.get(row, ("", None, ""))
        told = sheet.cell(row, 1).value
        assert told == (f"退回：{heading}" if heading else "新增"), row
        for column, name in enumerate(HEADINGS, start=2):
            cell = sheet.cell(row, column)
            if colour(cell) in (RED, YELLOW):
                coloured[row] = (name, code)
                assert cell.comment is not None
                assert "【退回】" in cell.comment.text
    assert coloured == {row: (heading, code) for row, (heading, _, code) in WRONG.items()}
    assert sheet.cell(FIRST + 30, 1).value == "跳过：合计行"
    assert {problem.code for problem in first.files[0].problems} == {
        *(code for _, _, code in WRONG.values()),
        "unknown_sheet",
    }

    for row, (heading, _, _) in WRONG.items():
        right = firm(row - FIRST)[HEADINGS.index(heading)]
        sheet.cell(row, HEADINGS.index(heading) + 2).value = right
    mended = tmp_path / "发回（已改）.xlsx"
    book.save(mended)
    assert source_in(mended) == "企业表.xlsx"
    second = ingest(ledger, mended, tmp_path / "再发回.xlsx")
    assert (second.rejected, second.added, second.changed, second.unchanged) == (0, 9, 0, 21)
    assert len(names(ledger)) == len(set(names(ledger))) == 30
    assert second.vanished == []

    clean = load_workbook(tmp_path / "再发回.xlsx")["企业"]
    assert [cell.value for cell in clean[2]] == [RESULT, *HEADINGS], "one column of results, not two"
    assert {clean.cell(row, 1).value for row in range(FIRST, FIRST + 30)} == {"新增", "未变"}
    for row in range(FIRST, FIRST + 30):
        assert not any(colour(clean.cell(row, column)) in (RED, YELLOW) for column in range(1, 10)), row
    assert colour(clean["D10"]) == "FF00B0F0", "the sender's own colour is there again"
    assert clean["C4"].comment.text == "照执照填"
    assert clean["C7"].comment is None


def test_the_workbook_is_still_the_senders(ledger: Ledger, sent: Path, tmp_path: Path) -> None:
    out = tmp_path / "发回.xlsx"
    ingest(ledger, sent, out)
    book = load_workbook(out)
    sheet = book["企业"]
    assert book.sheetnames == ["企业", "填表说明", "导入汇总"]
    assert [str(area) for area in sheet.merged_cells.ranges] == ["B1:I1"]
    assert [str(one.sqref) for one in sheet.data_validations.dataValidation] == ["D3:D200"]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("C3", "B2:I32")
    assert sheet.column_dimensions["B"].width == 34
    assert sheet["F33"].value == "=SUM(F3:F32)"
    assert sheet["C4"].comment.text.startswith("照执照填\n【退回】")


def test_the_summary_counts_each_rule_and_links_to_its_cells(
    ledger: Ledger, sent: Path, tmp_path: Path
) -> None:
    out = tmp_path / "发回.xlsx"
    ingest(ledger, sent, out)
    book = load_workbook(out)
    summary = book["导入汇总"]
    assert summary["A1"].value == SUMMARY
    rows = {row[1].value: row for row in summary.iter_rows() if row[0].value in ("退回", "提醒")}
    for row, (heading, _, code) in WRONG.items():
        found = rows[code]
        assert found[3].value == 1
        cell = book["企业"].cell(row, HEADINGS.index(heading) + 2).coordinate
        assert found[4].hyperlink
        assert found[4].hyperlink.location == f"'企业'!{cell}"
    text = "\n".join(str(cell) for row in summary.iter_rows(values_only=True) for cell in row if cell)
    assert "跳过的合计行" in text
    assert "第 33 行" in text
    assert "填表说明" in text
    assert [sheet.sheet_view.tabSelected for sheet in book] == [False, False, True]


def test_an_unchanged_file_still_carries_its_problems(ledger: Ledger, sent: Path, tmp_path: Path) -> None:
    ingest(ledger, sent, tmp_path / "一.xlsx")
    again = ingest(ledger, sent, tmp_path / "二.xlsx")
    assert (again.added, again.changed, again.unchanged, again.rejected) == (0, 0, 21, 9)
    first, second = (load_workbook(tmp_path / f"{name}.xlsx")["企业"] for name in "一二")
    for row in WRONG:
        assert first.cell(row, 1).value == second.cell(row, 1).value


def test_both_editions_at_once_are_refused_with_the_way_out(
    ledger: Ledger, sent: Path, tmp_path: Path
) -> None:
    out = tmp_path / "发回.xlsx"
    ingest(ledger, sent, out)
    with pytest.raises(InputError, match="两版") as caught:
        load(ledger, [sent, out], Options(), lambda _name, _done, _total: None)
    assert "最新" in caught.value.cure


def test_rows_the_sender_adds_and_deletes_are_told(ledger: Ledger, sent: Path, tmp_path: Path) -> None:
    out = tmp_path / "发回.xlsx"
    ingest(ledger, sent, out)
    book = load_workbook(out)
    sheet = book["企业"]
    sheet.delete_rows(FIRST)
    sheet.append([None, *firm(77)])
    book.save(out)
    report = ingest(ledger, out, tmp_path / "再.xlsx")
    assert (report.added, report.unchanged, len(report.vanished)) == (1, 20, 1)


def test_every_kind_goes_round_by_its_own_headings(ledger: Ledger, tmp_path: Path) -> None:
    for kind in ontology().kinds.values():
        if kind.derived or kind.codes:
            continue
        specs = kind.properties.values()
        unreadable = [spec.label for spec in specs if spec.type in ("date", "money")]
        book = Workbook()
        sheet = book.worksheets[0]
        sheet.append([spec.label for spec in specs])
        filler = [None if spec.required or spec.type != "keyword" else "示例" for spec in specs]
        sheet.append(["不对的值" if s.label in unreadable else f for s, f in zip(specs, filler, strict=True)])
        path = tmp_path / f"{kind.label}.xlsx"
        book.save(path)
        report = load(ledger, [path], Options(kind=kind.kind, report=True), lambda _n, _d, _t: None)
        write(tmp_path / f"{kind.label}报告.xlsx", report)
        marked = load_workbook(tmp_path / f"{kind.label}报告.xlsx").worksheets[0]
        assert str(marked["A2"].value).startswith("退回"), kind.label
        wrong = [spec.label for spec in specs if spec.required or spec.label in unreadable]
        titles = [cell.value for cell in marked[1]]
        red = [title for title, cell in zip(titles, marked[2], strict=True) if colour(cell) == RED]
        assert red == [RESULT, *wrong]


def test_a_survey_form_goes_round(ledger: Ledger, tmp_path: Path) -> None:
    write_form(tmp_path / "调查表.xlsx", forms()["survey"])
    book = load_workbook(tmp_path / "调查表.xlsx")
    sheet = book.worksheets[0]

    def beside(label: str) -> Any:
        (cell,) = (one for row in sheet.iter_rows() for one in row if one.value == label)
        return sheet.cell(cell.row, cell.column + 1)

    beside("*企业名称").value, beside("营业收入（万元）").value = "商洛示例钒业有限公司", "许多"
    title = next(cell for row in sheet.iter_rows() for cell in row if cell.value == "三、科技创新需求")
    columns = {str(cell.value).lstrip("*"): cell.column for cell in sheet[title.row + 1] if cell.value}
    need = {"需求名称": "示例·提钒", "需求类型": "技术研发", "拟投入资金（万元）": "说不准"}
    for name, value in need.items():
        sheet.cell(title.row + 3, columns[name], value)
    book.save(tmp_path / "调查表.xlsx")

    first = ingest(ledger, tmp_path / "调查表.xlsx", tmp_path / "发回.xlsx")
    assert (first.rejected, first.added) == (2, 0)
    back = load_workbook(tmp_path / "发回.xlsx")
    sheet = back.worksheets[0]
    red = [cell for row in sheet.iter_rows(min_col=2) for cell in row if colour(cell) == RED]
    assert [cell.value for cell in red] == ["许多", "说不准"]
    assert next(cell.value for cell in sheet["A"] if cell.value) == "导入结果：退回：营业收入（万元）"
    red[0].value, red[1].value = 120, 5
    back.save(tmp_path / "发回.xlsx")
    second = ingest(ledger, tmp_path / "发回.xlsx", tmp_path / "再发回.xlsx")
    assert (second.rejected, second.added, second.vanished) == (0, 2, [])
    assert second.files[0].unknown_columns == []
    clean = load_workbook(tmp_path / "再发回.xlsx").worksheets[0]
    assert not [cell for row in clean.iter_rows() for cell in row if colour(cell) in (RED, YELLOW)]
    told = [cell.value for cell in clean["A"] if cell.value]
    assert told == ["导入结果：新增", RESULT, "跳过：示例行", RESULT, "跳过：示例行", "新增"]
