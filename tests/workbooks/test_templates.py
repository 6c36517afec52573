"""Templates and forms: what they hold, and that what is filled in comes back as it was meant."""

import shutil
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.utils import get_column_letter

from app import App
from errors import InputError
from ingest.load import Options, Report
from ontology import form as ontology_form
from ontology.form import EXAMPLE, MARK, Form, fillable, forms, heading, version
from ontology.model import Kind
from ontology.values import VALUE_TYPES
from settings import Settings
from workbooks.examples import EXAMPLES, example
from workbooks.form import write_form
from workbooks.lists import choices
from workbooks.template import NOTES, write_template

KINDS = list(fillable().values())
SURVEY = forms()["survey"]


def load(home: Path, *paths: Path) -> tuple[Report, dict[str, int]]:
    with App(Settings(home=home)) as app:
        report = app.ingest(list(paths), Options())
        return report, {kind: count for kind, count in app.ledger.counts().items() if kind in fillable()}


def places(sheet: Any) -> dict[str, tuple[int, int]]:
    """Where each heading or label stands; the last where one stands twice."""
    return {
        str(cell.value): (cell.row, cell.column) for row in sheet.iter_rows() for cell in row if cell.value
    }


def fill_block(sheet: Any, title: str, rows: list[dict[str, Any]]) -> None:
    """Fill rows of a block below its example."""
    top = places(sheet)[title][0] + 1
    columns = {str(cell.value).lstrip("*"): cell.column for cell in sheet[top] if cell.value}
    for line, row in enumerate(rows, start=top + 2):
        for name, value in row.items():
            sheet.cell(line, columns[name], value)


def survey(
    path: Path, firm: dict[str, Any], needs: list[dict[str, Any]], joint: list[dict[str, Any]]
) -> Path:
    write_form(path, SURVEY)
    book = openpyxl.load_workbook(path)
    sheet: Any = book.worksheets[0]
    at = places(sheet)
    for label, value in firm.items():
        row, column = at[label]
        sheet.cell(row, column + 1, value)
    fill_block(sheet, "二、与高校院所合作情况", joint)
    fill_block(sheet, "三、科技创新需求", needs)
    book.save(path)
    return path


def filled_survey(path: Path, name: str = "商洛示例钒业有限公司") -> Path:
    firm = {
        "*企业名称": name,
        "所属区县": "山阳县",
        "营业收入（万元）": "1.2亿元",
        "联系电话": "0914-2314567",
    }
    needs: list[dict[str, Any]] = [
        {
            "需求类型": "技术研发",
            "需求名称": f"{name}提钒收率",
            "需求内容": "收率低",
            "拟投入资金（万元）": "3-5",
        },
        {"需求类型": "人才引进", "需求名称": f"{name}引进工程师", "期望完成日期": "2026年底前"},
        {"需求类型": "投资融资", "需求名称": f"{name}扩产贷款", "拟投入资金（万元）": 300},
    ]
    joint = [
        {"合作院所": "示例大学", "合作项目": "联合攻关", "合作方式": "联合研发", "开始时间": "2022年"},
        {"合作院所": "示例理工大学", "合作项目": "共建中试线", "合作方式": "共建平台"},
    ]
    return survey(path, firm, needs, joint)


