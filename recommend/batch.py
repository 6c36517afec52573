"""Whom a sheet asks for: a column of names or ids in an .xlsx, .csv or .jsonl file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from errors import AppError, InputError
from ingest.readers import read_tables
from ingest.tables import Row
from ontology.model import Kind, Ontology
from ontology.values.fold import as_text
from recommend.model import Answer
from recommend.strategy import AIMS

PLAIN = ("编号", "名称", "名称或编号", "对象", "id", "ID", "name")
"""Headings that are understood beside those of the kinds."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A row of the sheet: where it stands, what it says, and its answer or why there is none."""

    place: str
    text: str
    outcome: Answer | AppError


@dataclass(slots=True)
class Tally:
    """How many rows went through, and those that have no answer."""

    rows: int = 0
    without: list[Asked] = field(default_factory=list)

    def through(self, asked: Iterable[Asked]) -> Iterator[Asked]:
        """The same rows, counted."""
        for one in asked:
            self.rows += 1
            if isinstance(one.outcome, AppError):
                self.without.append(one)
            yield one


def asked_in(path: Path, ontology: Ontology) -> Iterator[tuple[str, str, AppError | None]]:
    """(place, name or id, what is wrong with the row) of every row, in order; lines that are no data are told
    too. Of several columns that could be meant the first filled one counts. InputError where there is none.
    """
    known = _headings(ontology)
    found = False
    for table in read_tables(path, known):
        columns = [name for name in table.headings if name.strip() in known]
        found = found or bool(columns)
        for row in table.rows:
            place = f"{table.sheet} 第 {row.number} 行".strip()
            yield place, *_said(row, columns)
    if not found:
        raise InputError(
            f"{path.name} 里没有写名称或编号的一列", "加一个表头，如“名称”或“编号”，下面每行写一个"
        )


def _said(row: Row, columns: list[str]) -> tuple[str, AppError | None]:
    texts = (as_text(row.cells[name]).strip() for name in columns if name in row.cells)
    text = next(filter(None, texts), "")
    if row.error or row.skipped:
        return text, InputError(f"没有读这一行：{row.error or row.skipped}", "改正后再试")
    return text, None if text else InputError("这一行没有名称或编号", "补上再试")


def _headings(ontology: Ontology) -> frozenset[str]:
    return frozenset(PLAIN) | {one for kind in AIMS for one in _names(ontology.kinds[kind])}


def _names(kind: Kind) -> Iterator[str]:
    for name in (*kind.reference, kind.caption):
        spec = kind.properties[name]
        yield from (name, spec.label, *spec.aliases)
