"""One run of `ingest`: files -> raw rows -> checked records -> entities and links, in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from errors import AmbiguousError, InputError
from ingest.admit import FORGOTTEN, Admission
from ingest.conflicts import CODES, conflicts, problem
from ingest.deciding import Decider
from ingest.files import sha256
from ingest.ledger import Ledger, Problem
from ingest.links import Linker
from ingest.mapping import load_mappings
from ingest.outcomes import TableReport, table_at
from ingest.personal import drop_superseded, keep
from ingest.prepare import Part, Plan, Prepared, prepare
from ingest.preview import Contradiction, Preview, preview
from ingest.readers import files_in
from ingest.records import Records, Row, Stored
from ingest.reporting import FileReport, Options, Report
from ingest.returned import known_as, source_in
from ingest.settling import Scorer, settle
from ingest.typos import with_proposals
from ingest.versions import Place, Reader
from ingest.waiting import waiting
from ontology.entity import Properties, digest
from ontology.model import Kind
from ontology.values.privacy import redacted

__all__ = ["FileReport", "Options", "Progress", "Report", "load"]

Progress = Callable[[str, int, int], None]


def load(
    ledger: Ledger,
    paths: Sequence[Path],
    options: Options,
    progress: Progress,
    score: Scorer | None = None,
) -> Report:
    """Load files and folders; InputError for a file that cannot be read at all, and then nothing is kept.
    Who may be whom is scored by `score`, resolution.py's where left out.
    """
    names, skipped = files_in(paths)
    files = list(names)
    with ledger.transaction(keep=not options.dry_run):
        run = ledger.start_run(redacted("ingest " + " ".join(str(path) for path in paths)))
        loader = _Loader(ledger, (options, names), Report(run, retired=options.retire))
        loader.report.skipped = [redacted(name) for name in skipped]
        loader.read(files, progress)
        loader.finish()
        loader.report.joined = settle(Decider(loader.records, loader.linker, run), score)
        loader.report.waiting = sum(1 for _ in waiting(ledger))
        if options.dry_run:
            loader.report.preview = loader.preview()
        ledger.finish_run(run, {"added": loader.report.added, "changed": loader.report.changed})
    return loader.report


@dataclass(frozen=True, slots=True)
class _File:
    """A file that is being read: where it is, its number in the ledger, the source it is an edition of, its
    report, and the hash it had before. Personal numbers in its name are in `path` alone.
    """

    path: Path
    number: int
    source: str
    report: FileReport
    sha256: str


class _Loader:
    def __init__(self, ledger: Ledger, asked: tuple[Options, dict[Path, str]], report: Report) -> None:
        self.ledger = ledger
        options, self.names = asked
        self.options = options
        self.report = report
        self.records = Records(ledger)
        self.linker = Linker(ledger, self.records)
        self.admission = Admission(ledger)
        mappings = load_mappings(options.mapping, ledger.ontology) if options.mapping else ()
        self.plan = Plan(ledger.ontology, mappings, options.kind)
        self.touched: dict[str, tuple[FileReport, int, str]] = {}
        self.told: dict[str, tuple[FileReport, int, str]] = {}
        self.met: dict[str, dict[int, Place]] = {}
        """Entities several rows may speak of, with the records this run has read of each."""
        self.files: list[_File] = []

    def read(self, paths: Sequence[Path], progress: Progress) -> None:
        """Read the files, but for those that are the same as the last of their source."""
        self._require_distinct(paths)
        self.files = [file for path in paths if (file := self._begin(path))]
        done = 0
        for part in prepare([file.path for file in self.files], self.plan):
            while done < part.file:
                self._end(self.files[done], progress)
                done += 1
            self._part(part, self.files[part.file], progress)
        for file in self.files[done:]:
            self._end(file, progress)

    def _require_distinct(self, paths: Sequence[Path]) -> None:
        """Two files of one source would each take back what the other says."""
        seen: dict[str, Path] = {}
        for path in paths:
            other = seen.setdefault(self._source(path), path)
            if other != path:
                cure = "把它们放在一个文件夹的不同子文件夹里，导入那个文件夹；或者改名"
                if source_in(path) or source_in(other):
                    cure = "发回去又改好的表是原表的新一版：只导入最新的那一个"
                raise InputError(f"两个文件会被当成同一张表的两版：{other} 和 {path}", cure)

    def _begin(self, path: Path) -> _File | None:
        """The file's place in the ledger, or None where its last reading stands."""
        hashed = sha256(path)
        source = self._source(path)
        report = FileReport(redacted(str(path)), source=source, place=path)
        self.report.files.append(report)
        fingerprint = digest(hashed, self._settings_digest(), size=16)
        last = self.ledger.last_file(source)
        again = self.options.retire or self.options.report
        if last and last[1] == fingerprint and not again:
            self._same_again(report, last[0])
            return None
        number = self.ledger.add_file(self.report.run, report.path, source, hashed, fingerprint)
        return _File(path, number, source, report, hashed)

    def _end(self, file: _File, progress: Progress) -> None:
        file.report.problems += [table.hidden_rows() for table in file.report.tables if table.hidden]
        if file.report.tables and not file.report.rows:
            problem = Problem(
                file.report.tables[0].sheet, 1, "", "no_rows", "只有表头，没有数据行", "warning"
            )
            file.report.problems.append(problem)
        if sha256(file.path) != file.sha256:
            raise InputError(
                f"{file.report.path} 在导入时被改了，这次什么也没有写入", "关掉正在改它的程序，再导入一次"
            )
        self.ledger.finish_file(file.number)
        progress(Path(file.report.path).name, file.report.rows, file.report.rows)

    def finish(self) -> None:
        """Vanished rows, then links and mentions of everything touched, then the problems of each file."""
        touched = dict.fromkeys([*self.touched, *self.linker.waiting()])
        for source in sorted({s for file in self.files for s in self.records.sources(file.source)}):
            gone = self.records.vanished(source)
            for _, entity in gone:
                self.report.vanished.append({"source": source, "id": entity})
            if self.options.retire:
                touched.update(dict.fromkeys(self.records.retire(gone, self.report.run)))
        drop_superseded(self.ledger)
        self.linker.update(touched)
        for entity, name, value, count in self.linker.unresolved:
            self._unresolved(entity, name, value, count)
        self._tell_conflicts()
        for file in self.files:
            self.ledger.add_problems(file.number, file.report.problems)

    def preview(self) -> Preview:
        """What this run changes, and what conflicts."""
        found = preview(self.ledger, self.report.run, self.options.limit)
        for file in self.report.files:
            for one in file.problems:
                if one.code in CODES:
                    told = Contradiction(file.path, one.sheet, one.row, one.column, one.code, one.message)
                    found.add("conflicts", told, self.options.limit)
        return found

    def _tell_conflicts(self) -> None:
        reader = Reader(self.ledger, self.report.run)
        reports = {file.report.path: file.report for file in self.files}
        for entity, places in self.met.items():
            for conflict in conflicts(self.ledger, entity, self.report.run):
                rows = (conflict.kept, *conflict.lost)
                places.update({row.id: row.place for row in rows if row.run == self.report.run})
                for row in rows:
                    if row.id in places:
                        warning = problem(reader, conflict, row, places)
                        reports[places[row.id].file].problems.append(warning)

    def _part(self, part: Part, file: _File, progress: Progress) -> None:
        report = file.report
        report.unknown_columns += part.unknown_columns
        if part.passed_over:
            why = f"这个工作表没有导入：{part.passed_over}"
            report.problems.append(Problem(part.sheet, 1, "", "unknown_sheet", why, "warning"))
        if part.first:
            self.ledger.add_headings(file.number, part.sheet, part.columns)
            table = TableReport(part.sheet, part.kind, part.heading, part.columns, [*part.unknown_columns])
            report.tables.append(table)
            self.hidden = part.hidden
            report.problems += [Problem(part.sheet, 1, "", *note, "warning") for note in part.notes]
        for given in part.rows:
            table = report.tables[-1]
            if given.skipped:
                table.skipped[given.number] = given.skipped
                continue
            kind = self.ledger.ontology.kinds[part.kind]
            row, forgotten = self.admission.admitted(kind, given)
            if row.number in self.hidden:
                table.hidden.append(row.number)
            problems = with_proposals(self.ledger, kind, row.raw, row.problems)
            number = self.ledger.add_row(file.number, part.sheet, row.number, row.raw)
            if not problems and not forgotten:
                problems = self._store(
                    part, row, Row(self.report.run, f"{file.source}#{part.kind}", number), report
                )
            if problems and self.options.report:
                table.outcomes[row.number] = ("rejected", "")
            if forgotten:
                table.skipped[row.number] = "按要求不再收的人"
            report.rows += 1
            report.forgotten += forgotten
            report.accepted += not problems and not forgotten
            report.rejected += bool(problems)
            report.problems += [
                Problem(part.sheet, row.rows.get(one[0], row.number), *one) for one in problems
            ]
            report.problems += [Problem(part.sheet, row.number, *one, "warning") for one in row.warnings]
        progress(Path(report.path).name, report.rows, 0)

    def _store(
        self, part: Part, row: Prepared, origin: Row, report: FileReport
    ) -> Sequence[tuple[str, str, str]]:
        """Store a checked row; returns its problems."""
        kind = self.ledger.ontology.kinds[part.kind]
        try:
            stored = self.records.store(kind, row.properties, row.mentions, origin)
        except AmbiguousError as error:
            return [("", "ambiguous_identity", f"{error.message}；{error.cure}")]
        if not stored.fresh:
            place = Place(report.path, part.sheet, row.number)
            self.met.setdefault(stored.entity, {})[stored.record] = place
        other = keep(self.ledger, stored, origin, row.personal, row.properties)
        outcome = "changed" if other and stored.outcome == "unchanged" else stored.outcome
        setattr(self.report, outcome, getattr(self.report, outcome) + 1)
        if self.options.report:
            report.tables[-1].outcomes[row.number] = (outcome, stored.entity)
            self.told[stored.entity] = (report, row.number, part.sheet)
        if stored.outcome != "unchanged" and self._may_link(kind, stored, row.properties):
            self.touched[stored.entity] = (report, row.number, part.sheet)
        return []

    def _may_link(self, kind: Kind, stored: Stored, properties: Properties) -> bool:
        """Whether a row may change links: it names others, or what it speaks of was there before."""
        return (
            bool(kind.part_of)
            or stored.entity not in self.records.fresh
            or not kind.linked.keys().isdisjoint(properties)
        )

    def _source(self, path: Path) -> str:
        named = next(
            (one.source for one in self.plan.mappings if one.source and one.fits(known_as(path), "")), None
        )
        return redacted(named or source_in(path) or self.names[path])

    def _settings_digest(self) -> str:
        settings = [self.ledger.ontology.model_dump_json(), self.options.kind or ""]
        return digest(*settings, *(mapping.model_dump_json() for mapping in self.plan.mappings))

    def _same_again(self, report: FileReport, file: int) -> None:
        report.unread = True
        report.problems = self.ledger.problems(file)
        report.rows = self.ledger.row_count(file)
        wrong = {(p.sheet, p.row) for p in report.problems if p.level == "error"}
        report.rejected = len(wrong)
        report.forgotten = sum(problem.code == FORGOTTEN for problem in report.problems)
        report.accepted = report.rows - report.rejected - report.forgotten
        self.report.unchanged += report.accepted

    def _unresolved(self, entity: str, name: str, value: str, count: int) -> None:
        found = self.touched.get(entity) or self.told.get(entity)
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
        table = table_at(report.tables, sheet, number)
        column = table.heading_of(name) if table else ""
        report.problems.append(Problem(sheet, number, column or label, code, message, "warning"))
