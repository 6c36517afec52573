"""From files to checked rows, ready for the ledger: the part of a load that needs no ledger, so that a large
one can be done ahead in a second process while the first writes.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import threading
import traceback
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from multiprocessing.process import BaseProcess
from multiprocessing.queues import Queue
from pathlib import Path
from queue import Empty

from chunks import chunks
from errors import AppError, InputError, StoreError
from ingest.check import check
from ingest.headings import Row, Table
from ingest.mapping import Mapping as TableMapping
from ingest.mapping import recognise, unknown_columns
from ingest.readers import read_tables
from ingest.records import mentions, merge
from ontology.entity import Properties
from ontology.model import Ontology
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
    """A raw row as JSON, and its checked properties with what their texts mention, or its problems as
    (column, code, message).
    """

    number: int
    raw: str
    properties: Properties = field(default_factory=dict)
    mentions: Mapping[str, float] = field(default_factory=dict)
    problems: Sequence[tuple[str, str, str]] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """Rows of one table of the `file`-th path, in order; a table comes in one part or several, the first
    with its `columns` (heading -> property). A sheet nobody can read beside one that is read has no rows, and
    the reason why in `passed_over`.
    """

    file: int
    sheet: str
    kind: str
    unknown_columns: Sequence[str]
    rows: Sequence[Prepared]
    passed_over: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)


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
        for table in read_tables(path, known):
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
    columns = {one.heading: one.property for one in mapping.columns_for(table.headings)}
    rows = _rows(table, mapping, plan.model)
    first = True
    for some in chunks(rows, _CHUNK):
        if first:
            yield Part(number, table.sheet, mapping.kind, unknown, some, columns=columns)
        else:
            yield Part(number, table.sheet, mapping.kind, (), some)
        first = False
    if first:
        yield Part(number, table.sheet, mapping.kind, unknown, (), columns=columns)


def _rows(table: Table, mapping: TableMapping, model: Ontology) -> Iterator[Prepared]:
    kind = model.kinds[mapping.kind]
    columns = mapping.columns_for(table.headings)
    for row in table.rows:
        if row.error:
            yield Prepared(row.number, _raw(row), problems=[("", "unreadable_row", row.error)])
            continue
        cells = {heading: cell for heading, cell in row.cells.items() if cell not in mapping.empty}
        checked = check(kind, columns, cells, mapping.constants)
        if checked.problems:
            yield Prepared(row.number, _raw(row), problems=checked.problems)
            continue
        said = mentions(kind, merge(kind, [checked.properties]))
        yield Prepared(row.number, _raw(row), checked.properties, said)


def _mapping(path: Path, table: Table, plan: Plan) -> TableMapping:
    for mapping in plan.mappings:
        if mapping.fits(path.name, table.sheet):
            return mapping
    where = f"{path.name} {table.sheet}".strip()
    return recognise(table.headings, plan.model, plan.kind, where=where)


def _raw(row: Row) -> str:
    cells = {
        heading: redacted(cell) if isinstance(cell, str) else cell for heading, cell in row.cells.items()
    }
    return json.dumps(cells, ensure_ascii=False, default=str)


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
