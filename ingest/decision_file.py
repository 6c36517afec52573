"""Decisions as a file, one line a pair, by ids and identity keys: to be applied to another ledger that holds
the same entities, whatever ids they have there.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import BaseModel

from errors import AppError, ContradictionError, InputError, NotFoundError, UsageError
from ingest.caption import Side, side
from ingest.deciding import Decider
from ingest.decisions import AUTO, Decision, Ruling, Verdict, history, on_pair, record
from ingest.ledger import Ledger

Keys = tuple[tuple[str, str], ...]


class Line(BaseModel, frozen=True, extra="ignore"):
    """The last that was said of a pair; keys are (name, value), strongest first. A verdict "undone" says that
    a decision was taken back, so that the pair waits for a person.
    """

    verdict: Verdict
    kind: str
    left: str
    left_name: str
    left_keys: Keys
    right: str
    right_name: str
    right_keys: Keys
    by: str
    at: str
    reason: str


@dataclass(frozen=True, slots=True)
class Refused:
    """A line that was not applied, and why."""

    line: int
    left: Side
    right: Side
    message: str


@dataclass(slots=True)
class Applied:
    """What became of a file: how many lines were applied, held already, and were refused."""

    applied: int = 0
    already: int = 0
    refused: list[Refused] = field(default_factory=list)


def write(ledger: Ledger, path: Path) -> int:
    """Write the last decision on every pair as csv or jsonl; returns how many. InputError for a file that
    cannot be written.
    """
    lines = [_line(ledger, one) for one in _last(ledger)]
    form = _form(path)
    try:
        with path.open("w", encoding="utf-8-sig" if form == "csv" else "utf-8", newline="") as handle:
            if form == "csv":
                writer = csv.writer(handle)
                writer.writerow(Line.model_fields)
                writer.writerows(map(_cell, line.model_dump().values()) for line in lines)
            else:
                handle.writelines(line.model_dump_json() + "\n" for line in lines)
    except OSError as error:
        raise InputError(
            f"写不了 {path}（{error.strerror}）", "换一个文件夹，或先关掉正打开它的程序"
        ) from error
    return len(lines)


def apply(decider: Decider, path: Path, by: str) -> Applied:
    """Apply a file's lines in order; `by` takes back what they overrule. InputError for a file that is no
    such file, and then nothing is applied.
    """
    done = Applied()
    for number, line in read(path):
        try:
            made = _apply(decider, line, by)
        except AppError as error:
            sides = Side(line.left, line.left_name), Side(line.right, line.right_name)
            done.refused.append(Refused(number, *sides, error.message))
            continue
        done.applied += made
        done.already += not made
    return done


def read(path: Path) -> list[tuple[int, Line]]:
    """(number in the file, line) of every line; InputError naming the first that is none."""
    form = _form(path)
    found: list[tuple[int, Line]] = []
    number = 0
    try:
        text = path.read_bytes().decode("utf-8-sig")
        for number, body in _bodies(text, form):
            found.append((number, Line.model_validate(body)))
    except OSError as error:
        raise InputError(f"读不了 {path}（{error.strerror}）", "检查路径和文件名") from error
    except (ValueError, csv.Error) as error:
        where = f"{path} 第 {number} 行" if number else str(path)
        raise InputError(
            f"{where}不是 resolve export 写的样子", "重新导出；改过的文件要另存为 UTF-8，列名不要动"
        ) from error
    return found


def _apply(decider: Decider, line: Line, by: str) -> bool:
    """Apply a line; whether anything was to be done."""
    ledger = decider.ledger
    left = _entity(ledger, line.kind, line.left, line.left_keys)
    right = _entity(ledger, line.kind, line.right, line.right_keys)
    if left == right:
        if line.verdict == "different":
            raise ContradictionError("在这个账本里两者按编号或名称就是同一个")
        return False
    before = on_pair(ledger, left, right)
    standing = next((one for one in before if not one.undone_by), None)
    if line.verdict == "undone":
        return _open(decider, (left, right), line, standing)
    if standing and standing.by == AUTO and line.verdict == "different":
        decider.undo(standing.id, by)
    ruling = Ruling(line.verdict, line.by, line.reason, line.at)
    return decider.rule(left, right, ruling) is not None


def _open(decider: Decider, pair: tuple[str, str], line: Line, standing: Decision | None) -> bool:
    """Leave a pair to a person; one never decided here is marked, so that it is not joined by itself."""
    ledger = decider.ledger
    if standing is None:
        if on_pair(ledger, *pair):
            return False
        standing = record(ledger, decider.run, pair, Ruling("same", AUTO, line.reason, line.at))
    decider.undo(standing.id, line.by)
    return True


def _entity(ledger: Ledger, kind: str, entity: str, keys: Keys) -> str:
    """The entity of these keys, the strongest that names one alone; NotFoundError where none does, or where
    it has another value of a stronger key.
    """
    held = _keys(ledger, entity)
    if set(held) & set(keys) or (not keys and side(ledger, entity).name):
        return entity
    for place, (name, value) in enumerate(keys):
        text = "SELECT entity FROM key WHERE kind = ? AND name = ? AND value = ?"
        holders = [row[0] for row in ledger.db.execute(text, (kind, name, value))]
        if len(holders) == 1:
            theirs = dict(_keys(ledger, holders[0]))
            if not any(theirs.get(stronger, other) != other for stronger, other in keys[:place]):
                return str(holders[0])
    raise NotFoundError(f"账本里没有 {entity}，也没有同样代码或名称的", "先导入它所在的表格，再导入决定")


def _last(ledger: Ledger) -> list[Decision]:
    """The last that was said of each pair, in the order in which it was said."""
    last: dict[tuple[str, str], Decision] = {}
    for one in history(ledger):
        last.pop((one.left, one.right), None)
        last[one.left, one.right] = one
    return list(last.values())


def _line(ledger: Ledger, made: Decision) -> Line:
    return Line(
        verdict=made.verdict,
        kind=made.kind,
        left=made.left,
        left_name=side(ledger, made.left).name,
        left_keys=_keys(ledger, made.left),
        right=made.right,
        right_name=side(ledger, made.right).name,
        right_keys=_keys(ledger, made.right),
        by=made.by,
        at=made.at,
        reason=made.reason,
    )


def _keys(ledger: Ledger, entity: str) -> Keys:
    """The identity keys of an entity by itself, strongest first."""
    kind = ledger.ontology.prefixes.get(entity.split("-", 1)[0])
    if kind is None:
        return ()
    order = [",".join(names) for names in ledger.ontology.kinds[kind].identity]
    text = "SELECT name, value FROM key WHERE entity = ? AND name != '~'"
    rows = ledger.db.execute(text, (entity,)).fetchall()
    return tuple(sorted(rows, key=lambda row: (order.index(row[0]), row[1])))


def _form(path: Path) -> str:
    form = path.suffix.lower().removeprefix(".")
    if form not in ("csv", "jsonl"):
        raise UsageError(f"决定的文件是 .csv 或 .jsonl，不是 {path.name}", "换一个文件名")
    return form


_FORMULA = tuple("=+-@\t\r")


def _cell(value: object) -> str:
    """A cell that no spreadsheet takes for a formula."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return f"'{text}" if text.startswith(_FORMULA) else text


def _bodies(text: str, form: str) -> Iterator[tuple[int, Mapping[str, object]]]:
    if form == "jsonl":
        for number, line in enumerate(text.split("\n"), start=1):
            if line.strip():
                yield number, json.loads(line)
        return
    reader = csv.DictReader(io.StringIO(text, newline=""), restval="")
    if missing := Line.model_fields.keys() - set(reader.fieldnames or ()):
        raise ValueError(missing)
    for row in reader:
        keys = {name: json.loads(row[name]) for name in ("left_keys", "right_keys")}
        cells = {name: _plain(row[name]) for name in Line.model_fields}
        yield reader.line_num, {**cells, **keys}


def _plain(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_FORMULA) else cell
