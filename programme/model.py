"""What a plan is: a frozen result of sheets and figures. Terminal, JSON, workbook and report only draw it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

from rapidfuzz import process

from errors import UsageError

Cell = str | int | float | None
"""A value of a row; None where it is not known, which is shown as 不明 and never counted as a no."""
Form = Literal["text", "code", "date", "integer", "number", "money", "percent", "figure"]
"""How a column is written: `code` stays text in a workbook, `money` is 万元, `percent` is 3.6 for 3.6 %. A
cell under `figure` is the name of a figure, shown as its value and written as its formula; "" stays empty.
"""
UNKNOWN = "不明"
_FEW = 20
"""Figures that are all listed to who asks for one that is not there; of more, the nearest names."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name in JSON, what people call it, and how its values are written. One `aside` holds long
    texts, which a terminal has no room for.
    """

    name: str
    label: str
    form: Form = "text"
    aside: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """Cells in the order of the columns, and the ids of the entities they speak of, the foremost first."""

    cells: tuple[Cell, ...]
    ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """A named query and what it was asked with: who runs it gets the rows that a sheet was made from, of
    which a figure takes those of its `where` and a plan those of its day.
    """

    query: str
    params: Mapping[str, Any]


@dataclass(frozen=True)
class Sheet:
    """A table of a plan: `name` in JSON, `title` for people and as a workbook's tab (at most 31 characters),
    `sources` it was made from, `note` a line above it. The terminal shows the first `most` rows, some where
    nothing is said, nothing of one with 0, which is there to be sent or opened. `fills`: what a cell says ->
    the RGB colour it has in a workbook.
    """

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    sources: tuple[Source, ...] = ()
    note: str = ""
    most: int | None = None
    fills: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def places(self) -> dict[str, int]:
        """Column's name -> its place among the cells, from 0."""
        return {column.name: place for place, column in enumerate(self.columns)}

    def cell(self, row: Row, column: str) -> Cell:
        """The value of a row in a column."""
        return row.cells[self.places[column]]


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that opens into rows: those of `sheet` whose columns have the values of `where`, counted, or
    added up over the column `total`; with `over`, as a percentage of another figure. A workbook writes it as
    a formula over the same sheet, and `--drill NAME` lists the rows.
    """

    name: str
    label: str
    sheet: str
    where: tuple[tuple[str, Cell], ...] = ()
    total: str = ""
    over: str = ""
    unit: str = "项"


@dataclass(frozen=True, slots=True)
class RuleUse:
    """A version of a rule that a plan went by, for its foot: `verified` is whether the issuing body's own
    text was read.
    """

    rule: str
    label: str
    since: str
    source: str
    verified: bool


@dataclass(frozen=True, slots=True)
class Tie:
    """A pair that `--record` keeps as a PLANNED link, by ids, and what is said of it."""

    source: str
    target: str
    note: str = ""


@dataclass(frozen=True)
class Plan:
    """The result of a task: `at` the day it holds for, `run` the last run of the ledger it rests on, `scope`
    whom it is about in words, `notes` what must be told beside the tables. `cells` are the figures that stand
    in sheets or may be asked for by name, beside `figures`, which head the plan.
    """

    task: str
    title: str
    at: dt.date
    run: int
    scope: str = ""
    figures: tuple[Figure, ...] = ()
    sheets: tuple[Sheet, ...] = ()
    rules: tuple[RuleUse, ...] = ()
    notes: tuple[str, ...] = ()
    ties: tuple[Tie, ...] = ()
    cells: tuple[Figure, ...] = ()

    def sheet(self, name: str) -> Sheet:
        """The sheet of a name; KeyError for another."""
        return next(one for one in self.sheets if one.name == name)

    @cached_property
    def _by_name(self) -> dict[str, Figure]:
        figures = (*self.figures, *self.cells)
        return {one.label: one for one in figures} | {one.name: one for one in figures}

    def figure(self, name: str) -> Figure:
        """The figure a person names by name or label; UsageError listing them, or of many the nearest."""
        if found := self._by_name.get(name):
            return found
        heads, names = [one.name for one in self.figures], list(self._by_name)
        if len(heads) + len(self.cells) <= _FEW:
            heads += [one.name for one in self.cells]
            names = []
        near = "、".join(one for one, _, _ in process.extract(name, names, limit=5))
        known = "、".join(heads) if len(heads) <= _FEW else ""
        cures = [f"可用：{known}" if known else "", f"最接近的：{near}" if near else ""]
        raise UsageError(f"没有“{name}”这个数", "；".join(filter(None, cures)) or "这份结果没有数可以下钻")

    def shown(self, sheet: Sheet, row: Row) -> tuple[Cell, ...]:
        """The cells of a row with the values of the figures that are named in it."""
        return tuple(
            self.value(self.figure(str(cell))) if column.form == "figure" and cell else cell
            for column, cell in zip(sheet.columns, row.cells, strict=True)
        )

    def rows(self, figure: Figure) -> tuple[Row, ...]:
        """The rows a figure opens into, in the sheet's order."""
        sheet = self.sheet(figure.sheet)
        return tuple(
            row for row in sheet.rows if all(sheet.cell(row, name) == value for name, value in figure.where)
        )

    def taken(self, figure: Figure) -> dict[str, Cell]:
        """What a figure takes of its sheet, in words: column's label -> the value its rows have there."""
        sheet = self.sheet(figure.sheet)
        return {sheet.columns[sheet.places[name]].label: value for name, value in figure.where}

    def value(self, figure: Figure) -> float | None:
        """The number itself; a percentage of nothing is None."""
        sheet = self.sheet(figure.sheet)
        rows = self.rows(figure)
        cells = (sheet.cell(row, figure.total) for row in rows) if figure.total else ()
        own = sum(cell for cell in cells if isinstance(cell, int | float)) if figure.total else len(rows)
        if not figure.over:
            return round(own, 6)
        whole = self.value(self.figure(figure.over))
        return round(100 * own / whole, 6) if whole else None
