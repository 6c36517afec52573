"""Workbooks for officers: plain tables, where no text can turn into a formula."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from errors import InputError
from recommend.batch import Asked
from recommend.features import LABELS
from recommend.marks import bracketed
from recommend.model import FITS, Answer, Recommendation
from recommend.ranking import called

Cell = str | int | float
REASONS = ["等级", "至少较强的可能", "需方对上的词", "供方对上的词", "欠缺", "注意"]
MATCH = ["匹配编号", "进展"]


def write_answer(path: Path, answer: Answer, labels: dict[str, str]) -> None:
    """Recommendations, one row each, features side by side; `labels` names the kinds."""
    shown = _features([answer])
    write_table(path, called(answer.subject), _heading(shown), list(_rows(answer, shown, labels)))


def write_each(path: Path, asked: Sequence[Asked], labels: dict[str, str]) -> None:
    """The same for a sheet of names: each row with what was asked; one without answer says why."""
    shown = _features([one.outcome for one in asked if isinstance(one.outcome, Answer)])
    blank: list[Cell] = [""] * len(_heading(shown))
    rows: list[Sequence[Cell]] = []
    for one in asked:
        if isinstance(one.outcome, Answer):
            found: list[list[Cell]] = list(_rows(one.outcome, shown, labels)) or [blank]
            said = "" if one.outcome.recommendations else "；".join(one.outcome.advice)
            rows.extend([one.place, one.text, said, *row] for row in found)
        else:
            why = "；".join((one.outcome.message, *one.outcome.choices, one.outcome.cure))
            rows.append([one.place, one.text, why, *blank])
    write_table(path, "推荐", ["行", "所给名称", "说明", *_heading(shown)], rows)


def _features(answers: Sequence[Answer]) -> list[str]:
    """The features that any of the answers has, in the order of LABELS."""
    known = {feature.name for one in answers for made in one.recommendations for feature in made.features}
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


def write_table(path: Path, title: str, heading: Sequence[str], rows: Sequence[Sequence[Cell]]) -> None:
    """One sheet with a frozen heading; InputError where the file cannot be written."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "".join(c for c in title if c not in "[]:*?/\\")[:31] or "表"
    for number, row in enumerate([heading, *rows], start=1):
        for place, value in enumerate(row, start=1):
            cell = sheet.cell(number, place, value)
            if isinstance(value, str):
                cell.data_type = "s"
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.font = Font(bold=number == 1)
    for place, name in enumerate(heading, start=1):
        longest = max([len(name), *(len(str(row[place - 1])) for row in rows)])
        sheet.column_dimensions[get_column_letter(place)].width = min(2 * longest + 2, 60)
    sheet.freeze_panes = "A2"
    try:
        book.save(path)
    except OSError as error:
        raise InputError(
            f"写不了 {path}（{error.strerror}）", "换一个文件夹，或先关掉正打开它的 Excel"
        ) from error
