"""Reports of every format; what cannot be written back is said; no report, no load."""

import gzip
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from errors import InputError, UsageError
from ingest.ledger import Ledger, Problem
from ingest.load import Options, Report, load
from ingest.returned import RESULT, source_in
from workbooks.marks import RED, YELLOW
from workbooks.report import BARE, reserve, write

LINES = """\
序号,企业名称,注册资本（万元）,备注
1,商洛示例钒业有限公司,面议,=1+1
2,镇安示例茶业有限公司,012,@茶
合计,,12,
"""
MAIL = "wang@example.com"


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    opened = Ledger(tmp_path / "home" / "ledger.sqlite")
    yield opened
    opened.close()


def ingest(ledger: Ledger, *paths: Path, dry_run: bool = False) -> Report:
    return load(ledger, paths, Options(report=True, dry_run=dry_run), lambda _name, _done, _total: None)


def values(path: Path) -> list[list[Any]]:
    return [list(row) for row in load_workbook(path).worksheets[0].iter_rows(values_only=True)]


def summary(path: Path) -> str:
    rows = load_workbook(path)["导入汇总"].iter_rows(values_only=True)
    return "\n".join(str(cell) for row in rows for cell in row if cell is not None)


@pytest.mark.parametrize("name", ["x.csv", "x.csv.gz", "gb.csv"])
def test_a_text_file_comes_back_as_a_workbook_and_round_it_goes(
    ledger: Ledger, tmp_path: Path, name: str
) -> None:
    path, out = tmp_path / name, tmp_path / "发回.xlsx"
    data = LINES.encode("gb18030" if name.startswith("gb") else "utf-8")
    path.write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
    assert write(out, ingest(ledger, path)) == [out]
    assert values(out) == [
        [RESULT, "序号", "企业名称", "注册资本（万元）", "备注"],
        ["退回：注册资本（万元）", "1", "商洛示例钒业有限公司", "面议", "=1+1"],
        ["新增", "2", "镇安示例茶业有限公司", "012", "@茶"],
        ["跳过：合计行", "合计", None, "12", None],
    ]
    sheet = load_workbook(out).worksheets[0]
    assert sheet.title == name.partition(".")[0]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value} == {"s"}
    assert sheet["D2"].fill.fgColor.rgb == RED
    assert "没有用到的列\n备注" in summary(out)

    book = load_workbook(out)
    book.worksheets[0]["D2"] = 50
    book.save(out)
    assert source_in(out) == name
    report = ingest(ledger, out)
    assert (report.rejected, report.added, report.unchanged, report.vanished) == (0, 1, 1, [])


def test_lines_of_json_come_back_as_a_workbook(ledger: Ledger, tmp_path: Path) -> None:
    rows = [{"企业名称": "商洛示例钒业有限公司"}, {"企业名称": "镇安示例茶业有限公司", "成立日期": "某天"}]
    lines = [json.dumps(row, ensure_ascii=False) for row in rows]
    (tmp_path / "x.jsonl").write_text("\n".join([*lines, "[1]"]), encoding="utf-8")
    write(tmp_path / "o.xlsx", ingest(ledger, tmp_path / "x.jsonl"))
    assert values(tmp_path / "o.xlsx") == [
        [RESULT, "企业名称", "成立日期"],
        ["新增", "商洛示例钒业有限公司", None],
        ["退回：成立日期", "镇安示例茶业有限公司", "某天"],
        ["退回：这一行不是一个 JSON 对象", None, None],
    ]
    assert load_workbook(tmp_path / "o.xlsx").worksheets[0]["C3"].fill.fgColor.rgb == RED


def test_several_files_fill_a_folder(ledger: Ledger, tmp_path: Path) -> None:
    for county in ("山阳", "镇安"):
        (tmp_path / "in" / county).mkdir(parents=True)
        text = f"企业名称,所属区县\n{county}示例有限公司,{county}县\n"
        (tmp_path / "in" / county / "名录.csv").write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match="2 个文件"):
        reserve(tmp_path / "o.xlsx", [tmp_path / "in"])
    reserve(tmp_path / "out", [tmp_path / "in"])
    written = write(tmp_path / "out", ingest(ledger, tmp_path / "in"))
    assert [path.name for path in written] == ["山阳_名录_导入报告.xlsx", "镇安_名录_导入报告.xlsx"]
    again = ingest(ledger, tmp_path / "out")
    assert (again.unchanged, again.added, again.vanished) == (2, 0, [])


@pytest.mark.parametrize("where", ["没有/这个文件夹/o.xlsx", "file/o.xlsx", "folder.xlsx"])
def test_a_report_that_cannot_be_written_is_told_before_anything(tmp_path: Path, where: str) -> None:
    (tmp_path / "x.csv").write_text(LINES, encoding="utf-8")
    (tmp_path / "file").write_text("", encoding="utf-8")
    (tmp_path / "folder.xlsx").mkdir()
    with pytest.raises(InputError, match="还什么都没有导入"):
        reserve(tmp_path / where, [tmp_path / "x.csv"])


