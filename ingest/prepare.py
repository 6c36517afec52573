"""From files to checked rows, ready for the ledger: the part of a load that needs no ledger, so that a large
one can be done ahead in a second process while the first writes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from chunks import chunks
from errors import InputError, StoreError
from ingest.aside import Died, Limits, aside
from ingest.check import Checker, Column
from ingest.headings import Heading
from ingest.mapping import Mapping as TableMapping
from ingest.mapping import recognise, unknown_columns
from ingest.readers import read_tables
from ingest.records import mentions, merge
from ingest.returned import known_as
from ingest.screen import raw_row, renamed
from ingest.tables import Table
from ontology.entity import Properties
from ontology.model import Kind, Ontology
from ontology.values import VALUE_TYPES
from ontology.values.privacy import redacted

LARGE = 512 * 1024
"""Bytes of files worth a second process, whose start costs about as much as checking them does."""
_CHUNK = 200


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
    those that could be read, or why it is no data (`skipped`); `warnings` are as problems, of a row that is
    taken; `rows` the numbers of cells that stand in another row, by heading.
    """

    number: int
    raw: str
    properties: Properties = field(default_factory=dict)
    mentions: Mapping[str, float] = field(default_factory=dict)
    problems: Sequence[tuple[str, str, str]] = ()
    warnings: Sequence[tuple[str, str, str]] = ()
    skipped: str = ""
    rows: Mapping[str, int] = field(default_factory=dict)
    personal: Mapping[str, Sequence[str]] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Part:
    """Rows of one table of the `file`-th path, in order; a table comes in one part or several, the `first`
    with its `columns` (heading -> property), where its `heading` stands, the rows its sheet hides, and the
    `notes` on its file as (code, message). A sheet nobody can read beside one that is read has no rows, and
    the reason why in `passed_over`.
    """

    file: int
    sheet: str
    kind: str
    unknown_columns: Sequence[str]
    rows: Sequence[Prepared]
    passed_over: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    first: bool = False
    heading: Heading | None = None
    hidden: frozenset[int] = frozenset()
    notes: Sequence[tuple[str, str]] = ()


def prepare(paths: Sequence[Path], plan: Plan) -> Iterator[Part]:
    """The parts of all files, in order; InputError for a file that cannot be read at all."""
    if sum(path.stat().st_size for path in paths) < LARGE:
        return _here(paths, plan)
    return _ahead(paths, plan)


def _here(paths: Sequence[Path], plan: Plan) -> Iterator[Part]:
    known = {heading for kind in plan.model.kinds.values() for heading in kind.headings}
    known.update(heading for mapping in plan.mappings for heading in mapping.columns)
    for number, path in enumerate(paths):
        refused: dict[str, InputError] = {}
        unseen: set[str] = set()
        read = False
        for table in map(_without_numbers, read_tables(path, known)):
            try:
                mapping = _mapping(path, table, plan)
            except InputError as error:
                refused[table.sheet] = error
                unseen.update([table.sheet] if table.unseen else ())
                continue
            read = True
            yield from _parts(number, table, mapping, plan)
        if not read:
            nothing = InputError(f"{path.name} 里没有表格，全是空的", "请发送人重新导出")
            raise next(iter(refused.values()), nothing)
        told = [(sheet, error.message) for sheet, error in refused.items() if sheet not in unseen]
        yield from (Part(number, sheet, "", (), (), message) for sheet, message in told)


def _parts(number: int, table: Table, mapping: TableMapping, plan: Plan) -> Iterator[Part]:
    unknown = unknown_columns(mapping, table.headings)
    columns = {one.heading: one.property for one in mapping.columns_for(table.headings)}
    rows = _rows(table, mapping, plan.model)
    yield Part(
        number, table.sheet, mapping.kind, unknown, (),
        columns=columns, first=True, heading=table.place, hidden=table.hidden, notes=table.notes,
    )  # fmt: skip
    for some in chunks(rows, _CHUNK):
        yield Part(number, table.sheet, mapping.kind, (), some)


def _rows(table: Table, mapping: TableMapping, model: Ontology) -> Iterator[Prepared]:
    kind = model.kinds[mapping.kind]
    columns = _with_unit(table, mapping.columns_for(table.headings), kind)
    types = {column.heading: VALUE_TYPES[kind.properties[column.property].type] for column in columns}
    units = {column.heading: column.unit or kind.properties[column.property].unit for column in columns}
    checker = Checker(kind, columns, mapping.constants)
    for row in table.rows:
        if row.skipped:
            yield Prepared(row.number, "", skipped=row.skipped)
            continue
        raw = raw_row(row.cells, types, units)
        if row.error:
            yield Prepared(row.number, raw, problems=[("", "unreadable_row", row.error)])
            continue
        cells = {heading: cell for heading, cell in row.cells.items() if cell not in mapping.empty}
        checked = checker.row(cells)
        if checked.problems:
            yield Prepared(row.number, raw, checked.properties, problems=checked.problems, rows=row.rows)
            continue
        said = mentions(kind, merge(kind, [checked.properties]))
        warnings = (*row.warnings, *checked.warnings)
        yield Prepared(
            row.number, raw, checked.properties, said, warnings=warnings, personal=checked.personal
        )


def _with_unit(table: Table, columns: list[Column], kind: Kind) -> list[Column]:
    """A line “单位：元” above a heading holds for every amount whose heading gives no unit of its own."""
    unit = table.place.unit if table.place else ""
    money = {name for name, spec in kind.properties.items() if spec.type == "money"}
    return [replace(one, unit=one.unit or (unit if one.property in money else "")) for one in columns]


def _without_numbers(table: Table) -> Table:
    """A table whose sheet and headings hold no personal numbers, which messages may then repeat."""
    new = renamed(table.headings)
    if not new:
        return replace(table, sheet=redacted(table.sheet))
    rows = (
        replace(
            row,
            cells={new.get(heading, heading): cell for heading, cell in row.cells.items()},
            rows={new.get(heading, heading): number for heading, number in row.rows.items()},
        )
        for row in table.rows
    )
    headings = [new.get(heading, heading) for heading in table.headings]
    place = table.place and replace(
        table.place,
        names=[new.get(name, name) for name in table.place.names],
        places={new.get(name, name): at for name, at in table.place.places.items()},
    )
    return replace(table, sheet=redacted(table.sheet), headings=headings, rows=rows, place=place)


def _mapping(path: Path, table: Table, plan: Plan) -> TableMapping:
    for mapping in plan.mappings:
        if mapping.fits(known_as(path), table.sheet):
            return mapping
    where = f"{path.name} {table.sheet}".strip()
    return recognise(table.headings, plan.model, table.kind or plan.kind, where=where)


def _ahead(paths: Sequence[Path], plan: Plan) -> Iterator[Part]:
    """The same, done in a second process while this one writes."""
    try:
        yield from aside(_here, paths, plan, limits=Limits())
    except Died as error:
        raise StoreError(
            "检查表格的进程意外结束了，这次什么也没有写入", "多半是内存不够：关掉别的程序再运行一次"
        ) from error
