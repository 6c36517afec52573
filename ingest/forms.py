"""Sheets that were given out to be filled: the mark in their first line, and forms of several tables."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice
from typing import Any

from ingest.blocks import Placed, find_blocks, read_pairs
from ingest.sheet import Line, Sheet, filled
from ingest.tables import Row, Table, tables
from ontology.form import ASIDE, MARK, Form, fillable, forms, heading, version
from ontology.model import ontology

_TITLE_ROWS = 6
OLD = "这是旧版模板（{theirs}，现在是 {ours}），照样读了；下次请用新模板"
MISSING = "没有找到“{title}”这一块，没有读；标题和列名请照模板写"


def form_tables(sheet: Sheet, known: Collection[str]) -> Iterator[Table]:
    """The tables of a sheet, be it a form, a template, or neither; none of one that holds no data."""
    lines = iter(sheet.lines)
    head = list(islice(lines, _TITLE_ROWS))
    said = _mark(head)
    rest = replace(sheet, lines=chain(head[1:] if said else head, lines))
    what, theirs = said or ("", "")
    if what == ASIDE:
        return
    if form := forms().get(what) or _titled(head):
        all_lines = list(rest.lines)
        rest = replace(rest, lines=all_lines)
        filled_in = _Filled(form, rest, find_blocks(form, all_lines))
        # A title alone may head a list of what many forms said.
        if filled_in.blocks and (said or filled_in.whole):
            yield from filled_in.tables(theirs)
            return
    for table in tables(rest, known):
        kind = fillable().get(what)
        notes = _age(theirs, version(kind)) if kind else []
        yield replace(table, kind=kind.kind if kind else "", notes=notes)


def _mark(head: Sequence[Line]) -> tuple[str, str] | None:
    """(what the sheet is, its version), as its first line says; a report may have put a column before it."""
    cells = [str(cell) for cell in (head[0][1] if head else ()) if filled(cell)]
    if MARK not in cells[:2]:
        return None
    place = cells.index(MARK)
    what, theirs = (*cells[place + 1 : place + 3], "", "")[:2]
    return what, theirs


def _titled(head: Sequence[Line]) -> Form | None:
    """The form a title names, or the title of its first block, where the mark was lost."""
    texts = [_bare(cell) for _, cells in head for cell in cells if isinstance(cell, str) and len(cell) < 60]
    return next(
        (
            form
            for form in forms().values()
            if any(form.label in text or text == _bare(form.blocks[0].title) for text in texts)
        ),
        None,
    )


def _age(theirs: str, ours: str) -> list[tuple[str, str]]:
    return [("template_old", OLD.format(theirs=theirs, ours=ours))] if theirs not in ("", ours) else []


def _bare(cell: object) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", str(cell)))


@dataclass(frozen=True, slots=True)
class _Filled:
    """A form somebody filled, and where its blocks are."""

    form: Form
    sheet: Sheet
    blocks: Sequence[Placed]

    @property
    def whole(self) -> bool:
        """Whether every block of pairs is there: what makes it a form and not a list."""
        found = [one.block for one in self.blocks]
        return all(block in found for block in self.form.blocks if block.layout == "pairs")

    def tables(self, theirs: str) -> Iterator[Table]:
        """The tables of every block that is there, in their order."""
        found = [one.block for one in self.blocks]
        notes = _age(theirs, self.form.version)
        notes += [
            ("block_missing", MISSING.format(title=block.title))
            for block in self.form.blocks
            if block not in found
        ]
        pairs = {i: read_pairs(one) for i, one in enumerate(self.blocks) if one.block.layout == "pairs"}
        said = {name: value for one in pairs.values() for name, value in one.said.items()}
        for i, one in enumerate(self.blocks):
            for table in [pairs[i].table(self.sheet.name)] if i in pairs else self._rows(one, said):
                yield replace(
                    table,
                    kind=one.block.kind,
                    notes=notes,
                    hidden=self.sheet.hidden_rows,
                    unseen=self.sheet.unseen,
                )
                notes = []

    def _rows(self, one: Placed, said: Mapping[str, Any]) -> Iterator[Table]:
        """Rows below a heading, read as any table is, each with what the form says once for all."""
        kind = ontology().kinds[one.block.kind]
        given = {heading(kind.properties[ours]): said.get(name) for ours, name in one.block.given.items()}
        part = replace(self.sheet, lines=one.lines)
        for table in tables(part, kind.headings):
            extra = {name: value for name, value in given.items() if name not in table.headings}
            yield replace(table, headings=[*table.headings, *extra], rows=_given(table.rows, extra))


def _given(rows: Iterable[Row], given: Mapping[str, Any]) -> Iterator[Row]:
    said = {name: value for name, value in given.items() if value is not None}
    for row in rows:
        yield replace(row, cells={**row.cells, **said}) if row.cells else row
