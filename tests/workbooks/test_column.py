"""A new first column: everything that points to cells goes along, in this sheet and in the others."""

from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.formatting.rule import Rule
from openpyxl.styles import PatternFill
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.table import Table

from errors import InputError
from workbooks.column import insert_first

SHEET = "企业 '名录'"
QUOTED = "'企业 ''名录'''"


@pytest.fixture
def book(tmp_path: Path) -> Workbook:
    """Saved and read again, as a sender's workbook is."""
    made = Workbook()
    sheet = made.worksheets[0]
    sheet.title = SHEET
    sheet["A1"] = "名录（示例）"
    sheet.merge_cells("A1:D1")
    for row in (
        ["名称", "区县", "甲", "乙"],
        ["商洛示例有限公司", "山阳县", 1, 2],
        ["镇安示例有限公司", "镇安县", 3, 4],
    ):
        sheet.append(row)
    sheet.merge_cells("B3:B4")
    sheet["E3"], sheet["E4"] = "=C3+D3", "=SUM(C4:$D4)*选项!A1"
    sheet["F3"] = ArrayFormula("F3:F4", "=C3:C4*2")
    sheet["G3"], sheet["G4"] = "=1+1", "-1"
    sheet["G3"].data_type = "s"
    sheet["A3"].hyperlink = "https://example.com/"
    sheet["A4"].comment = Comment("示例", "某人")
    rule = DataValidation("list", formula1="选项!$A$1:$A$2")
    rule.add("B3:B9")
    sheet.add_data_validation(rule)
    own = DataValidation("custom", formula1="COUNTIF($A$3:$A$9,A3)=1")
    own.add("A3:A9")
    own.add("C3")
    sheet.add_data_validation(own)
    red = DifferentialStyle(fill=PatternFill("solid", bgColor="FFFF0000"))
    sheet.conditional_formatting.add("C3:D9", Rule("expression", dxf=red, formula=["$C3>$D3"]))
    sheet.conditional_formatting.add("D3", Rule("cellIs", dxf=red, operator="greaterThan", formula=["C3"]))
    sheet.auto_filter.ref = "A2:D4"
    sheet.freeze_panes = "B3"
    sheet.column_dimensions["A"].width, sheet.column_dimensions["C"].width = 40, 5
    sheet.column_dimensions["D"].hidden = True
    sheet.print_area, sheet.print_title_cols, sheet.print_title_rows = "A1:D9", "A:A", "1:2"
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=3, min_row=2, max_row=4), titles_from_data=True)
    sheet.add_chart(chart, "I2")
    other = made.create_sheet("选项")
    other["A1"], other["A2"] = "山阳县", f"={QUOTED}!C3+A1"
    other["B1"] = f"=SUM({QUOTED}!C:D)+SUM({QUOTED}!3:4)"
    other["D1"], other["E1"] = "丙", "丁"
    other.add_table(Table(displayName="表一", ref="D1:E2"))
    made.defined_names["甲列"] = DefinedName("甲列", attr_text=f"{QUOTED}!$C$3:$C$4")
    made.defined_names["常数"] = DefinedName("常数", attr_text="3")
    made.save(tmp_path / "x.xlsx")
    return load_workbook(tmp_path / "x.xlsx")


def test_everything_goes_one_to_the_right(book: Workbook, tmp_path: Path) -> None:
    insert_first(book, {SHEET})
    book.save(tmp_path / "y.xlsx")
    done = load_workbook(tmp_path / "y.xlsx")
    sheet, other = done[SHEET], done["选项"]
    assert [cell.value for cell in sheet[2]][:5] == [None, "名称", "区县", "甲", "乙"]
    assert {str(area) for area in sheet.merged_cells.ranges} == {"B1:E1", "C3:C4"}
    assert (sheet["F3"].value, sheet["F4"].value) == ("=D3+E3", "=SUM(D4:$E4)*选项!A1")
    assert (sheet["G3"].value.ref, sheet["G3"].value.text) == ("G3:G4", "=D3:D4*2")
    assert (sheet["H3"].value, sheet["H3"].data_type, sheet["H4"].value) == ("=1+1", "s", "-1")
    assert (sheet["B3"].hyperlink.ref, sheet["B3"].hyperlink.target) == ("B3", "https://example.com/")
    assert sheet["B4"].comment.text == "示例"
    rules = {str(one.sqref): one.formula1 for one in sheet.data_validations.dataValidation}
    assert rules == {"C3:C9": "选项!$A$1:$A$2", "B3:B9 D3": "COUNTIF($B$3:$B$9,B3)=1"}
    formats = {str(area.sqref): area.rules[0].formula for area in sheet.conditional_formatting}
    assert formats == {"D3:E9": ["$D3>$E3"], "E3": ["D3"]}
    assert (sheet.auto_filter.ref, sheet.freeze_panes) == ("B2:E4", "C3")
    widths = {name: one.width for name, one in sheet.column_dimensions.items() if one.customWidth}
    assert (widths["B"], widths["D"], sheet.column_dimensions["E"].hidden) == (40, 5, True)
    assert not sheet.column_dimensions["A"].hidden
    assert sheet.print_area == f"{QUOTED}!$B$1:$E$9"
    assert (sheet.print_title_cols, sheet.print_title_rows) == ("$B:$B", "$1:$2")
    (chart,) = sheet._charts  # type: ignore[attr-defined]
    assert chart.series[0].val.numRef.f == f"{QUOTED}!$D$3:$D$4"
    assert chart.anchor._from.col == 9
    assert (other["A2"].value, other["B1"].value) == (
        f"={QUOTED}!D3+A1",
        f"=SUM({QUOTED}!D:E)+SUM({QUOTED}!3:4)",
    )
    assert other.tables["表一"].ref == "D1:E2"
    assert done.defined_names["甲列"].attr_text == f"{QUOTED}!$D$3:$D$4"
    assert done.defined_names["常数"].attr_text == "3"


def test_a_sheet_of_a_table_takes_it_along(book: Workbook, tmp_path: Path) -> None:
    insert_first(book, {"选项"})
    book.save(tmp_path / "y.xlsx")
    done = load_workbook(tmp_path / "y.xlsx")
    assert done["选项"].tables["表一"].ref == "E1:F2"
    assert done[SHEET]["E4"].value == "=SUM(C4:$D4)*选项!B1"
    rules = {str(one.sqref): one.formula1 for one in done[SHEET].data_validations.dataValidation}
    assert rules["B3:B9"] == "选项!$B$1:$B$2"


def test_a_sheet_without_room_is_refused(book: Workbook) -> None:
    book[SHEET].cell(3, 16384).value = 1
    with pytest.raises(InputError, match="XFD3"):
        insert_first(book, {SHEET})


def test_a_line_formatted_to_its_end_takes_no_room(book: Workbook, tmp_path: Path) -> None:
    book[SHEET].cell(2, 16384).fill = PatternFill("solid", fgColor="FF00B0F0")
    book[SHEET].merge_cells("A9:XFD9")
    insert_first(book, {SHEET})
    book.save(tmp_path / "y.xlsx")
    assert "B9:XFD9" in load_workbook(tmp_path / "y.xlsx")[SHEET].merged_cells