def test_every_value_type_has_an_example_it_accepts() -> None:
    from ontology.values.base import Options as ValueOptions

    assert {*EXAMPLES, "choice"} >= set(VALUE_TYPES)
    for kind in KINDS:
        for spec in kind.properties.values():
            for one in str(example(spec)).split("；") if spec.many else [example(spec)]:
                VALUE_TYPES[spec.type].clean(one, ValueOptions(spec.unit, spec.choices))


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.kind)
def test_a_template_holds_what_its_kind_asks_for(kind: Kind, tmp_path: Path) -> None:
    told = write_template(tmp_path / "t.xlsx", kind)
    book = openpyxl.load_workbook(tmp_path / "t.xlsx")
    sheet: Any = book.worksheets[0]
    specs = list(kind.properties.values())
    assert [cell.value for cell in sheet[1]][:3] == [MARK, kind.kind, version(kind)]
    assert sheet.row_dimensions[1].hidden
    assert [cell.value for cell in sheet[2]] == told == ["序号", *map(heading, specs)]
    assert sheet.cell(3, 1).value == EXAMPLE
    rules = {
        str(rule.sqref).split(":", 1)[0].rstrip("0123456789"): rule
        for rule in sheet.data_validations.dataValidation
    }
    for column, spec in enumerate(specs, start=2):
        wanted = choices(spec)
        rule = rules.get(get_column_letter(column))
        assert bool(rule) == bool(wanted)
        if rule:
            name = rule.formula1.lstrip("=")
            page, area = book.defined_names[name].attr_text.split("!")
            cells = [row[0].value for row in book[page.strip("'")][area.replace("$", "")]]
            assert tuple(cells) == wanted
        bends = spec.type in ("code", "uscc", "phone", "date", "patent", "text")
        assert not bends or {sheet.cell(row, column).number_format for row in (3, 4, 900)} == {"@"}
    notes = {cell.value for row in book[NOTES].iter_rows() for cell in row}
    assert {heading(spec) for spec in specs} <= notes


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.kind)
def test_an_example_is_no_data_and_the_same_filled_in_is(kind: Kind, tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    write_template(path, kind)
    report, counts = load(tmp_path / "home", path)
    assert (report.added, report.rejected, counts) == (0, 0, {})
    assert [table.skipped for table in report.files[0].tables] == [{3: "示例行"}]
    book = openpyxl.load_workbook(path)
    sheet: Any = book.worksheets[0]
    for column in range(2, sheet.max_column + 1):
        sheet.cell(4, column, sheet.cell(3, column).value)
    book.save(path)
    report, counts = load(tmp_path / "home", path)
    assert [one.message for one in report.files[0].problems if one.level == "error"] == []
    assert (report.added, counts[kind.kind] >= 1) == (1, True)


def test_an_older_template_is_read_and_said_to_be_old(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    write_template(path, fillable()["Enterprise"])
    book = openpyxl.load_workbook(path)
    sheet: Any = book.worksheets[0]
    sheet["C1"] = "0000"
    sheet["B4"] = "商洛示例钒业有限公司"
    book.save(path)
    report, counts = load(tmp_path / "home", path)
    assert counts == {"Enterprise": 1}
    assert "旧版模板（0000" in report.files[0].tables[0].skipped[1]


def test_a_survey_comes_back_as_firm_cooperation_and_needs(tmp_path: Path) -> None:
    path = filled_survey(tmp_path / "调查表.xlsx")
    report, counts = load(tmp_path / "home", path)
    assert [one.message for one in report.files[0].problems if one.level == "error"] == []
    assert counts == {"Enterprise": 1, "Institute": 2, "Cooperation": 2, "Need": 3}
    with App(Settings(home=tmp_path / "home")) as app:
        firm = app.find("商洛示例钒业有限公司")
        assert firm.properties["revenue"] == 120_000_000
        needs = {
            str(one.entity.properties["type"]): one.entity.properties for one in app.ledger.entities("Need")
        }
        assert (needs["技术研发"]["budget_min"], needs["技术研发"]["budget_max"]) == (30_000, 50_000)
        assert needs["人才引进"]["deadline_max"] == "2026"
        assert {one.source for one in app.ledger.links("HAS_NEED")} == {firm.id}
        assert len(list(app.ledger.links("COOPERATES_IN"))) == 4


def test_a_problem_of_a_survey_points_at_its_cell(tmp_path: Path) -> None:
    needs = [{"需求类型": "没有这种", "需求名称": "示例需求"}]
    firm = {"*企业名称": "商洛示例钒业有限公司", "所属区县": "没有这个县"}
    path = survey(tmp_path / "调查表.xlsx", firm, needs, [])
    at = places(openpyxl.load_workbook(path).worksheets[0])
    report, _ = load(tmp_path / "home", path)
    found = {(one.column, one.row) for one in report.files[0].problems if one.level == "error"}
    assert found == {("所属区县", at["所属区县"][0]), ("需求类型", at["三、科技创新需求"][0] + 3)}


def test_firms_in_a_folder_and_in_the_sheets_of_one_workbook(tmp_path: Path) -> None:
    folder = tmp_path / "forms"
    folder.mkdir()
    filled_survey(folder / "a.xlsx")
    filled_survey(folder / "b.xlsx", "商洛示例锌业有限公司")
    _, counts = load(tmp_path / "home", folder)
    assert (counts["Enterprise"], counts["Need"]) == (2, 6)
    book = openpyxl.load_workbook(folder / "a.xlsx")
    second = book.copy_worksheet(book.worksheets[0])
    row, column = places(second)["*企业名称"]
    second.cell(row, column + 1, "商洛示例铅业有限公司")
    book.save(folder / "a.xlsx")
    _, counts = load(tmp_path / "home", folder)
    assert counts["Enterprise"] == 3


def test_a_survey_without_its_mark_is_known_by_its_title(tmp_path: Path) -> None:
    path = filled_survey(tmp_path / "调查表.xlsx")
    book = openpyxl.load_workbook(path)
    book.worksheets[0].delete_rows(1)
    book.save(path)
    assert load(tmp_path / "home", path)[1]["Need"] == 3


def test_a_form_needs_one_file_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "forms"
    shutil.copytree(ontology_form.HERE, folder)
    (folder / "visit.yaml").write_text(
        "form: visit\nlabel: 示例走访记录\nblocks:\n"
        "  - {title: 一、企业, kind: Enterprise, layout: pairs, fields: [name, county]}\n"
        "  - {title: 二、需求, kind: Need, layout: rows, rows: 2, fields: [title, type],\n"
        "     given: {enterprise: name}}\n",
        encoding="utf-8",
    )
    found = ontology_form.forms(folder)
    monkeypatch.setattr("ingest.forms.forms", lambda: found)
    visit: Form = found["visit"]
    write_form(tmp_path / "v.xlsx", visit)
    book = openpyxl.load_workbook(tmp_path / "v.xlsx")
    sheet: Any = book.worksheets[0]
    row, column = places(sheet)["*企业名称"]
    sheet.cell(row, column + 1, "商洛示例钒业有限公司")
    fill_block(sheet, "二、需求", [{"需求名称": "示例需求", "需求类型": "技术研发"}])
    book.save(tmp_path / "v.xlsx")
    assert load(tmp_path / "home", tmp_path / "v.xlsx")[1] == {"Enterprise": 1, "Need": 1}


def test_a_template_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="写不了"):
        write_template(tmp_path / "none" / "t.xlsx", KINDS[0])
