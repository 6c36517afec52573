"""The monthly report in Word: a template of the office's, filled with the figures of a plan and with charts.

The template (workbooks/monthly.docx, or the office's own) names what it wants in docxtpl's marks: `title`,
`scope`, `month`, `at`, `groups` (each with `name` and `figures`: `label`, `value`, `unit`, `query`, `name`),
`charts`, `notes`, `rules`, `run`. A chart stands where a paragraph holds nothing but one of `charts`.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from docx.opc.exceptions import OpcError
from docxtpl import DocxTemplate
from jinja2 import TemplateError

from errors import InputError
from programme.model import UNKNOWN, Figure, Plan
from programme.monthly import Chart, Monthly
from workbooks.charts import draw

TEMPLATE = Path(__file__).with_name("monthly.docx")
_UNREADABLE = (OSError, KeyError, ValueError, SyntaxError, BadZipFile, OpcError, TemplateError)


def write_monthly(path: Path, body: Monthly, template: Path = TEMPLATE) -> None:
    """Write the report; InputError where the template cannot be read or the file not be written."""
    try:
        document = DocxTemplate(template)
        document.render(_context(body), autoescape=True)
    except _UNREADABLE as error:
        raise InputError(
            f"模板 {template} 用不了：{error}", "换成一个 .docx 模板，或去掉 --template 用随程序的"
        ) from error
    _draw(document.docx, body.charts)
    try:
        document.save(path)
    except OSError as error:
        raise InputError(
            f"写不了 {path}（{error.strerror}）", "换一个文件夹，或先关掉正打开它的 Word"
        ) from error


def _context(body: Monthly) -> dict[str, Any]:
    plan = body.plan
    return {
        "title": plan.title,
        "scope": plan.scope or "全市",
        "month": f"{int(body.month[:4])}年{int(body.month[5:])}月",
        "at": plan.at.isoformat(),
        "groups": [
            {"name": one.name, "figures": [_figure(plan, figure) for figure in one.figures]}
            for one in body.groups
        ],
        "charts": [_mark(number) for number in range(1, len(body.charts) + 1)],
        "notes": list(plan.notes),
        "rules": [
            f"{one.label}：{one.source}，自 {one.since}{'' if one.verified else '（未与发文原文核对）'}"
            for one in plan.rules
        ],
        "run": plan.run,
    }


def _figure(plan: Plan, figure: Figure) -> dict[str, str]:
    value = plan.value(figure)
    said = UNKNOWN if value is None else f"{value:,.0f}" if value == int(value) else f"{value:,.2f}"
    queries = "、".join(one.query for one in plan.sheet(figure.sheet).sources)
    unit = "%" if figure.over else figure.unit
    return {"label": figure.label, "value": said, "unit": unit, "query": queries, "name": figure.name}


def _mark(number: int) -> str:
    return f"⟦图 {number}⟧"


def _draw(document: Any, charts: Sequence[Chart]) -> None:
    """Charts take the place of their marks; one the template has no place for is left out."""
    marks = {_mark(number): (number, chart) for number, chart in enumerate(charts, start=1)}
    for paragraph in document.paragraphs:
        if found := marks.get(paragraph.text.strip()):
            for run in paragraph.runs:
                run.text = ""
            draw(document, paragraph, found[1], found[0])