def test_a_report_never_covers_the_file_it_is_about(tmp_path: Path) -> None:
    Workbook().save(tmp_path / "x.xlsx")
    with pytest.raises(UsageError, match="盖掉"):
        reserve(tmp_path / "x.xlsx", [tmp_path / "x.xlsx"])


def test_a_report_is_kept_out_of_the_folder_it_is_about(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "x.csv").write_text(LINES, encoding="utf-8")
    for out in (tmp_path / "in" / "报告", tmp_path / "in" / "o.xlsx"):
        with pytest.raises(UsageError, match="文件夹里"):
            reserve(out, [tmp_path / "in"])


def book(path: Path, *rows: list[Any]) -> Path:
    made = Workbook()
    for row in rows:
        made.worksheets[0].append(row)
    made.save(path)
    return path


def add_part(path: Path, **parts: bytes) -> None:
    with zipfile.ZipFile(path, "a") as archive:
        for name, body in parts.items():
            archive.writestr(name.replace("__", "/"), body)


def test_what_the_copy_lacks_is_said(ledger: Ledger, tmp_path: Path) -> None:
    path = book(tmp_path / "x.xlsx", ["企业名称"], ["商洛示例钒业有限公司"])
    add_part(path, **{"xl__vbaProject.bin": b"x", "xl__drawings__drawing9.xml": b"<xdr:sp macro=''>"})
    write(tmp_path / "o.xlsx", ingest(ledger, path))
    assert "没有原表的宏、文本框和图形，原件没有动" in summary(tmp_path / "o.xlsx")


def test_a_workbook_openpyxl_cannot_open_comes_back_as_values(ledger: Ledger, tmp_path: Path) -> None:
    path = book(tmp_path / "x.xlsx", ["企业名称", "成立日期"], ["商洛示例钒业有限公司", "某天"])
    rows = {}
    with zipfile.ZipFile(path) as archive:
        rows = {name: archive.read(name) for name in archive.namelist()}
    rows["xl/styles.xml"] = rows["xl/styles.xml"].replace(b"<fills", b"<broken></broken><fills")
    rows["xl/worksheets/sheet1.xml"] = rows["xl/worksheets/sheet1.xml"].replace(
        b"<sheetData>", b'<sheetViews><sheetView workbookViewId="x"/></sheetViews><sheetData>'
    )
    with zipfile.ZipFile(path, "w") as archive:
        for name, body in rows.items():
            archive.writestr(name, body)
    write(tmp_path / "o.xlsx", ingest(ledger, path))
    assert values(tmp_path / "o.xlsx")[1] == ["退回：成立日期", "商洛示例钒业有限公司", "某天"]
    assert BARE in summary(tmp_path / "o.xlsx")


def test_drop_downs_of_newer_excel_are_kept(ledger: Ledger, tmp_path: Path) -> None:
    path = book(tmp_path / "x.xlsx", ["企业名称", "所属区县"], ["商洛示例钒业有限公司", "山阳县"])
    extension = (
        '<extLst><ext uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}" '
        'xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main">'
        '<x14:dataValidations count="1" xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main">'
        '<x14:dataValidation type="list" allowBlank="1" showErrorMessage="1"><x14:formula1>'
        "<xm:f>Sheet!$B$2:$B$9</xm:f></x14:formula1><xm:sqref>B2:B99</xm:sqref></x14:dataValidation>"
        "</x14:dataValidations></ext></extLst></worksheet>"
    )
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = "xl/worksheets/sheet1.xml"
    parts[name] = parts[name].replace(b"</worksheet>", extension.encode())
    with zipfile.ZipFile(path, "w") as archive:
        for part, body in parts.items():
            archive.writestr(part, body)
    write(tmp_path / "o.xlsx", ingest(ledger, path))
    (rule,) = load_workbook(tmp_path / "o.xlsx").worksheets[0].data_validations.dataValidation
    assert (str(rule.sqref), rule.formula1, rule.type) == ("C2:C99", "Sheet!$C$2:$C$9", "list")


def test_formulas_keep_the_values_they_had(ledger: Ledger, tmp_path: Path) -> None:
    path = book(
        tmp_path / "x.xlsx",
        ["企业名称", "注册资本"],
        ["商洛示例钒业有限公司", "=1+1"],
        ["甲示例有限公司", "面议"],
    )
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = "xl/worksheets/sheet1.xml"
    parts[name] = re.sub(rb"<f>1\+1</f><v ?(?:/>|></v>)", b"<f>1+1</f><v>2</v>", parts[name])
    with zipfile.ZipFile(path, "w") as archive:
        for part, body in parts.items():
            archive.writestr(part, body)
    out = tmp_path / "o.xlsx"
    write(out, ingest(ledger, path))
    assert load_workbook(out).worksheets[0]["C2"].value == "=1+1"
    assert load_workbook(out, data_only=True).worksheets[0]["C2"].value == 2
    report = ingest(ledger, out)
    assert (report.unchanged, report.rejected) == (1, 1)


