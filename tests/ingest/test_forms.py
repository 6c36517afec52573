"""Forms as people really send them back: rewritten, added to, half filled. What is there is read or said."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from app import App
from ingest.load import Options, Report
from ontology.form import fillable, forms
from ontology.model import PropertySpec
from ontology.tables import table
from ontology.values import VALUE_TYPES
from ontology.values.base import Options as ValueOptions
from settings import Settings
from workbooks import report as returned
from workbooks.form import write_form
from workbooks.lists import choices
from workbooks.template import write_template

SURVEY = forms()["survey"]
FIRM, JOINT, NEEDS = (block.title for block in SURVEY.blocks)


class Paper:
    """The sheet of a form: cells by the label or heading they belong to."""

    def __init__(self, sheet: Any) -> None:
        self.sheet = sheet
        self.at = {str(c.value): (c.row, c.column) for row in sheet.iter_rows() for c in row if c.value}

    def say(self, label: str, value: object) -> None:
        row, column = self.at[label]
        self.sheet.cell(row, column + 1).value = value

    def rename(self, text: str, other: str | None) -> None:
        self.sheet.cell(*self.at[text]).value = other

    def row(self, title: str, number: int, **cells: object) -> int:
        """Fill a row of a block, 0 its example; returns its number."""
        top = int(self.at[title][0]) + 1
        columns = {str(c.value).lstrip("*"): c.column for c in self.sheet[top] if c.value}
        for name, value in cells.items():
            self.sheet.cell(top + 1 + number, columns[name]).value = value
        return int(top + 1 + number)


def fill(path: Path, edit: Callable[[Paper], object] = lambda paper: None) -> Path:
    """A survey with a firm and two needs, then edited."""
    write_form(path, SURVEY)
    book = openpyxl.load_workbook(path)
    paper = Paper(book.worksheets[0])
    paper.say("*企业名称", "商洛示例钒业有限公司")
    paper.say("所属区县", "山阳县")
    for number in (1, 2):
        paper.row(NEEDS, number, 需求类型="技术研发", 需求名称=f"示例需求{number}")
    edit(paper)
    book.save(path)
    return path


def load(home: Path, path: Path) -> tuple[Report, dict[str, int]]:
    with App(Settings(home=home)) as app:
        report = app.ingest([path], Options(report=True))
        return report, {kind: count for kind, count in app.ledger.counts().items() if kind in fillable()}


def errors(report: Report) -> list[tuple[int, str]]:
    return [(p.row, p.code) for p in report.files[0].problems if p.level == "error"]


def said(report: Report) -> dict[int, str]:
    return {row: why for one in report.files[0].tables for row, why in one.skipped.items()}


WHOLE = {"Enterprise": 1, "Need": 2}


def test_a_list_below_the_title_of_a_form_is_read_as_a_list(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet: Any = book.worksheets[0]
    sheet.append([f"商洛市{SURVEY.label}汇总"])
    sheet.append(["企业名称", "统一社会信用代码", "所属区县", "地址", "需求名称", "需求类型", "需求内容"])
    sheet.append(["商洛示例钒业有限公司", "", "山阳县", "", "示例需求", "技术研发", "收率低"])
    sheet.append(["商洛示例锌业有限公司", "", "山阳县", "", "示例需求", "技术研发", "收率低"])
    book.save(tmp_path / "list.xlsx")
    with App(Settings(home=tmp_path / "home")) as app:
        report = app.ingest([tmp_path / "list.xlsx"], Options(kind="需求"))
    assert (report.added, report.rejected) == (2, 0)


def test_facts_written_over_an_example_are_not_passed_over(tmp_path: Path) -> None:
    numbers: list[int] = []
    path = fill(tmp_path / "s.xlsx", lambda paper: numbers.append(paper.row(NEEDS, 0, 需求名称="提钒收率")))
    report, counts = load(tmp_path / "home", path)
    assert (errors(report), counts) == ([(numbers[0], "unreadable_row")], WHOLE)
    write_template(tmp_path / "t.xlsx", fillable()["Enterprise"])
    book = openpyxl.load_workbook(tmp_path / "t.xlsx")
    book.worksheets[0]["B3"] = "商洛示例锌业有限公司"
    book.save(tmp_path / "t.xlsx")
    assert errors(load(tmp_path / "home", tmp_path / "t.xlsx")[0]) == [(3, "unreadable_row")]


def test_signatures_and_totals_below_a_form_are_said_and_no_data(tmp_path: Path) -> None:
    def sign(paper: Paper) -> None:
        last = paper.sheet.max_row
        paper.sheet.cell(last + 1, 1).value = "合计"
        paper.sheet.cell(last + 1, 6).value = 100
        paper.sheet.cell(last + 2, 1).value = "填表人：张示例"
        paper.sheet.cell(last + 2, 4).value = "填表日期：2026年5月1日"

    report, counts = load(tmp_path / "home", fill(tmp_path / "s.xlsx", sign))
    assert (errors(report), counts) == ([], WHOLE)
    assert {"合计行", "说明或签章行"} <= set(said(report).values())


def test_what_stands_outside_the_form_is_listed(tmp_path: Path) -> None:
    def add(paper: Paper) -> None:
        row = paper.at["联系人"][0]
        for area in [str(a) for a in paper.sheet.merged_cells.ranges if a.min_row == row]:
            paper.sheet.unmerge_cells(area)
        paper.sheet.cell(row, 1).value, paper.sheet.cell(row, 2).value = "传真", "0914-2314568"
        paper.sheet.cell(paper.at[NEEDS][0] + 3, 9).value = "表外的话"

    report, counts = load(tmp_path / "home", fill(tmp_path / "s.xlsx", add))
    assert counts == WHOLE
    assert report.files[0].unknown_columns == ["传真"]
    assert [p.code for p in report.files[0].problems] == ["no_heading"]


def test_other_names_of_labels_and_values_beside_a_colon_are_read(tmp_path: Path) -> None:
    def rename(paper: Paper) -> None:
        paper.rename("*企业名称", "单位名称")
        paper.rename("主要产品", "主营产品：钒铁合金")
        paper.rename(NEEDS, "三、企业科技创新需求（可多填）")

    path = fill(tmp_path / "s.xlsx", rename)
    assert load(tmp_path / "home", path)[1] == WHOLE
    with App(Settings(home=tmp_path / "home")) as app:
        assert app.find("商洛示例钒业有限公司").properties["products"] == "钒铁合金"


@pytest.mark.parametrize("lost", [(), (FIRM,), (NEEDS,), (FIRM, JOINT, NEEDS)])
def test_a_form_is_known_without_mark_and_title(tmp_path: Path, lost: tuple[str, ...]) -> None:
    def lose(paper: Paper) -> None:
        for cell in paper.sheet[1]:
            cell.value = None
        for text in (*lost, *([SURVEY.label] if FIRM not in lost else [])):
            paper.rename(text, None)

    assert load(tmp_path / "home", fill(tmp_path / "s.xlsx", lose))[1] == WHOLE


def test_a_block_that_is_gone_is_said(tmp_path: Path) -> None:
    def cut(paper: Paper) -> None:
        top = paper.at[JOINT][0]
        for row in range(top, top + 8):
            for cell in paper.sheet[row]:
                if not isinstance(cell, openpyxl.cell.cell.MergedCell):
                    cell.value = None

    report, counts = load(tmp_path / "home", fill(tmp_path / "s.xlsx", cut))
    assert counts == WHOLE
    assert [(p.code, JOINT in p.message) for p in report.files[0].problems] == [("block_missing", True)]


def test_needs_of_a_firm_without_a_name_wait_with_it(tmp_path: Path) -> None:
    report, counts = load(
        tmp_path / "home", fill(tmp_path / "s.xlsx", lambda paper: paper.say("*企业名称", None))
    )
    assert counts == {}
    assert sorted(code for _, code in errors(report)) == ["no_identity", "no_identity", "required"]


def test_a_survey_goes_back_with_marks_and_comes_again_mended(tmp_path: Path) -> None:
    places: dict[str, int] = {}

    def spoil(paper: Paper) -> None:
        paper.say("统一社会信用代码", "9161")
        places["code"] = paper.at["统一社会信用代码"][0]
        places["need"] = paper.row(NEEDS, 1, 需求类型="没有这种")

    path = fill(tmp_path / "s.xlsx", spoil)
    report, counts = load(tmp_path / "home", path)
    assert (report.rejected, counts["Need"]) == (2, 1)
    back = tmp_path / "back.xlsx"
    returned.write(back, report)
    book = openpyxl.load_workbook(back)
    sheet: Any = book[SURVEY.label]
    marked = {c.coordinate: c for row in sheet.iter_rows() for c in row if c.comment}
    values = {str(c.value): c for c in marked.values()}
    assert set(values) == {"9161", "没有这种"}
    values["9161"].value, values["没有这种"].value = None, "技术研发"
    book.save(back)
    report, counts = load(tmp_path / "home", back)
    assert (report.rejected, counts) == (0, WHOLE)


def test_every_choice_offered_is_the_code_it_shows() -> None:
    for name in ("county", "industry", "field"):
        spec = PropertySpec(label="示例", type=name)
        codes = [str(VALUE_TYPES[name].clean(one, ValueOptions())) for one in choices(spec)]
        assert len(set(codes)) == len(codes)
        assert all(table(name).name(code) in one for code, one in zip(codes, choices(spec), strict=True))
