"""Steps on record: a table of the ledger that is only added to, and how each match stands."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from errors import NotFoundError, UsageError
from ingest.ledger import Ledger
from ingest.members import canonical
from matches.chain import PAID, STATUSES, Said, Step, check, current, repeated
from matches.naming import Pair

_UNDONE = "undone"
_COLUMNS = "subject, candidate, status, dated, reason, amount, note, by, at, run, undoes"
# With the plus the database starts at the ids asked for, not at all the rows that undo nothing.
_SELECT = (
    "SELECT one.id, one.subject, one.candidate, one.status, one.dated, one.by, one.reason, one.amount, "
    "one.note, one.at, one.run, coalesce(other.id, 0) "
    "FROM step AS one LEFT JOIN step AS other ON other.undoes = one.id WHERE +one.undoes IS NULL"
)


@dataclass(frozen=True, slots=True)
class Standing:
    """A match with its steps in force, oldest first, and the one that stands."""

    pair: Pair
    steps: Sequence[Step]

    @property
    def now(self) -> Step:
        """The step that stands."""
        return current(self.steps)

    def __str__(self) -> str:
        return f"{self.now.said.status.label} {self.now.said.dated}"


@dataclass(frozen=True, slots=True)
class Recorded:
    """What became of what was said of a match: the number of its step, whether it was on record before, and
    what is odd about it.
    """

    step: int
    pair: Pair
    said: Said
    already: bool
    warnings: Sequence[str]


def record(ledger: Ledger, run: int, pair: Pair, said: Said) -> Recorded:
    """Add a step, of today where no date is said; errors as `check`. What is on record already is not written
    twice; a payment without a date is today's, since two may be of one amount.
    """
    before = standing(ledger, pair)
    steps = before.steps if before else ()
    if said.status is PAID:
        said = replace(said, dated=said.dated or today())
    if had := repeated(steps, said):
        return Recorded(had.id, pair, had.said, True, ())
    said = replace(said, dated=said.dated or today())
    warnings = check(steps, said)
    return Recorded(_add(ledger, run, pair, said), pair, said, False, warnings)


def undo(ledger: Ledger, run: int, number: int, by: str) -> Step:
    """Take a step back, by its number; returns it. NotFoundError or UsageError where there is none in
    force.
    """
    found = next(_read(ledger, "AND one.id = ?", (number,)), None)
    if found is None:
        raise NotFoundError(f"没有第 {number} 号记录", "运行 shuangjin decide list 看编号")
    if found.undone_by:
        raise UsageError(f"第 {number} 号记录已经撤销了", "运行 shuangjin decide list 看编号")
    values = (found.subject, found.candidate, _UNDONE, today(), "", None, "", by, _now(), run, number)
    _insert(ledger, values)
    return found


def standing(ledger: Ledger, pair: Pair) -> Standing | None:
    """How a match stands; None where nothing is on record."""
    found = standings(ledger, (pair.subject,))
    return next((one for one in found if one.pair == pair), None)


def standings(ledger: Ledger, about: Iterable[str] | None = None) -> list[Standing]:
    """How the matches stand that have steps in force, by pair; only those with one of the ids `about` where
    given. Entities that decisions have joined count as the one that is shown.
    """
    return [
        Standing(pair, kept)
        for pair, steps in sorted(histories(ledger, about).items())
        if (kept := [step for step in steps if not step.undone_by])
    ]


def histories(ledger: Ledger, about: Iterable[str] | None = None) -> dict[Pair, list[Step]]:
    """Match -> all its steps, those taken back as well, oldest first; `about` as in `standings`."""
    if about is None:
        rows = _read(ledger, "ORDER BY one.dated, one.id", ())
    else:
        ids = json.dumps(sorted(_chains(ledger, about)))
        among = "IN (SELECT value FROM json_each(?1))"
        text = f"AND (one.subject {among} OR one.candidate {among}) ORDER BY one.dated, one.id"
        rows = _read(ledger, text, (ids,))
    shown = dict(ledger.db.execute("SELECT entity, canonical FROM member")) if about is None else {}
    found: dict[Pair, list[Step]] = {}
    for step in rows:
        both = (step.subject, step.candidate)
        pair = Pair(*(shown.get(one, one) if about is None else canonical(ledger, one) for one in both))
        found.setdefault(pair, []).append(step)
    return found


def _chains(ledger: Ledger, about: Iterable[str]) -> set[str]:
    """All ids that are shown as one of these."""
    text = "SELECT entity FROM member WHERE canonical = (SELECT canonical FROM member WHERE entity = ?)"
    return {row[0] for one in about for row in ledger.db.execute(text, (one,))} | set(about)


def _add(ledger: Ledger, run: int, pair: Pair, said: Said) -> int:
    values = (pair.subject, pair.candidate, said.status.name, said.dated, said.reason, said.amount, said.note)
    return _insert(ledger, (*values, said.by, _now(), run, None))


def _insert(ledger: Ledger, values: tuple[object, ...]) -> int:
    places = ", ".join("?" * len(values))
    number = ledger.db.execute(f"INSERT INTO step ({_COLUMNS}) VALUES ({places})", values).lastrowid
    assert number is not None
    return number


def _read(ledger: Ledger, rest: str, values: Sequence[object]) -> Iterator[Step]:
    for number, subject, candidate, status, dated, by, reason, amount, note, *end in ledger.db.execute(
        f"{_SELECT} {rest}", values
    ):
        said = Said(STATUSES[status], dated, by, reason, amount, note)
        yield Step(number, subject, candidate, said, *end)


def today() -> str:
    """Today here, as YYYY-MM-DD."""
    return datetime.now().astimezone().date().isoformat()


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
