"""Which rows of which files an entity rests on."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from ingest.ledger import Ledger


@dataclass(frozen=True, slots=True)
class RowOf:
    """A row as it came in; `sheet` is "" for a file without sheets."""

    path: str
    sheet: str
    number: int


def rows_of(ledger: Ledger, entities: Iterable[str]) -> dict[str, list[RowOf]]:
    """Entity -> its rows that count now, those of entities joined with it too, by file and place; an entity
    that no row speaks of has none.
    """
    text = (
        "SELECT asked.value, file.path, row.sheet, row.number FROM json_each(?) AS asked "
        "JOIN record ON superseded IS NULL AND (record.entity = asked.value OR record.entity IN "
        "(SELECT entity FROM member WHERE canonical = asked.value)) "
        "JOIN row ON row.id = record.row JOIN file ON file.id = row.file "
        "ORDER BY file.path, row.sheet, row.number"
    )
    wanted = list(dict.fromkeys(entities))
    found: dict[str, list[RowOf]] = {one: [] for one in wanted}
    for entity, path, sheet, number in ledger.db.execute(text, (json.dumps(wanted),)):
        found[entity].append(RowOf(path, sheet, number))
    return found
