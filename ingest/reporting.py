"""How a load is asked for, and what it says of itself afterwards."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from ingest.ledger import Problem
from ingest.outcomes import TableReport
from ingest.preview import Preview


@dataclass(frozen=True, slots=True)
class Options:
    """How to load: a kind for all tables, a mapping file, a dry run, whether vanished rows are taken back,
    whether the outcome of each row is kept for a `report` (then an unchanged file is read again too), and how
    many of each a dry run's preview lists.
    """

    kind: str | None = None
    mapping: Path | None = None
    dry_run: bool = False
    retire: bool = False
    report: bool = False
    limit: int = 50


@dataclass(slots=True)
class FileReport:
    """What became of one file, an edition of `source`; `forgotten` rows were about persons who had been
    removed on request. `path` is for people, personal numbers in it hidden; `place` is where the file is.
    """

    path: str
    rows: int = 0
    accepted: int = 0
    rejected: int = 0
    forgotten: int = 0
    problems: list[Problem] = field(default_factory=list)
    unknown_columns: list[str] = field(default_factory=list)
    unread: bool = False
    source: str = ""
    tables: list[TableReport] = field(default_factory=list)
    place: Path = Path()


@dataclass(slots=True)
class Report:
    """What became of a run; counts are of records, but for pairs: `joined` as surely one in this run, and
    `waiting` for a person after it.
    """

    run: int
    files: list[FileReport] = field(default_factory=list)
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    vanished: list[dict[str, str]] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    retired: bool = False
    joined: int = 0
    waiting: int = 0
    preview: Preview | None = None

    @property
    def rejected(self) -> int:
        """Rows that were not taken."""
        return sum(file.rejected for file in self.files)

    def as_json(self) -> dict[str, Any]:
        """The JSON shape of DESIGN, what vanished or was skipped, and the preview of a dry run."""
        body = asdict(self)
        for file, told in zip(self.files, body["files"], strict=True):
            del told["place"]
            told["tables"] = [table.as_json() for table in file.tables]
        return body
