"""Standing queries: who is watched, and what each query has listed so far."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from errors import InputError, NotFoundError, UsageError
from ingest.ledger import Ledger
from ingest.members import canonical
from matches.naming import Pair

LONGEST = 31
"""What a sheet may be called at most, in characters."""
_UNFIT = re.compile(r"[\[\]:*?/\\\"<>|\x00-\x1f']")


@dataclass(frozen=True, slots=True)
class Terms:
    """What a query asks: `scope` county, institute or enterprise; `target` its code or id; the kinds of
    answer; how many of each (`most`) and from which grade (`least`).
    """

    scope: str
    target: str
    aims: tuple[str, ...]
    most: int
    least: str


@dataclass(frozen=True, slots=True)
class Watch:
    """A standing query; `at` is when it was added (UTC)."""

    id: int
    name: str
    terms: Terms
    by: str
    at: str


def add(ledger: Ledger, name: str, terms: Terms, by: str) -> Watch:
    """Add a query. UsageError for a name that cannot be a file's and a sheet's, or that one has already."""
    if not name.strip() or len(name) > LONGEST or _UNFIT.search(name):
        raise UsageError(
            f"“{name}”不能作名称", f"名称会用作文件名和表名：1 到 {LONGEST} 个字，不要用 / \\ : * ? [ ] 等"
        )
    if any(one.name == name for one in watches(ledger)):
        raise UsageError(f"已经有叫“{name}”的订阅", "换一个名称，或先运行 shuangjin watch remove 去掉原来的")
    now = datetime.now(UTC).isoformat(timespec="seconds")
    values = (name, terms.scope, terms.target, json.dumps(terms.aims), terms.most, terms.least, by, now)
    text = (
        "INSERT INTO watch (name, scope, target, aims, most, least, by, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
    )
    number = ledger.db.execute(text, values).lastrowid
    assert number is not None
    return Watch(number, name, terms, by, now)


def watches(ledger: Ledger) -> list[Watch]:
    """The queries that stand, in the order in which they were added."""
    text = (
        "SELECT id, name, scope, target, aims, most, least, by, at FROM watch WHERE removed = '' ORDER BY id"
    )
    return [
        Watch(number, name, Terms(scope, target, tuple(json.loads(aims)), most, least), by, at)
        for number, name, scope, target, aims, most, least, by, at in ledger.db.execute(text)
    ]


def named(ledger: Ledger, name: str) -> Watch:
    """A query by its name; NotFoundError listing those there are."""
    found = watches(ledger)
    for one in found:
        if one.name == name:
            return one
    raise NotFoundError(
        f"没有叫“{name}”的订阅", "运行 shuangjin watch list 看名称", choices=tuple(one.name for one in found)
    )


def remove(ledger: Ledger, name: str) -> Watch:
    """End a query; what it listed is kept on record. One added later under its name starts afresh."""
    found = named(ledger, name)
    now = datetime.now(UTC).isoformat(timespec="seconds")
    ledger.db.execute("UPDATE watch SET removed = ? WHERE id = ?", (now, found.id))
    return found


def listed(ledger: Ledger, watch: Watch) -> dict[Pair, str]:
    """Match -> the grade it was last listed with by a query; joined entities count as the one shown."""
    text = "SELECT subject, candidate, grade FROM listed WHERE watch = ? ORDER BY id"
    return {
        Pair(canonical(ledger, subject), canonical(ledger, candidate)): grade
        for subject, candidate, grade in ledger.db.execute(text, (watch.id,))
    }


def mark(ledger: Ledger, run: int, watch: Watch, found: Iterable[tuple[Pair, str]]) -> None:
    """Remember that a query has listed matches, each with its grade."""
    ledger.db.executemany(
        "INSERT INTO listed (watch, subject, candidate, grade, run) VALUES (?, ?, ?, ?, ?)",
        [(watch.id, pair.subject, pair.candidate, grade, run) for pair, grade in found],
    )


def last_runs(ledger: Ledger, found: Sequence[Watch]) -> dict[int, tuple[int, str]]:
    """Query -> (how many matches it has listed, when last (UTC)); none for one that never listed any."""
    text = (
        "SELECT watch, count(*), max(started) FROM listed JOIN run ON run.id = listed.run "
        "WHERE watch IN (SELECT value FROM json_each(?)) GROUP BY watch"
    )
    rows = ledger.db.execute(text, (json.dumps([one.id for one in found]),))
    return {watch: (count, started) for watch, count, started in rows}


def require_unmoved(ledger: Ledger, watch: Watch, before: dict[Pair, str]) -> None:
    """InputError where another process has run the query since `before` was read."""
    if listed(ledger, watch) != before:
        raise InputError(f"订阅“{watch.name}”刚被另一个进程运行过", "再运行一次，只会列出还没列过的")
