"""Outcomes that staff wrote into a workbook of matches, read back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from errors import AppError, InputError
from ingest.ledger import Ledger
from ingest.readers import read_sheets
from ingest.sheet import filled
from matches.naming import Naming
from matches.saying import Details, said
from matches.steps import record

MATCH, STATUS = "匹配编号", "结果"
DETAILS = {"reason": "原因", "dated": "日期", "amount": "金额（元）", "note": "备注", "by": "经办人"}
"""Which column says what beside the status."""
TO_FILL = (STATUS, *DETAILS.values())
_TOP = 20
"""Lines in which a sheet's headings are looked for."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A row that was not taken, and why."""

    sheet: str
    row: int
    match: str
    message: str


@dataclass(slots=True)
class Returned:
    """What became of a workbook: how many rows were recorded, held already, had no outcome yet, or were
    refused; and what is odd about those recorded.
    """

    recorded: int = 0
    already: int = 0
    empty: int = 0
    refused: list[Refused] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def take(ledger: Ledger, run: int, path: Path, by: str) -> Returned:
    """Record every row with an outcome; one that cannot be is told and the others go on. InputError for a
    file without such a table.
    """
    done = Returned()
    naming = Naming(ledger)
    found = False
    for sheet, number, cells in _rows(path):
        found = True
        if number == 0:
            continue
        details = Details(**{name: cells.get(heading, "") for name, heading in DETAILS.items()})
        word, status = str(cells.get(MATCH, "")).strip(), str(cells.get(STATUS, "")).strip()
        if not any(filled(cells.get(one)) for one in TO_FILL):
            done.empty += 1
            continue
        try:
            if not status:
                raise InputError(f"“{STATUS}”没有填")
            made = record(ledger, run, naming.pair([word]), said(status, details, by))
        except AppError as error:
            done.refused.append(Refused(sheet, number, word, error.message))
            continue
        done.already += made.already
        done.recorded += not made.already
        done.warnings += [f"{sheet} 第 {number} 行：{one}" for one in made.warnings]
    if not found:
        raise InputError(
            f"{path.name} 里没有“{MATCH}”和“{STATUS}”两列", "用 watch run --xlsx 写的表，列名不要改"
        )
    return done


def _rows(path: Path) -> Iterator[tuple[str, int, Mapping[str, Any]]]:
    """(sheet, row number, cell by heading) of all tables of matches; number 0 for the heading itself."""
    for sheet in read_sheets(path):
        headings: list[str] = []
        for number, cells in sheet.lines:
            if headings:
                pairs = zip(headings, cells, strict=False)
                row = {name: cell for name, cell in pairs if name and filled(cell)}
                if row:
                    yield sheet.name, number, row
                continue
            words = [str(cell).strip() if filled(cell) else "" for cell in cells]
            if {MATCH, STATUS} <= set(words):
                headings = words
                yield sheet.name, 0, {}
            elif number > _TOP:
                break
