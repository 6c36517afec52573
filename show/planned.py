"""Plans, as people see them and as JSON."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from rich.table import Table
from rich.text import Text

from ingest.planned import Kept
from planning import Drilled
from programme.model import UNKNOWN, Cell, Column, Figure, Form, Plan, Row, Sheet
from show.console import OUT, say

_MOST, _LESS = 15, 5
"""Rows that are shown of the first sheet and of the others; the workbook has all."""
_NAMED = 8
"""Sheets left aside that are told by name."""


def plan(body: Plan) -> None:
    """The figures, the sheets, and what they rest on."""
    OUT.print(Text(f"{body.title}（{body.scope or '全市'}，{body.at}）", style="bold"))
    if body.figures:
        said = (f"{one.label} {written(body.value(one), _form(one))}{one.unit}" for one in body.figures)
        say("；".join(said))
    shown = [sheet for sheet in body.sheets if sheet.most != 0]
    for number, sheet in enumerate(shown):
        _sheet(body, sheet, sheet.most or (_LESS if number else _MOST))
    if aside := [sheet.title for sheet in body.sheets if sheet.most == 0]:
        more = " 等" if len(aside) > _NAMED else ""
        say(f"另有 {len(aside)} 张表，用 --xlsx 写出：{'、'.join(aside[:_NAMED])}{more}")
    for note in body.notes:
        say(f"注意：{note}")
    _foot(body)


def plan_json(body: Plan) -> dict[str, Any]:
    """The JSON shape of a plan: figures with what they open into, sheets with named cells."""
    sheets = {one.name: one for one in body.sheets}
    return {
        "task": body.task,
        "title": body.title,
        "at": body.at.isoformat(),
        "run": body.run,
        "scope": body.scope,
        "figures": [_figure_json(body, one, sheets[one.sheet]) for one in body.figures],
        "cells": [_figure_json(body, one, sheets[one.sheet]) for one in _standing(body)],
        "sheets": [_sheet_json(body, one) for one in body.sheets],
        "rules": [asdict(one) for one in body.rules],
        "notes": list(body.notes),
        "decisions": len(body.ties),
    }


def drilled(body: Plan, figure: Figure, found: Sequence[Drilled]) -> None:
    """The rows of one figure, each with its entities and the rows of files behind them."""
    sheet = body.sheet(figure.sheet)
    head = f"{figure.label}：{written(body.value(figure), _form(figure))}{figure.unit}，{len(found)} 行"
    OUT.print(Text(head, style="bold"))
    for one in found:
        cells = "  ".join(
            f"{column.label} {written(cell, column.form)}"
            for column, cell in zip(sheet.columns, body.shown(sheet, one.row), strict=True)
            if cell not in ("", None)
        )
        OUT.print(f"{one.number}. {cells}", highlight=False, soft_wrap=True)
        for _, called, files in one.entities:
            places = "；".join(f"{row.path} {row.sheet} 第 {row.number} 行" for row in files)
            OUT.print(f"    {called} ← {places or '没有自己的一行'}", highlight=False, soft_wrap=True)
    _asked(body, figure, sheet)


def drilled_json(body: Plan, figure: Figure, found: Sequence[Drilled]) -> dict[str, Any]:
    """The JSON shape of an opened figure."""
    sheet = body.sheet(figure.sheet)
    return {
        **_figure_json(body, figure, sheet),
        "at": body.at.isoformat(),
        "rows": [
            {
                "cells": _cells(body, sheet, one.row),
                "entities": [
                    {"id": identity, "files": [asdict(row) for row in files]}
                    for identity, _, files in one.entities
                ],
            }
            for one in found
        ],
    }


def kept(one: Kept) -> None:
    """What was put on record."""
    say(f"已记下计划 {one.code}：{one.head.title}，{one.pairs} 对；撤销用 plan undo {one.code}")


def plans(found: Iterable[Kept]) -> None:
    """The plans on record."""
    count = 0
    for one in found:
        count += 1
        say(f"{one.code}  {one.head.dated}  {one.head.title}  {one.pairs} 对  {one.head.by}")
    if not count:
        say("还没有记下的计划；plan … --record 记下一个")


def written(cell: Cell, form: Form) -> str:
    """A value as people read it."""
    if cell is None:
        return UNKNOWN
    if isinstance(cell, str):
        return cell
    if form == "percent":
        return f"{cell:.1f} %"
    return f"{cell:,.0f}" if float(cell).is_integer() else f"{cell:,.2f}"


def _form(figure: Figure) -> Form:
    return "percent" if figure.over else "number"


def _standing(body: Plan) -> list[Figure]:
    """The figures that stand in cells, in their order."""
    names = dict.fromkeys(
        str(cell)
        for sheet in body.sheets
        for row in sheet.rows
        for column, cell in zip(sheet.columns, row.cells, strict=True)
        if column.form == "figure" and cell
    )
    return [body.figure(name) for name in names]


def _sheet(body: Plan, sheet: Sheet, most: int) -> None:
    if not sheet.rows:
        say(f"{sheet.title}：没有")
        return
    table = Table(title=f"{sheet.title}（{len(sheet.rows)} 行）", title_justify="left", pad_edge=False)
    matrix = any(column.form == "figure" for column in sheet.columns)
    shown = [column for column in sheet.columns if not column.aside]
    for column in shown:
        table.add_column(column.label, justify="left" if column.form in ("text", "code") else "right",
                         overflow="fold",
                         no_wrap=column.form == "date" or (matrix and column is shown[0]))  # fmt: skip
    for row in sheet.rows[:most]:
        cells = zip(sheet.columns, body.shown(sheet, row), strict=True)
        table.add_row(*(_text(cell, column) for column, cell in cells if not column.aside))
    if sheet.note:
        say(sheet.note)
    OUT.print(table)
    if len(sheet.rows) > most:
        say(f"还有 {len(sheet.rows) - most} 行，用 --xlsx 写成表看全部")


def _text(cell: Cell, column: Column) -> Text:
    return Text(written(cell, column.form))


def _foot(body: Plan) -> None:
    for one in body.rules:
        mark = "" if one.verified else "（未与发文原文核对）"
        say(f"依据 {one.label}：{one.source}，自 {one.since}{mark}")
    queries = dict.fromkeys(source.query for sheet in body.sheets for source in sheet.sources)
    if queries:
        told = f"查询 {'、'.join(queries)}；账本第 {body.run} 次"
        OUT.print(told, highlight=False, soft_wrap=True)


def _asked(body: Plan, figure: Figure, sheet: Sheet) -> None:
    """The queries, and what was taken of their rows: who runs one gets those of every cell and day."""
    for one in sheet.sources:
        given = " ".join(
            f"--param {name}={_typed(value)}" for name, value in one.params.items() if value not in ("", None)
        )
        OUT.print(f"查询 cypher --named {one.query} {given}".rstrip(), highlight=False, soft_wrap=True)
    if sheet.sources:
        forms = {column.label: column.form for column in sheet.columns}
        where = (f"{name}={written(value, forms[name])}" for name, value in body.taken(figure).items())
        cut = f"其中 {'、'.join(where)}；" if figure.where else ""
        OUT.print(f"{cut}按 {body.at} 这一天", highlight=False, soft_wrap=True)


def _typed(value: Any) -> str:
    """A parameter as it is typed into a shell: lists as JSON."""
    return shlex.quote(json.dumps(value, ensure_ascii=False) if isinstance(value, list) else str(value))


def _figure_json(body: Plan, one: Figure, sheet: Sheet) -> dict[str, Any]:
    return {
        "name": one.name,
        "label": one.label,
        "value": body.value(one),
        "unit": "%" if one.over else one.unit,
        "sheet": one.sheet,
        "where": body.taken(one),
        "queries": [asdict(source) for source in sheet.sources],
        "run": body.run,
    }


def _sheet_json(body: Plan, sheet: Sheet) -> dict[str, Any]:
    return {
        "name": sheet.name,
        "title": sheet.title,
        "note": sheet.note,
        "queries": [asdict(source) for source in sheet.sources],
        "columns": [asdict(column) for column in sheet.columns],
        "rows": [{"ids": list(row.ids), **_cells(body, sheet, row)} for row in sheet.rows],
    }


def _cells(body: Plan, sheet: Sheet, row: Row) -> dict[str, Cell]:
    return {column.name: cell for column, cell in zip(sheet.columns, body.shown(sheet, row), strict=True)}
