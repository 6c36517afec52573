"""Workbooks for officers: plain tables, where no text can turn into a formula."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, NamedStyle
from openpyxl.utils import get_column_letter

from recommend.batch import Asked
from recommend.features import LABELS
from recommend.marks import bracketed
from recommend.model import FITS, Answer, Recommendation
from recommend.ranking import called
from workbooks.template import save

Cell = str | int | float
REASONS = ["等级", "至少较强的可能", "需方对上的词", "供方对上的词", "欠缺", "注意"]
MATCH = ["匹配编号", "进展"]
_HEAD, _BODY = "表头", "正文"
_WRAPPED = Alignment(wrap_text=True, vertical="top")
_MEASURED = 500
"""Rows that decide how wide a column is."""


def write_answer(path: Path, answer: Answer, labels: dict[str, str]) -> None:
    """Recommendations, one row each, features side by side; `labels` names the kinds."""
    shown = _features(answer)
    write_table(path, called(answer.subject), _heading(shown), list(_rows(answer, shown, labels)))


def write_each(path: Path, asked: Iterable[Asked], shown: Sequence[str], labels: dict[str, str]) -> None:
    """The same for a sheet of names, as the answers come: each row with what was asked; one without answer
    says why. `shown` are the features that have a column.
    """
    heading = ["行", "所给名称", "说明", *_heading(shown)]
    write_table(path, "推荐", heading, (row for one in asked for row in _each(one, shown, labels)))


def _each(one: Asked, shown: Sequence[str], labels: dict[str, str]) -> Iterator[list[Cell]]:
    blank: list[Cell] = [""] * len(_heading(shown))
    if not isinstance(one.outcome, Answer):
        why = "；".join((one.outcome.message, *one.outcome.choices, one.outcome.cure))
        yield [one.place, one.text, why, *blank]
        return
    said = "" if one.outcome.recommendations else "；".join(one.outcome.advice)
    found: list[list[Cell]] = list(_rows(one.outcome, shown, labels)) or [blank]
    yield from ([one.place, one.text, said, *row] for row in found)


def _features(answer: Answer) -> list[str]:
    """The features that the answer has, in the order of LABELS."""
    known = {feature.name for made in answer.recommendations for feature in made.features}
    return [name for name in LABELS if name in known]


def _heading(shown: Sequence[str]) -> list[str]:
    features = (LABELS[name] for name in shown)
    return ["序号", "类别", "名称", "编号", "企业", "关系", "总分", *features, "推荐理由", *REASONS, *MATCH]


def _rows(answer: Answer, shown: Sequence[str], labels: dict[str, str]) -> Iterator[list[Cell]]:
    for rank, one in enumerate(answer.recommendations, start=1):
        scores = {feature.name: round(feature.score, 3) for feature in one.features}
        cells = [scores.get(name, "") for name in shown]
        whose = one.firm.get("name", "")
        told: list[Cell] = [
            labels[one.kind],
            one.name,
            one.id,
            whose,
            FITS.get(one.fit, ""),
            round(one.score, 3),
        ]
        yield [rank, *told, *cells, one.evidence, *reason_cells(one), one.match, one.status]


def reason_cells(one: Recommendation) -> list[Cell]:
    """The cells under REASONS."""
    found, grade = one.reasons, one.reasons.grade
    likely: Cell = "" if grade.probability is None else round(grade.probability, 3)
    marked = ["\n".join(map(bracketed, found.matched[side].values())) for side in ("source", "candidate")]
    lacking = "；".join(lack.reason for lack in found.missing)
    against = "；".join(caution.reason for caution in found.cautions)
    return [grade.label, likely, *marked, lacking, against]


def write_table(path: Path, title: str, heading: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    """One sheet with a frozen heading, written row by row, so that it may be long; its widths are those of
    the first rows. InputError where the file cannot be written.
    """
    book = Workbook(write_only=True)
    sheet = book.create_sheet("".join(c for c in title if c not in "[]:*?/\\")[:31] or "表")
    coming = iter(rows)
    first = list(islice(coming, _MEASURED))
    for place, name in enumerate(heading, start=1):
        longest = max([len(name), *(len(str(row[place - 1])) for row in first)])
        sheet.column_dimensions[get_column_letter(place)].width = min(2 * longest + 2, 60)
    sheet.freeze_panes = "A2"
    for style in (_HEAD, _BODY):
        book.add_named_style(
            NamedStyle(style, font=Font(name="Calibri", size=11, bold=style == _HEAD), alignment=_WRAPPED)
        )
    sheet.append([_cell(sheet, name, _HEAD) for name in heading])
    for row in chain(first, coming):
        sheet.append([_cell(sheet, value, _BODY) for value in row])
    save(book, path)


def _cell(sheet: Any, value: Cell, style: str) -> Any:
    cell = WriteOnlyCell(sheet, value)
    if isinstance(value, str):
        cell.data_type = "s"
    cell.style = style  # of the book: with styles of their own, cells take three times as long
    return cell
