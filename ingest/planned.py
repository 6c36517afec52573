"""Plans people decided on: an entity of its own for each, and its pairs as PLANNED links that it says.

A plan states no fact: it says what was decided, by whom, when, and in which run. Taking it back leaves the
links with the run that ended them, as for everything else that was once said.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from errors import NotFoundError
from ingest.ledger import Ledger
from ingest.members import Members
from ingest.merging import reflect
from ontology.entity import canonical, link_id

RELATION = "PLANNED"


@dataclass(frozen=True, slots=True)
class Head:
    """What a plan says of itself; `dated` is the day it holds for (YYYY-MM-DD)."""

    title: str
    task: str
    dated: str
    by: str


@dataclass(frozen=True, slots=True)
class Kept:
    """A plan on record: `code` names it to people, `pairs` counts its links in force."""

    code: str
    head: Head
    run: int
    pairs: int


def keep(ledger: Ledger, run: int, head: Head, ties: Iterable[tuple[str, str, str]]) -> Kept:
    """Put a plan on record, with (source, target, note) for each pair; call inside a transaction."""
    code = f"{head.task}-{run}"
    plan = f"plan-{code}"
    body = {"title": head.title, "code": code, "task": head.task, "dated": head.dated, "by": head.by}
    ledger.db.execute(
        "INSERT INTO entity (id, kind, properties, seq, run) VALUES (?, 'Plan', ?, ?, ?)",
        (plan, json.dumps(body, ensure_ascii=False), *ledger.change()),
    )
    said = list(dict.fromkeys(_said(ledger, plan, head, tie) for tie in ties))
    ledger.db.executemany(
        "INSERT INTO assertion (link, entity, run) VALUES (?, ?, ?)", [(link, plan, run) for link in said]
    )
    return Kept(code, head, run, len(said))


def undo(ledger: Ledger, code: str) -> Kept:
    """Take a plan back, by its code; returns it as it was. NotFoundError where none of that code is in force;
    call inside a transaction.
    """
    found = next((one for one in plans(ledger) if one.code == code), None)
    if found is None:
        raise NotFoundError(f"没有编号为“{code}”的计划", "运行 shuangjin plan log 看编号")
    plan = f"plan-{code}"
    links = [row[0] for row in ledger.db.execute("SELECT link FROM assertion WHERE entity = ?", (plan,))]
    ledger.db.execute(
        "INSERT OR REPLACE INTO retracted SELECT link, entity, run, ? FROM assertion WHERE entity = ?",
        (ledger.run, plan),
    )
    ledger.db.execute("DELETE FROM assertion WHERE entity = ?", (plan,))
    reflect(ledger, Members(ledger), links)
    ledger.db.execute("UPDATE entity SET deleted = 1, seq = ? WHERE id = ?", (ledger.next_seq(), plan))
    return found


def plans(ledger: Ledger) -> Iterator[Kept]:
    """The plans in force, latest first."""
    text = (
        "SELECT entity.properties, entity.run, count(assertion.link) FROM entity "
        "LEFT JOIN assertion ON assertion.entity = entity.id "
        "WHERE kind = 'Plan' AND NOT deleted GROUP BY entity.id ORDER BY entity.run DESC, entity.id"
    )
    for properties, run, pairs in ledger.db.execute(text):
        body = json.loads(properties)
        head = Head(body["title"], body["task"], body["dated"], body["by"])
        yield Kept(body["code"], head, run, pairs)


def _said(ledger: Ledger, plan: str, head: Head, tie: tuple[str, str, str]) -> str:
    source, target, note = tie
    body = canonical(
        {"plan": plan, "task": head.task, "dated": head.dated, **({"note": note} if note else {})}
    )
    link = link_id(RELATION, source, target, body)
    ledger.db.execute(
        "INSERT OR REPLACE INTO link (id, relation, source, target, properties, seq) "
        "VALUES (?, ?, ?, ?, ?, ?)",
        (link, RELATION, source, target, body, ledger.next_seq()),
    )
    return link
