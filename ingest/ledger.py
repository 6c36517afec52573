"""The system of record: one SQLite file in WAL mode. All SQL on facts about facts lives here and in
records.py / identity.py / links.py; a whole `ingest` is one transaction, so a killed run leaves nothing.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from itertools import starmap
from pathlib import Path
from typing import Any

from errors import InputError
from ingest.migrate import migrate
from ontology.entity import Entity, Link, Properties
from ontology.model import Ontology, ontology
from ontology.values.privacy import redacted

SCHEMA = Path(__file__).with_name("schema.sql")


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a cell or row: where, a stable code, and a Chinese message with its cure.

    `level` is "error" (the row was not taken) or "warning" (it was). A personal number that came with a
    file's name or a cell is not in the message.
    """

    sheet: str
    row: int
    column: str
    code: str
    message: str
    level: str = "error"

    def __post_init__(self) -> None:
        object.__setattr__(self, "message", redacted(self.message))


@dataclass(frozen=True, slots=True)
class Change:
    """One entity as the ledger now has it, with what a projection needs to know."""

    entity: Entity
    mentions: Mapping[str, float]
    version: int
    deleted: bool


class Ledger:
    """An open ledger; `transaction()` wraps every change."""

    def __init__(self, path: Path, model: Ontology | None = None) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.ontology = model or ontology()
        try:
            self.db = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=30)
            self.db.executescript(SCHEMA.read_text(encoding="utf-8"))
        except sqlite3.DatabaseError as error:
            if getattr(error, "sqlite_errorname", "").startswith(("SQLITE_FULL", "SQLITE_IOERR")):
                raise  # no room, which is told where all commands end
            raise InputError(
                f"账本打不开：{path}（{error}）", "从备份恢复这个文件；没有备份时移走它并重新导入原始表格"
            ) from error
        self._seq = int(self.meta("seq") or 0)
        self._counts: tuple[tuple[int, int], dict[str, int]] = ((-1, -1), {})
        self.run = 0
        """The run that is being written; 0 before one was started."""
        migrate(self)

    def close(self) -> None:
        """Close the file; closing twice is fine."""
        self.db.close()

    @contextmanager
    def transaction(self, *, keep: bool = True) -> Iterator[None]:
        """All or nothing; with `keep` false everything is rolled back at the end (a dry run)."""
        self.db.execute("BEGIN IMMEDIATE")
        self._seq = int(self.meta("seq") or 0)
        try:
            yield
            self.set_meta("seq", str(self._seq))
        except BaseException:
            if self.db.in_transaction:  # a full disk has ended it already
                self.db.execute("ROLLBACK")
            raise
        self.db.execute("COMMIT" if keep else "ROLLBACK")

    def next_seq(self) -> int:
        """The next number in the order of changes; call inside a transaction."""
        self._seq += 1
        return self._seq

    def change(self) -> tuple[int, int]:
        """The next number in the order of changes, and the run that makes the change."""
        return self.next_seq(), self.run

    def meta(self, name: str) -> str | None:
        """A remembered setting of the ledger itself."""
        found = self.db.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
        return found[0] if found else None

    def set_meta(self, name: str, value: str) -> None:
        """Remember a setting."""
        self.db.execute(
            "INSERT INTO meta VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value", (name, value)
        )

    # -- runs and files ------------------------------------------------------------------------------

    def start_run(self, command: str) -> int:
        """A new run; returns its number."""
        now = datetime.now(UTC).isoformat(timespec="seconds")
        self.run = _id(self.db.execute("INSERT INTO run (command, started) VALUES (?, ?)", (command, now)))
        return self.run

    def finish_run(self, run: int, summary: Mapping[str, Any]) -> None:
        """Close a run with what it did."""
        now = datetime.now(UTC).isoformat(timespec="seconds")
        body = json.dumps(summary, ensure_ascii=False)
        self.db.execute("UPDATE run SET finished = ?, summary = ? WHERE id = ?", (now, body, run))

    def runs(self, limit: int = 5) -> list[dict[str, Any]]:
        """The latest runs, newest first."""
        rows = self.db.execute(
            "SELECT id, command, started, finished FROM run ORDER BY id DESC LIMIT ?", (limit,)
        )
        return [dict(zip(("run", "command", "started", "finished"), row, strict=True)) for row in rows]

    def last_file(self, source: str) -> tuple[int, str] | None:
        """(file, fingerprint) of the latest complete reading of a source."""
        text = "SELECT id, fingerprint FROM file WHERE source = ? AND complete ORDER BY id DESC LIMIT 1"
        found = self.db.execute(text, (source,)).fetchone()
        return (found[0], found[1]) if found else None

    def add_file(self, run: int, path: str, source: str, sha256: str, fingerprint: str) -> int:
        """Register a file that is being read; returns its number."""
        values = (run, path, source, sha256, fingerprint)
        text = "INSERT INTO file (run, path, source, sha256, fingerprint) VALUES (?, ?, ?, ?, ?)"
        return _id(self.db.execute(text, values))

    def finish_file(self, file: int) -> None:
        """Mark a file as read to its end."""
        self.db.execute("UPDATE file SET complete = 1 WHERE id = ?", (file,))

    def add_row(self, file: int, sheet: str, number: int, cells: str) -> int:
        """Keep a raw row (`cells`: JSON object by heading); returns its number."""
        text = "INSERT INTO row (file, sheet, number, cells) VALUES (?, ?, ?, ?)"
        return _id(self.db.execute(text, (file, sheet, number, cells)))

    def add_headings(self, file: int, sheet: str, columns: Mapping[str, str]) -> None:
        """Remember which property each heading of a sheet feeds."""
        self.db.executemany(
            "INSERT OR REPLACE INTO heading VALUES (?, ?, ?, ?)",
            [(file, sheet, heading, name) for heading, name in columns.items()],
        )

    def add_problems(self, file: int, problems: Iterable[Problem]) -> None:
        """Keep the problems of a file."""
        text = (
            'INSERT INTO problem (file, sheet, number, "column", code, message, level) '
            "VALUES (:file, :sheet, :row, :column, :code, :message, :level)"
        )
        self.db.executemany(text, ({"file": file, **asdict(problem)} for problem in problems))

    def problems(self, file: int) -> list[Problem]:
        """The problems found when a file was read, in its order."""
        text = 'SELECT sheet, number, "column", code, message, level FROM problem WHERE file = ? ORDER BY id'
        return [Problem(*row) for row in self.db.execute(text, (file,))]

    def row_count(self, file: int) -> int:
        """How many rows a file had."""
        return int(self.db.execute("SELECT count(*) FROM row WHERE file = ?", (file,)).fetchone()[0])

    # -- what is known ---------------------------------------------------------------------------------

    def entity(self, entity_id: str) -> Entity | None:
        """A living entity by id."""
        found = self.db.execute(
            "SELECT id, kind, properties FROM entity WHERE id = ? AND NOT deleted", (entity_id,)
        ).fetchone()
        return _entity(*found) if found else None

    def some(self, ids: Iterable[str]) -> Iterator[Entity]:
        """The living ones among these ids, in no order; one question for all."""
        text = (
            "SELECT id, kind, properties FROM entity"
            " WHERE id IN (SELECT value FROM json_each(?)) AND NOT deleted"
        )
        return starmap(_entity, self.db.execute(text, (json.dumps(list(ids)),)))

    def entities(self, kind: str) -> Iterator[Change]:
        """All living entities of a kind, by id."""
        text = f"SELECT {_CHANGE} FROM entity WHERE kind = ? AND NOT deleted ORDER BY id"
        return map(_change, self.db.execute(text, (kind,)))

    def mentions(self, kind: str) -> Iterator[tuple[str, dict[str, float]]]:
        """(entity, weight by word) of all living entities of a kind that mention anything, by id."""
        text = (
            "SELECT id, mentions FROM entity WHERE kind = ? AND NOT deleted AND mentions != '{}' ORDER BY id"
        )
        return ((row[0], json.loads(row[1])) for row in self.db.execute(text, (kind,)))

    def links(self, relation: str) -> Iterator[Link]:
        """All living stated links of a relation, by id (MENTIONS follow from `Change.mentions`)."""
        text = f"SELECT {_LINK} FROM link WHERE relation = ? AND NOT deleted ORDER BY id"
        return map(self._link, self.db.execute(text, (relation,)))

    def counts(self) -> dict[str, int]:
        """Living entities by kind, counted again only when anybody has written."""
        state = (self.db.execute("PRAGMA data_version").fetchone()[0], self.db.total_changes)
        if self._counts[0] != state:
            text = "SELECT kind, count(*) FROM entity WHERE NOT deleted GROUP BY kind ORDER BY kind"
            self._counts = (state, dict(self.db.execute(text)))
        return dict(self._counts[1])

    def link_counts(self) -> dict[str, int]:
        """Living stated links by relation."""
        text = "SELECT relation, count(*) FROM link WHERE NOT deleted GROUP BY relation ORDER BY relation"
        return dict(self.db.execute(text))

    # -- what a projection follows -----------------------------------------------------------------------

    def seq(self) -> int:
        """The number of the latest change."""
        return self._seq if self.db.in_transaction else int(self.meta("seq") or 0)

    def cursor(self, projection: str, target: str) -> int:
        """How far a projection into `target` has been acknowledged; 0 for never."""
        text = "SELECT seq FROM cursor WHERE projection = ? AND target = ?"
        found = self.db.execute(text, (projection, target)).fetchone()
        return int(found[0]) if found else 0

    def acknowledge(self, projection: str, target: str, seq: int) -> None:
        """Remember that the store has answered for all changes up to `seq`."""
        text = "INSERT INTO cursor VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET seq = excluded.seq"
        self.db.execute(text, (projection, target, seq))

    def targets(self) -> list[str]:
        """The stores that have ever followed this ledger."""
        return [row[0] for row in self.db.execute("SELECT DISTINCT target FROM cursor ORDER BY target")]

    def let_go(self, target: str) -> None:
        """No longer count a store as one that follows."""
        self.db.execute("DELETE FROM cursor WHERE target = ?", (target,))

    def window(self, after: int, size: int) -> int:
        """The greatest `seq` such that at most `size` changes lie in (after, seq]."""
        text = (
            "SELECT max(seq) FROM (SELECT seq FROM (SELECT seq FROM entity WHERE seq > ?1 UNION ALL "
            "SELECT seq FROM link WHERE seq > ?1) ORDER BY seq LIMIT ?2)"
        )
        found = self.db.execute(text, (after, size)).fetchone()[0]
        return int(found) if found is not None else self.seq()

    def changed_entities(self, after: int, until: int) -> list[Change]:
        """Entities changed in (after, until], deleted ones included, in the order of change."""
        text = f"SELECT {_CHANGE} FROM entity WHERE seq > ? AND seq <= ? ORDER BY seq"
        return [_change(row) for row in self.db.execute(text, (after, until))]

    def changed_links(self, after: int, until: int) -> list[tuple[Link, bool]]:
        """(link, deleted) changed in (after, until], in the order of change."""
        text = f"SELECT {_LINK}, deleted FROM link WHERE seq > ? AND seq <= ? ORDER BY seq"
        return [(self._link(row[:5]), bool(row[5])) for row in self.db.execute(text, (after, until))]

    def _link(self, row: tuple[str, str, str, str, str]) -> Link:
        identity, relation, source, target, properties = row
        kind_of = self.ontology.kind_of
        return Link(
            identity, relation, source, kind_of(source), target, kind_of(target), json.loads(properties)
        )


_CHANGE = "id, kind, properties, mentions, version, deleted"
_LINK = "id, relation, source, target, properties"


def _id(cursor: sqlite3.Cursor) -> int:
    assert cursor.lastrowid is not None
    return cursor.lastrowid


def _entity(identity: str, kind: str, properties: str) -> Entity:
    body: Properties = json.loads(properties)
    return Entity(identity, kind, body)


def _change(row: tuple[str, str, str, str, int, int]) -> Change:
    identity, kind, properties, mentions, version, deleted = row
    return Change(_entity(identity, kind, properties), json.loads(mentions), version, bool(deleted))