def test_a_formula_nobody_has_calculated_stays_one(ledger: Ledger, tmp_path: Path) -> None:
    path = book(tmp_path / "x.xlsx", ["企业名称", "注册资本"], ["商洛示例钒业有限公司", "=1+1"])
    write(tmp_path / "o.xlsx", ingest(ledger, path))
    sheet = load_workbook(tmp_path / "o.xlsx").worksheets[0]
    assert (sheet["A2"].value, sheet["C2"].value) == ("退回：注册资本", "=1+1")
    assert load_workbook(tmp_path / "o.xlsx", data_only=True).worksheets[0]["C2"].value is None


def test_comments_and_summary_hide_personal_numbers(ledger: Ledger, tmp_path: Path) -> None:
    path = book(
        tmp_path / "x.xlsx", ["企业名称", "成立日期", MAIL], ["商洛示例钒业有限公司", f"问 {MAIL}", 1]
    )
    out = tmp_path / "o.xlsx"
    write(out, ingest(ledger, path))
    sheet = load_workbook(out).worksheets[0]
    assert sheet["C2"].comment
    assert MAIL not in sheet["C2"].comment.text + summary(out)
    assert "邮箱" in sheet["C2"].comment.text
    assert sheet["C2"].value == f"问 {MAIL}", "the sender's own cell is the sender's"


def test_a_message_that_repeats_a_number_is_masked_on_its_way_out(ledger: Ledger, tmp_path: Path) -> None:
    path, out = book(tmp_path / "x.xlsx", ["企业名称"], ["商洛示例钒业有限公司"]), tmp_path / "o.xlsx"
    report = ingest(ledger, path)
    report.files[0].problems.append(Problem("Sheet", 2, "企业名称", "rule", f"写着 {MAIL}", "warning"))
    report.files[0].problems.append(Problem("Sheet", 2, "", "rule", f"{MAIL}？", "warning"))
    write(out, report)
    cells = [cell for sheet in load_workbook(out) for row in sheet.iter_rows() for cell in row]
    said = "\n".join(f"{cell.value} {cell.comment.text if cell.comment else ''}" for cell in cells)
    assert MAIL not in said
    assert said.count("邮箱已隐去") == 4


def test_a_file_named_after_a_number_is_found_again(ledger: Ledger, tmp_path: Path) -> None:
    path = book(tmp_path / "表 13800000000.xlsx", ["企业名称"], ["商洛示例钒业有限公司"])
    report = ingest(ledger, path)
    (written,) = write(tmp_path / "o.xlsx", report)
    assert values(written)[1] == ["新增", "商洛示例钒业有限公司"]
    assert "13800000000" not in summary(written) + str(report.as_json())


def test_a_doubt_is_yellow_and_the_row_is_taken(ledger: Ledger, tmp_path: Path) -> None:
    path = book(
        tmp_path / "x.xlsx",
        ["成果名称", "完成单位", "参加路演"],
        ["示例·提钒", "示例大学", "没有这场路演"],
    )
    write(tmp_path / "o.xlsx", ingest(ledger, path))
    sheet = load_workbook(tmp_path / "o.xlsx").worksheets[0]
    assert (sheet["A2"].value, sheet["D2"].fill.fgColor.rgb) == ("新增，请核对：参加路演", YELLOW)
    write(tmp_path / "p.xlsx", ingest(ledger, path))
    assert load_workbook(tmp_path / "p.xlsx").worksheets[0]["A2"].value == "未变，请核对：参加路演"


def test_headings_of_two_rows_are_marked_where_they_stand(ledger: Ledger, tmp_path: Path) -> None:
    made = Workbook()
    sheet = made.worksheets[0]
    for row in (
        ["企业情况表", None, None],
        ["企业名称", "上年度数据（万元）", None],
        [None, "营业收入", "研发投入"],
        ["商洛示例钒业有限公司", 12, "许多"],
    ):
        sheet.append(row)
    for area in ("A1:C1", "A2:A3", "B2:C2"):
        sheet.merge_cells(area)
    made.save(tmp_path / "x.xlsx")
    write(tmp_path / "o.xlsx", ingest(ledger, tmp_path / "x.xlsx"))
    back = load_workbook(tmp_path / "o.xlsx")
    done = back.worksheets[0]
    assert done["D4"].fill.fgColor.rgb == RED
    assert (done["A2"].value, done["A4"].value) == (RESULT, "退回：研发投入")
    done["D4"] = 3
    back.save(tmp_path / "o.xlsx")
    report = ingest(ledger, tmp_path / "o.xlsx")
    assert (report.added, report.rejected, report.files[0].unknown_columns) == (1, 0, [])
    write(tmp_path / "p.xlsx", report)
    again = load_workbook(tmp_path / "p.xlsx").worksheets[0]
    assert (again["A2"].value, again["A4"].value, again["B2"].value) == (RESULT, "新增", "企业名称")


def test_a_dry_run_says_what_would_be(ledger: Ledger, tmp_path: Path) -> None:
    path = book(tmp_path / "x.xlsx", ["企业名称"], ["商洛示例钒业有限公司"])
    write(tmp_path / "o.xlsx", ingest(ledger, path, dry_run=True), dry_run=True)
    assert "试运行" in summary(tmp_path / "o.xlsx")
    assert values(tmp_path / "o.xlsx")[1][0] == "新增"
    assert ledger.counts() == {}
