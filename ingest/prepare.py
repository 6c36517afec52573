"""From files to checked rows, ready for the ledger: the part of a load that needs no ledger, so that a large
one can be done ahead in a second process while the first writes.
"""

from __future__ import annotations

import multiprocessing
import os
import threading
import traceback
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from multiprocessing.process import BaseProcess
from multiprocessing.queues import Queue
from pathlib import Path
from queue import Empty

from chunks import chunks
from errors import AppError, InputError, StoreError
from ingest.check import check
from ingest.headings import Table
from ingest.mapping import Mapping as TableMapping
from ingest.mapping import recognise, unknown_columns
from ingest.readers import read_tables
from ingest.records import mentions, merge
from ingest.screen import raw_row, renamed
from ontology.entity import Properties
from ontology.model import Ontology
from ontology.values import VALUE_TYPES
from ontology.values.privacy import redacted

LARGE = 512 * 1024
"""Bytes of files worth a second process, whose start costs about as much as checking them does."""
_CHUNK = 200
_AHEAD = 20
"""Chunks a second process may be ahead: what bounds the memory it takes."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is needed to read files: the ontology, the mappings of a mapping file, a kind for all tables."""

    model: Ontology
    mappings: Sequence[TableMapping] = ()
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class Prepared:
    """A raw row as JSON without personal numbers, and its checked properties with what their texts mention
    and the whole `personal` values, or its problems as (column, code, message), the properties then being
    those that could be read; `warnings` are as problems, of a row that is taken.
    """

    number: int
    raw: str
    properties: Properties = field(default_factory=dict)
    mentions: Mapping[str, float] = field(default_factory=dict)
    problems: Sequence[tuple[str, str, str]] = ()
    warnings: Sequence[tuple[str, str, str]] = ()
    personal: Mapping[str, Sequence[str]] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Part:
    """Rows of one table of the `file`-th path, in order; a table comes in one part or several. A sheet
    nobody can read beside one that is read has no rows, and the reason why in `passed_over`.
    """

    file: int
    sheet: str
    kind: str
    unknown_columns: Sequence[str]
    rows: Sequence[Prepared]
    passed_over: str = ""


def prepare(paths: Sequence[Path], plan: Plan) -> Iterator[Part]:
    """The parts of all files, in order; InputError for a file that cannot be read at all."""
    if sum(path.stat().st_size for path in paths) < LARGE:
        return _here(paths, plan)
    return _ahead(paths, plan)


def _here(paths: Sequence[Path], plan: Plan) -> Iterator[Part]:
    known = {heading for kind in plan.model.kinds.values() for heading in kind.headings}
    for number, path in enumerate(paths):
        refused: dict[str, InputError] = {}
        read = False
        for table in map(_without_numbers, read_tables(path, known)):
            try:
                mapping = _mapping(path, table, plan)
            except InputError as error:
                refused[table.sheet] = error
                continue
            read = True
            yield from _parts(number, table, mapping, plan)
        if refused and not read:
            raise next(iter(refused.values()))
        yield from (Part(number, sheet, "", (), (), error.message) for sheet, error in refused.items())


def _parts(number: int, table: Table, mapping: TableMapping, plan: Plan) -> Iterator[Part]:
    unknown = unknown_columns(mapping, table.headings)
    rows = _rows(table, mapping, plan.model)
    first = True
    for some in chunks(rows, _CHUNK):
        yield Part(number, table.sheet, mapping.kind, unknown if first else (), some)
        first = False
    if first:
        yield Part(number, table.sheet, mapping.kind, unknown, ())


def _rows(table: Table, mapping: TableMapping, model: Ontology) -> Iterator[Prepared]:
    kind = model.kinds[mapping.kind]
    columns = mapping.columns_for(table.headings)
    types = {column.heading: VALUE_TYPES[kind.properties[column.property].type] for column in columns}
    units = {column.heading: column.unit or kind.properties[column.property].unit for column in columns}
    for row in table.rows:
        raw = raw_row(row.cells, types, units)
        if row.error:
            yield Prepared(row.number, raw, problems=[("", "unreadable_row", row.error)])
            continue
        cells = {heading: cell for heading, cell in row.cells.items() if cell not in mapping.empty}
        checked = check(kind, columns, cells, mapping.constants)
        if checked.problems:
            yield Prepared(row.number, raw, checked.properties, problems=checked.problems)
            continue
        said = mentions(kind, merge(kind, [checked.properties]))
        yield Prepared(
            row.number, raw, checked.properties, said, warnings=checked.warnings, personal=checked.personal
        )


def _without_numbers(table: Table) -> Table:
    """A table whose sheet and headings hold no personal numbers, which messages may then repeat."""
    new = renamed(table.headings)
    if not new:
        return replace(table, sheet=redacted(table.sheet))
    rows = (
        replace(row, cells={new.get(heading, heading): cell for heading, cell in row.cells.items()})
        for row in table.rows
    )
    headings = [new.get(heading, heading) for heading in table.headings]
    return replace(table, sheet=redacted(table.sheet), headings=headings, rows=rows)


def _mapping(path: Path, table: Table, plan: Plan) -> TableMapping:
    for mapping in plan.mappings:
        if mapping.fits(path.name, table.sheet):
            return mapping
    where = f"{path.name} {table.sheet}".strip()
    return recognise(table.headings, plan.model, plan.kind, where=where)


_Message = Part | AppError | str | None
"""What the second process sends: a part, one of our errors, any other as its traceback, None at the end."""


def _ahead(paths: Sequence[Path], plan: Plan) -> Iterator[Part]:
    """The same, done in a second process. It is started afresh, not forked: this one may run a JVM."""
    start = multiprocessing.get_context("spawn")
    messages: Queue[_Message] = start.Queue(_AHEAD)
    worker = start.Process(target=_work, args=(messages, paths, plan), daemon=True)
    worker.start()
    try:
        while (message := _next(messages, worker)) is not None:
            match message:
                case AppError():
                    raise message
                case str():
                    raise RuntimeError(message)
                case Part():
                    yield message
    finally:
        worker.kill()
        worker.join()
        messages.close()


def _next(messages: Queue[_Message], worker: BaseProcess) -> _Message:
    while True:
        try:
            return messages.get(timeout=1)
        except Empty:
            if not worker.is_alive() and messages.empty():
                raise StoreError(
                    "检查表格的进程意外结束了，这次什么也没有写入", "多半是内存不够：关掉别的程序再运行一次"
                ) from None


def end_with_parent() -> None:
    """In a second process: end at once when the first one does, however that ended. Left alone it would wait
    for ever, or finish later what the next run has done anew.
    """
    parent = multiprocessing.parent_process()

    def watch() -> None:
        if parent:
            parent.join()
            os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def _work(messages: Queue[_Message], paths: Sequence[Path], plan: Plan) -> None:
    end_with_parent()
    try:
        for part in _here(paths, plan):
            messages.put(part)
        messages.put(None)
    except AppError as error:
        messages.put(error)
    except Exception:  # noqa: BLE001  whatever it is, the first process tells it
        messages.put(traceback.format_exc())
