"""Sheets that were given out to be filled: the mark in their first line, and forms of several tables."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, islice
from typing import Any

from ingest.headings import Heading, fold_heading
from ingest.sheet import Line, Sheet, filled
from ingest.tables import SERIAL, Row, Table, tables
from ontology.form import ASIDE, EXAMPLE, MARK, Block, Form, fillable, forms, heading, version
from ontology.model import Kind, ontology

_TITLE_ROWS = 6
OLD = "这是旧版模板（{theirs}，现在是 {ours}），照样读了；下次请用新模板"


def form_tables(sheet: Sheet, known: Collection[str]) -> Iterator[Table]:
    """The tables of a sheet, be it a form, a template, or neither; none of one that holds no data."""
    lines = iter(sheet.lines)
    head = list(islice(lines, _TITLE_ROWS))
    said = _mark(head)
    rest = replace(sheet, lines=chain(head[1:] if said else head, lines))
    what, theirs = said or ("", "")
    form = forms().get(what) or _titled(head)
    if what == ASIDE:
        return
    if form:
        yield from _Filled(form, rest).tables(theirs)
        return
    for table in tables(rest, known):
        kind = fillable().get(what)
        ours = version(kind) if kind else theirs
        yield replace(table, kind=kind.kind if kind else "", rows=_after(table.rows, theirs, ours))


def _mark(head: Sequence[Line]) -> tuple[str, str] | None:
    """(what the sheet is, its version), as its first line says; a report may have put a column before it."""
    cells = [str(cell) for cell in (head[0][1] if head else ()) if filled(cell)]
    if MARK not in cells[:2]:
        return None
    place = cells.index(MARK)
    what, theirs = (*cells[place + 1 : place + 3], "", "")[:2]
    return what, theirs


def _titled(head: Sequence[Line]) -> Form | None:
    """The form a title names, where the mark was lost."""
    texts = [_bare(cell) for _, cells in head for cell in cells if isinstance(cell, str) and len(cell) < 60]
    return next((form for form in forms().values() if any(form.label in text for text in texts)), None)


def _after(rows: Any, theirs: str, ours: str) -> Iterator[Row]:
    if theirs != ours:
        yield Row(1, skipped=OLD.format(theirs=theirs, ours=ours))
    yield from rows


def _bare(cell: object) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", str(cell)))


@dataclass(slots=True)
class _Filled:
    """A form somebody filled."""

    form: Form
    sheet: Sheet
    said: dict[str, Any] = field(default_factory=dict)
    """What the block of pairs says, by property."""

    def tables(self, theirs: str) -> Iterator[Table]:
        """A table for every block that is there, in its order."""
        ours = self.form.version
        first = True
        for block, lines in self._blocks():
            kind = ontology().kinds[block.kind]
            table = (self._pairs if block.layout == "pairs" else self._rows)(block, kind, lines)
            if table:
                rows = _after(table.rows, theirs or ours, ours) if first else table.rows
                yield replace(table, rows=rows, kind=kind.kind, hidden=self.sheet.hidden_rows)
                first = False

    def _blocks(self) -> Iterator[tuple[Block, list[Line]]]:
        """Each block with its lines, the title's first."""
        titles = {_bare(block.title): block for block in self.form.blocks}
        block: Block | None = None
        lines: list[Line] = []
        for number, cells in self.sheet.lines:
            found = next((titles[text] for text in map(_bare, filter(filled, cells)) if text in titles), None)
            if found:
                if block:
                    yield block, lines
                block, lines = found, []
            lines.append((number, cells))
        if block:
            yield block, lines

    def _pairs(self, block: Block, kind: Kind, lines: Sequence[Line]) -> Table:
        """One row out of labels with their values to the right of them."""
        labels = {fold_heading(heading(kind.properties[name]))[0]: name for name in block.fields}
        cells: dict[str, Any] = {}
        rows: dict[str, int] = {}
        places: dict[str, int] = {}
        for number, line in lines[1:]:
            found = [(at, str(cell)) for at, cell in enumerate(line) if _label(cell, labels)]
            for (at, text), end in zip(found, [*(one[0] for one in found[1:]), len(line)], strict=True):
                value = next(((i, line[i]) for i in range(at + 1, end) if filled(line[i])), None)
                rows[text], places[text] = number, value[0] if value else at + 1
                if value:
                    cells[text] = value[1]
                    self.said[labels[fold_heading(text)[0]]] = value[1]
        number = lines[0][0]
        row = Row(number, cells, rows=rows) if cells else Row(number, skipped="没有填")
        return Table(self.sheet.name, list(places), [row], Heading((number,), [], places=places))

    def _rows(self, block: Block, kind: Kind, lines: Sequence[Line]) -> Table | None:
        """Rows below a heading, each with what the form says once for all."""
        labels = {fold_heading(heading(kind.properties[name]))[0] for name in block.fields}
        at = next(
            (i for i, (_, cells) in enumerate(lines) if sum(_label(one, labels) for one in cells) > 1), None
        )
        if at is None:
            return None
        number, cells = lines[at]
        names = [str(cell).strip() if filled(cell) else "" for cell in cells]
        given = {
            heading(kind.properties[ours]): self.said.get(theirs) for ours, theirs in block.given.items()
        }
        place = Heading((number,), names, known=len(labels))
        return Table(
            self.sheet.name, [*filter(None, names), *given], list(_data(lines[at + 1 :], names, given)), place
        )


def _label(cell: object, labels: Collection[str]) -> bool:
    return isinstance(cell, str) and fold_heading(cell)[0] in labels


def _data(lines: Sequence[Line], names: Sequence[str], given: Mapping[str, Any]) -> Iterator[Row]:
    for number, cells in lines:
        found = {
            names[i]: cell for i, cell in enumerate(cells) if i < len(names) and names[i] and filled(cell)
        }
        serial = [str(cell).strip() for name, cell in found.items() if fold_heading(name)[0] in SERIAL]
        if EXAMPLE in serial:
            yield Row(number, skipped="示例行")
        elif len(found) > len(serial):
            yield Row(number, {**found, **{name: value for name, value in given.items() if filled(value)}})
