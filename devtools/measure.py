"""What a page of measured quality is made with: the shared data, halves, shares, tables, a filled ledger."""

from __future__ import annotations

import csv
import gzip
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

from ingest.identity import write_keys
from ingest.ledger import Ledger
from ontology.model import Kind

HALVES = ("调过规则的一半", "没看过例子的一半")
Row = dict[str, str]


@dataclass
class Tally:
    """What became of the questions of one half: asked, answered, answered rightly."""

    asked: int = 0
    answered: int = 0
    right: int = 0

    def count(self, answer: str | None, right: bool) -> None:
        """One more question."""
        self.asked += 1
        self.answered += answer is not None
        self.right += right

    @property
    def cells(self) -> list[str]:
        """Asked, precision, recall."""
        return [f"{self.asked:,}", percent(self.right, self.answered), percent(self.right, self.asked)]


def percent(part: int, whole: int) -> str:
    """A share as people read it."""
    return f"{100 * part / whole:.1f} %" if whole else "—"


def half(name: str) -> str:
    """Which half a name belongs to."""
    return HALVES[crc32(name.encode()) % 2]


def rows(folder: Path, name: str) -> list[Row]:
    """A table of the shared data."""
    path = folder / name
    opened = gzip.open if name.endswith(".gz") else open
    with opened(path, "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def table(heading: Sequence[str], lines: Iterable[Sequence[str]]) -> str:
    """A Markdown table."""
    body = [heading, ["---"] * len(heading), *lines]
    return "".join("| " + " | ".join(line) + " |\n" for line in body)


def tallies(found: dict[str, Tally]) -> str:
    """Both halves and the whole."""
    whole = Tally(*(sum(getattr(one, n) for one in found.values()) for n in ("asked", "answered", "right")))
    shown = {**{name: found[name] for name in HALVES}, "合计": whole}
    return table(["", "题数", "准确率", "召回率"], [[name, *one.cells] for name, one in shown.items()])


def filled(folder: Path, kind: Kind, names: Iterable[tuple[str, str]]) -> Ledger:
    """A ledger with these (name, code) as entities of a kind, known by their keys as after an ingest."""
    ledger = Ledger(folder / "ledger.sqlite")
    with ledger.transaction():
        for number, (name, code) in enumerate(names):
            properties = {"name": name, **({"uscc": code} if code else {})}
            ledger.db.execute(
                "INSERT INTO entity (id, kind, properties, seq) VALUES (?, ?, json(?), 1)",
                (f"{kind.prefix}-{number}", kind.kind, as_json(properties)),
            )
            write_keys(ledger, kind, f"{kind.prefix}-{number}", properties, [])
    return ledger


def as_json(properties: dict[str, str]) -> str:
    """Properties as the ledger keeps them."""
    return json.dumps(properties, ensure_ascii=False)
