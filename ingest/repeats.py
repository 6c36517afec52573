"""Rows of one file that speak of the same thing and say different things of it."""

from __future__ import annotations

import json
from collections.abc import Iterator

from ingest.ledger import Ledger
from ingest.records import Row, Stored
from ontology.entity import Properties
from ontology.model import Kind
from ontology.values.privacy import quoted


class Repeats:
    """Remembers, within a run, which row of a source first spoke of an entity."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self._first: dict[tuple[str, str], tuple[int, int]] = {}

    def differences(
        self, kind: Kind, stored: Stored, properties: Properties, row: tuple[Row, int]
    ) -> Iterator[tuple[str, str, str]]:
        """(property, code, message) of each single value that differs from what the first row said; `row`:
        where this one comes from, and its number in the file.
        """
        origin, number = row
        first = self._first.setdefault((origin.source, stored.entity), (stored.record, number))
        if first == (stored.record, number):
            return
        text = "SELECT properties FROM record WHERE id = ?"
        before: Properties = json.loads(self.ledger.db.execute(text, (first[0],)).fetchone()[0])
        for name, spec in kind.properties.items():
            if spec.many or name not in before or properties.get(name, before[name]) == before[name]:
                continue
            values = (
                "" if spec.private else f"（{quoted(str(before[name]))}和{quoted(str(properties[name]))}）"
            )
            message = (
                f"和第 {first[1]} 行是同一个{kind.label}，{spec.label}却不同{values}：用了后一行的，请核对"
            )
            yield name, "repeated_differently", message
