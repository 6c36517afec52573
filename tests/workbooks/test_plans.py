"""A plan's workbook calculates to what the program printed, and keeps its texts."""

import datetime as dt
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.utils import range_boundaries

from errors import InputError
from programme.model import UNKNOWN, Cell, Column, Figure, Plan, Row, Sheet, Source
from workbooks.plans import HEAD_ROW, SUMMARY, write_plan

CODE = "916110990000000123"
TEXTS = st.sampled_from(["山阳县", "a*", "a?", "~", '"', "=1+1", ">3", "<>", "5", "ab", "A*", CODE])
NUMBERS = st.one_of(st.integers(-3, 9), st.floats(-9, 9).map(lambda x: round(x, 2)))
AMOUNTS = st.one_of(st.none(), st.integers(-9, 99))


def asked(cells: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Rows whose keys are of one sort, as a column's are, and a key that may be among them."""
    keys = st.one_of(cells, st.none())
    return st.tuples(st.lists(st.tuples(keys, AMOUNTS), max_size=8), keys)


CASES = st.one_of(asked(TEXTS), asked(NUMBERS))


def plan(rows: list[tuple[Cell, Cell]], wanted: Cell) -> Plan:
    sheet = Sheet(
        "one", "一张'表", (Column("key", "名", "code"), Column("amount", "数", "number")),
        tuple(Row(row) for row in rows), (Source("firms", {}),),
    )  # fmt: skip
    figures = (
        Figure("all", "全部", "one"),
        Figure("some", "有的", "one", (("key", wanted),)),
        Figure("sum", "和", "one", total="amount"),
        Figure("part", "有的和", "one", (("key", wanted),), total="amount"),
        Figure("share", "占比", "one", (("key", wanted),), over="all"),
    )
    return Plan("test", "试验", dt.date(2026, 6, 30), 3, "山阳县", figures, (sheet,))


class Calculator:
    """The few functions the workbook uses, as a spreadsheet calculates them."""

    def __init__(self, book: Any) -> None:
        self.book = book

    def value(self, text: str) -> Any:
        text = text.removeprefix("=")
        if text.startswith("IF("):
            own, whole, nothing = re.fullmatch(r'IF\((.+)=0,"([^"]+)",100\*(.+)\)', text).group(3, 1, 2)  # type: ignore[union-attr]
            total = self.value(whole)
            return nothing if total == 0 else 100 * self.value(own.removesuffix(f"/{whole}")) / total
        if text.startswith("ROWS("):
            return len(self.cells(text[5:-1]))
        if text.startswith("SUM("):
            return sum(map(number, self.cells(text[4:-1])))
        if text.startswith("SUMPRODUCT("):
            test, _, column = re.fullmatch(r"SUMPRODUCT\((.+)\*1(,(.+))?\)", text).groups()  # type: ignore[union-attr]
            found = self.tested(test)
            values = map(number, self.cells(column)) if column else [1] * len(found)
            return sum(one for one, fits in zip(values, found, strict=True) if fits)
        return float(text)

    def tested(self, test: str) -> list[bool]:
        if match := re.fullmatch(r'EXACT\((.+?\$\d+),"((?:[^"]|"")*)"\)', test):
            wanted = match[2].replace('""', '"')
            return [str("" if one is None else one) == wanted for one in self.cells(match[1])]
        place, _, value = test.strip("()").rpartition("=")
        return [isinstance(one, int | float) and one == float(value) for one in self.cells(place)]

    def cells(self, place: str) -> list[Any]:
        name, _, area = place.rpartition("!")
        bounds: Any = range_boundaries(area.replace("$", ""))
        left, top, _, low = bounds
        sheet = self.book[name.strip("'").replace("''", "'")]
        return [sheet.cell(row, left).value for row in range(int(top or 1), int(low or 1) + 1)]


def number(cell: Any) -> float:
    return cell if isinstance(cell, int | float) else 0


@settings(max_examples=60, deadline=None)
@given(CASES)
def test_formulas_come_to_what_the_program_says(tmp_path_factory: Any, case: tuple[Any, Cell]) -> None:
    made = plan(*case)
    path = tmp_path_factory.mktemp("plan") / "计划.xlsx"
    write_plan(path, made)
    book, kept = load_workbook(path), load_workbook(path, data_only=True)
    for row, figure in enumerate(made.figures, start=4):
        told = made.value(figure)
        formula = str(book[SUMMARY].cell(row, 2).value)
        assert Calculator(book).value(formula) == (UNKNOWN if told is None else pytest.approx(told, abs=1e-5))
        if told is not None:
            assert kept[SUMMARY].cell(row, 2).value == pytest.approx(told)


def test_texts_stay_texts_and_codes_keep_their_digits(tmp_path: Path) -> None:
    write_plan(tmp_path / "x.xlsx", plan([(CODE, 1), ("=1+1", 2), (None, None)], CODE))
    sheet = load_workbook(tmp_path / "x.xlsx")["一张'表"]
    cells = [sheet.cell(HEAD_ROW + n, 1) for n in (1, 2, 3)]
    assert [(one.value, one.data_type) for one in cells] == [(CODE, "s"), ("=1+1", "s"), (UNKNOWN, "s")]
    assert sheet.cell(HEAD_ROW + 1, 2).data_type == "n"
    assert sheet.cell(HEAD_ROW + 5, 1).value == "试验，2026-06-30；查询 firms；账本第 3 次"


def test_numbers_line_up_with_each_other_and_under_their_headings(tmp_path: Path) -> None:
    write_plan(tmp_path / "x.xlsx", plan([("甲", 0.7), ("乙", 0.75)], "甲"))
    sheet = load_workbook(tmp_path / "x.xlsx")["一张'表"]
    assert {sheet.cell(HEAD_ROW + n, 2).number_format for n in (1, 2)} == {"#,##0.00"}
    assert [sheet.cell(HEAD_ROW, n).alignment.horizontal for n in (1, 2)] == ["general", "right"]


TITLES = st.text("示例院所aA1[]:*?/\\' （2）\n", max_size=40)


@settings(max_examples=60, deadline=None)
@given(st.lists(TITLES, min_size=1, max_size=6), st.booleans())
def test_every_sheet_has_a_tab_of_its_own(tmp_path_factory: Any, titles: list[str], alike: bool) -> None:
    titles += [SUMMARY, "History", "示" * 40, "示" * 50] + (titles if alike else [])
    sheets = tuple(
        Sheet(f"s{number}", title, (Column("key", "名"),), (Row((number,)), Row(("=1+1",))))
        for number, title in enumerate(titles)
    )
    figures = tuple(Figure(one.name, one.name, one.name) for one in sheets)
    path = tmp_path_factory.mktemp("tabs") / "计划.xlsx"
    write_plan(path, Plan("test", "试验", dt.date(2026, 6, 30), 3, "", figures, sheets))
    book = load_workbook(path)
    tabs = book.sheetnames
    assert len({one.casefold() for one in tabs}) == len(tabs) == len(sheets) + 1
    assert all(0 < len(one) <= 31 and not set(one) & set("[]:*?/\\") for one in tabs)
    assert not any(one.startswith("'") or one.endswith("'") for one in tabs)
    for number, tab in enumerate(tabs[1:]):
        assert book[tab].cell(HEAD_ROW + 1, 1).value == number
        assert book[tab].cell(HEAD_ROW + 2, 1).data_type == "s"
        assert Calculator(book).value(str(book[SUMMARY].cell(4 + number, 2).value)) == 2


def test_a_place_that_is_none_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="写不了"):
        write_plan(tmp_path / "没有" / "x.xlsx", plan([], "a"))
