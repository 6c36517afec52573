"""One run of `ingest`: files -> raw rows -> checked records -> entities and links, in one transaction."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from errors import AmbiguousError
from ingest.check import check
from ingest.ledger import Ledger, Problem
from ingest.links import Linker
from ingest.mapping import Mapping, load_mappings, recognise, unknown_columns
from ingest.readers import Row as RawRow
from ingest.readers import Table, files_in, read_tables, sha256
from ingest.records import Records, Row, Stored
from ontology.entity import Properties, digest
from ontology.model import Kind
from ontology.values.privacy import redacted

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Options:
    """How to load: a kind for all tables, a mapping file, a dry run, whether vanished rows are taken back."""

    kind: str | None = None
    mapping: Path | None = None
    dry_run: bool = False
    retire: bool = False


@dataclass(slots=True)
class FileReport:
    """What became of one file."""

    path: str
    rows: int = 0
    accepted: int = 0
    rejected: int = 0
    problems: list[Problem] = field(default_factory=list)
    unknown_columns: list[str] = field(default_factory=list)
    unread: bool = False


@dataclass(slots=True)
class Report:
    """What became of a run; counts are of records."""

    run: int
    files: list[FileReport] = field(default_factory=list)
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    vanished: list[dict[str, str]] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)

    @property
    def rejected(self) -> int:
        """Rows that were not taken."""
        return sum(file.rejected for file in self.files)

    def as_json(self) -> dict[str, Any]:
        """The JSON shape of DESIGN, and what vanished or was skipped."""
        return asdict(self)


def load(ledger: Ledger, paths: Sequence[Path], options: Options, progress: Progress) -> Report:
    """Load files and folders; InputError for a file that cannot be read at all, and then nothing is kept."""
    files, skipped = files_in(paths)
    with ledger.transaction(keep=not options.dry_run):
        run = ledger.start_run("ingest " + " ".join(str(path) for path in paths))
        loader = _Loader(ledger, options, Report(run, skipped=skipped))
        for path in files:
            loader.read(path, progress)
        loader.finish()
        ledger.finish_run(run, {"added": loader.report.added, "changed": loader.report.changed})
    return loader.report


class _Loader:
    def __init__(self, ledger: Ledger, options: Options, report: Report) -> None:
        self.ledger = ledger
        self.options = options
        self.report = report
        self.records = Records(ledger)
        self.linker = Linker(ledger, self.records)
        self.mappings = load_mappings(options.mapping, ledger.ontology) if options.mapping else []
        self.touched: dict[str, tuple[FileReport, int, str]] = {}
        self.sources: dict[str, None] = {}

    def read(self, path: Path, progress: Progress) -> None:
        """Read a file, unless it is the same as the last of its source."""
        hashed = sha256(path)
        report = FileReport(str(path))
        self.report.files.append(report)
        source = self._source(path)
        fingerprint = digest(hashed, self._settings_digest(), size=16)
        last = self.ledger.last_file(source)
        if last and last[1] == fingerprint:
            self._same_again(report, last[0])
            return
        file = self.ledger.add_file(self.report.run, str(path), source, hashed, fingerprint)
        known = {h for kind in self.ledger.ontology.kinds.values() for h in kind.headings}
        for table in read_tables(path, known):
            self._table(table, (file, source), report, progress)
        self.ledger.add_problems(file, report.problems)
        self.ledger.finish_file(file)
        self.sources[source] = None

    def finish(self) -> None:
        """Vanished rows, then links and mentions of everything touched."""
        touched = dict.fromkeys([*self.touched, *self.linker.waiting()])
        for source in self.sources:
            gone = self.records.vanished(source)
            for _, entity in gone:
                self.report.vanished.append({"source": source, "id": entity})
            if self.options.retire:
                touched.update(dict.fromkeys(self.records.retire(gone, self.report.run)))
        self.linker.update(touched)
        for entity, name, value, count in self.linker.unresolved:
            self._unresolved(entity, name, value, count)

    def _table(self, table: Table, origin: tuple[int, str], report: FileReport, progress: Progress) -> None:
        file, source = origin
        mapping = self._mapping(Path(report.path), table)
        kind = self.ledger.ontology.kinds[mapping.kind]
        columns = mapping.columns_for(table.headings)
        report.unknown_columns += unknown_columns(mapping, table.headings)
        for row in table.rows:
            report.rows += 1
            number = self.ledger.add_row(file, table.sheet, row.number, _raw(row))
            problems = [("", "unreadable_row", row.error)] if row.error else []
            if not problems:
                cells = {h: c for h, c in row.cells.items() if c not in mapping.empty}
                checked = check(kind, columns, cells, mapping.constants)
                problems = checked.problems
            if not problems:
                try:
                    stored = self.records.store(
                        kind, checked.properties, Row(self.report.run, f"{source}#{kind.kind}", number)
                    )
                    setattr(self.report, stored.outcome, getattr(self.report, stored.outcome) + 1)
                    if stored.outcome != "unchanged" and self._may_link(kind, stored, checked.properties):
                        self.touched[stored.entity] = (report, row.number, table.sheet)
                except AmbiguousError as error:
                    problems = [("", "ambiguous_identity", f"{error.message}；{error.cure}")]
            report.accepted += not problems
            report.rejected += bool(problems)
            report.problems += [Problem(table.sheet, row.number, *problem) for problem in problems]
            if report.rows % 500 == 0:
                progress(Path(report.path).name, report.rows, 0)
        self.sources[f"{source}#{kind.kind}"] = None
        progress(Path(report.path).name, report.rows, report.rows)

    def _may_link(self, kind: Kind, stored: Stored, properties: Properties) -> bool:
        """Whether a row may change links: it names others, or what it speaks of was there before."""
        return stored.entity not in self.records.fresh or not kind.linked.keys().isdisjoint(properties)

    def _mapping(self, path: Path, table: Table) -> Mapping:
        for mapping in self.mappings:
            if mapping.fits(path.name, table.sheet):
                return mapping
        return recognise(
            table.headings,
            self.ledger.ontology,
            self.options.kind,
            where=f"{path.name} {table.sheet}".strip(),
        )

    def _source(self, path: Path) -> str:
        named = next((one.source for one in self.mappings if one.source and one.fits(path.name, "")), None)
        return named or path.name

    def _settings_digest(self) -> str:
        settings = [self.ledger.ontology.model_dump_json(), self.options.kind or ""]
        return digest(*settings, *(mapping.model_dump_json() for mapping in self.mappings))

    def _same_again(self, report: FileReport, file: int) -> None:
        report.unread = True
        report.problems = self.ledger.problems(file)
        report.rows = self.ledger.row_count(file)
        wrong = {(p.sheet, p.row) for p in report.problems if p.level == "error"}
        report.rejected = len(wrong)
        report.accepted = report.rows - report.rejected
        self.report.unchanged += report.accepted

    def _unresolved(self, entity: str, name: str, value: str, count: int) -> None:
        found = self.touched.get(entity)
        if not found:
            return
        report, number, sheet = found
        kind = self.ledger.ontology.kinds[self.ledger.ontology.kind_of(entity)]
        label = kind.properties[name].label
        why = (
            f"可以指 {count} 个，请改用编号或代码"
            if count
            else "账本里没有，请核对写法或先导入它；以后导入了会自动连上"
        )
        code = "ambiguous_reference" if count else "unknown_reference"
        message = f"{label}“{value}”{why}"
        report.problems.append(Problem(sheet, number, label, code, message, "warning"))


def _raw(row: RawRow) -> str:
    cells = {
        heading: redacted(cell) if isinstance(cell, str) else cell for heading, cell in row.cells.items()
    }
    return json.dumps(cells, ensure_ascii=False, default=str)
