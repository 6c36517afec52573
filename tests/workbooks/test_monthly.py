"""The monthly report says a plan's figures, holds charts that are Word's own, and takes other templates."""

import datetime as dt
import io
import zipfile
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook

from devtools.monthly_template import template
from errors import InputError
from programme.model import Column, Figure, Plan, Row, RuleUse, Sheet, Source
from programme.monthly import Chart, Group, Monthly
from workbooks.monthly import TEMPLATE, write_monthly

SHEET = Sheet(
    "firms",
    "企业",
    (Column("id", "编号", "code"), Column("amount", "金额", "money")),
    (Row(("甲", 3.5)), Row(("乙", 4.25)), Row(("丙", None))),
    (Source("firms", {}),),
)
FIGURES = (
    Figure("firms", "企业 <{{ run }}> & 全部", "firms", unit="家"),
    Figure("amount", "金额", "firms", total="amount", unit="万元"),
    Figure("known", "甲的占比", "firms", (("id", "甲"),), over="firms"),
)
RULES = (RuleUse("a", "规则", "2020-01-01", "某文", verified=False),)
PLAN = Plan(
    "scorecard", "进度", dt.date(2026, 6, 30), 7, "山阳县", FIGURES, (SHEET,), RULES, ("三家里一家不明",)
)
CHARTS = (
    Chart("各区县企业", ("商州区", "洛南县"), (("高企", (3, 2)), ("科小", (5, 0))), "家"),
    Chart("合同额", ("1 月", "2 月"), (("合同额", (2.5, 0)),), "万元"),
)
BODY = Monthly(PLAN, "2026-06", (Group("登高培育", FIGURES[:1]), Group("惠企政策", FIGURES[1:])), CHARTS)


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("word") / "月报.docx"
    write_monthly(path, BODY)
    return path


def test_it_says_every_figure_with_its_query_and_run(written: Path) -> None:
    document = Document(str(written))
    rows = [[cell.text for cell in row.cells] for table in document.tables for row in table.rows]
    assert ["企业 <{{ run }}> & 全部", "3", "家", "firms", "firms"] in rows
    assert ["金额", "7.75", "万元", "firms", "amount"] in rows
    assert ["甲的占比", "33.33", "%", "firms", "known"] in rows
    assert len(document.tables) == 2
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "山阳县  2026年6月" in text
    assert "账本第 7 次" in text
    assert "三家里一家不明" in text
    assert "某文，自 2020-01-01（未与发文原文核对）" in text
    assert "{%" not in text
    assert "⟦" not in text


def test_charts_hold_their_figures_twice_for_the_eye_and_for_editing(written: Path) -> None:
    with zipfile.ZipFile(written) as package:
        names = package.namelist()
        drawn = package.read("word/charts/chart1.xml").decode()
        book = load_workbook(io.BytesIO(package.read("word/embeddings/chart1.xlsx")))
        body = package.read("word/document.xml").decode()
    assert {"word/charts/chart2.xml", "word/embeddings/chart2.xlsx"} <= set(names)
    assert drawn.count("<v>5</v>") == 1
    assert "各区县企业（家）" in drawn
    values = [list(row) for row in book["数据"].iter_rows(values_only=True)]
    assert values == [[None, "高企", "科小"], ["商州区", 3, 5], ["洛南县", 2, 0]]
    assert body.count("<c:chart ") == 2


def test_an_office_may_take_a_template_of_its_own(tmp_path: Path) -> None:
    own = Document()
    own.add_paragraph("{{ title }}：{{ groups[0].figures[0].value }}")
    own.save(str(tmp_path / "自己的.docx"))
    write_monthly(tmp_path / "月报.docx", BODY, tmp_path / "自己的.docx")
    assert [one.text for one in Document(str(tmp_path / "月报.docx")).paragraphs] == ["进度：3"]


def test_a_template_that_is_none_and_a_place_that_is_none_are_told(tmp_path: Path) -> None:
    (tmp_path / "坏.docx").write_text("不是 Word", encoding="utf-8")
    with pytest.raises(InputError, match="模板"):
        write_monthly(tmp_path / "月报.docx", BODY, tmp_path / "坏.docx")
    wrong = Document()
    wrong.add_paragraph("{{ groups[ }}")
    wrong.save(str(tmp_path / "错.docx"))
    with pytest.raises(InputError, match="模板"):
        write_monthly(tmp_path / "月报.docx", BODY, tmp_path / "错.docx")
    with pytest.raises(InputError, match="写不了"):
        write_monthly(tmp_path / "没有" / "月报.docx", BODY)


def test_the_shipped_template_is_the_one_its_script_makes() -> None:
    made = template().element.body.xml
    assert Document(str(TEMPLATE)).element.body.xml == made
