"""Raw rows, messages and whatever other texts the ledger keeps, without a person who is being removed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from errors import InputError
from ingest.admit import NOTE_ROW, listed
from ingest.ledger import Ledger
from ingest.mapping import recognise
from ingest.named import NOTE, name_key, walk
from ingest.person import Person

_OWN = frozenset(
    ("meta", "key", "personal", "tombstone", "tombstone_key", "row", "record", "entity", "link", "cursor")
)
"""Tables whose columns are dealt with by name; all others, whatever they are for, are read as texts."""
_SAME_PLACE = "row.file = problem.file AND row.sheet = problem.sheet AND row.number = problem.number"


class Clearing:
    """Clears the texts of a ledger of one person. `near`: ids of the entities linked to him, whose texts mean
    him when they name him. `places` are the rows that hold his name where nobody can tell who is meant.
    """

    def __init__(self, ledger: Ledger, person: Person, near: set[str]) -> None:
        self.ledger = ledger
        self.db = ledger.db
        self.person = person
        self.rows = 0
        self.mentions = 0
        self.places: list[str] = []
        spoken = self.db.execute("SELECT row, entity FROM record").fetchall()
        self.own_rows = {row for row, entity in spoken if entity == person.entity}
        self.near_rows = {row for row, entity in spoken if entity in near}
        self._others: dict[int, list[str]] = {}
        for row, entity in spoken:
            if entity != person.entity:
                self._others.setdefault(row, []).append(entity)

    def clear_rows(self) -> None:
        """Rows that were about him become a note; others lose his name where he is meant. His records must
        still be there.
        """
        text = "SELECT row.id, source, sheet, number, cells FROM row JOIN file ON file.id = row.file"
        rows = self.db.execute(text).fetchall()
        sheets = {(source, sheet) for row, source, sheet, _, _ in rows if row in self.own_rows}
        for row, source, sheet, line, cells in rows:
            alone = row not in self._others
            if row in self.own_rows and alone:
                self._blank(row)
            elif self.person.named_in(cells) and not self._is_namesake(row):
                near = row in self.near_rows or row in self.own_rows
                if not near and not self.person.meant_in(cells):
                    self.places.append(" ".join(part for part in (source, sheet, f"第 {line} 行") if part))
                elif alone and ((source, sheet) in sheets or self._is_of_his_kind(cells)):
                    self._blank(row)
                else:
                    self._write("row", "cells", row, self.cleared(cells))
        self._clear_problems()

    def clear_rest(self) -> None:
        """Every other text, of entities that were not derived anew as well: file names, commands, whatever a
        later version of the program keeps.
        """
        text = "SELECT id, kind, properties FROM entity"
        for entity, kind, body in self.db.execute(text).fetchall():
            if self._meant(body) and not (
                kind == self.person.kind.kind and self.is_namesake(json.loads(body))
            ):
                self.db.execute("UPDATE entity SET properties = ? WHERE id = ?", (self.cleared(body), entity))
        columns = [pair for pair in self._text_columns() if pair[0] not in _OWN]
        for table, column in (*columns, ("record", "source"), ("row", "sheet"), ("link", "properties")):
            found = self.db.execute(f'SELECT DISTINCT "{column}" FROM "{table}"').fetchall()
            for (old,) in found:
                if not isinstance(old, str):
                    continue
                new = old.replace(self.person.entity, NOTE)
                new = self.cleared(new) if self._meant(new) else new
                if new != old:
                    change = f'UPDATE OR REPLACE "{table}" SET "{column}" = ? WHERE "{column}" = ?'
                    self.db.execute(change, (new, old))

    def drop_about(self, ids: set[str]) -> None:
        """Rows of other tables that are about what has one of these ids."""
        for table, column in self._text_columns():
            if table not in _OWN:
                self.db.executemany(
                    f'DELETE FROM "{table}" WHERE "{column}" = ?', [(one,) for one in sorted(ids)]
                )

    def cleared(self, text: str) -> str:
        """A text, or the texts of a JSON object or list, without him."""
        if text.startswith(("{", "[")):
            try:
                return json.dumps(self.walked(json.loads(text)), ensure_ascii=False)
            except ValueError:
                pass
        return self._plain(text)

    def walked(self, body: Any) -> Any:
        """A JSON value without him."""
        return walk(body, self._plain)

    def is_namesake(self, properties: dict[str, Any]) -> bool:
        """Whether properties of one of his kind are those of another of his name."""
        called = listed(properties.get(self.person.kind.caption))
        return any(name_key(one) in self.person.names for one in called)

    def _blank(self, row: int) -> None:
        self._write("row", "cells", row, NOTE_ROW)
        about = f"SELECT problem.id FROM problem, row WHERE row.id = ? AND {_SAME_PLACE}"
        self.db.execute(f"UPDATE problem SET message = '{NOTE}' WHERE id IN ({about})", (row,))
        self.rows += 1

    def _clear_problems(self) -> None:
        text = f"SELECT problem.id, message, row.id FROM problem LEFT JOIN row ON {_SAME_PLACE}"
        for problem, message, row in self.db.execute(text).fetchall():
            if row in self.near_rows and self.person.named_in(message):
                self._write("problem", "message", problem, self._plain(message))

    def _is_namesake(self, row: int) -> bool:
        """Whether a row rests on a record of another of his kind and name."""
        for entity in self._others.get(row, ()):
            if self.ledger.ontology.kind_of(entity) == self.person.kind.kind:
                found = self.ledger.entity(entity)
                if found and self.is_namesake(dict(found.properties)):
                    return True
        return False

    def _is_of_his_kind(self, cells: str) -> bool:
        """Whether a row's table is one of persons, by its headings."""
        try:
            found = recognise(list(json.loads(cells)), self.ledger.ontology, None, where="")
        except InputError:
            return False
        return found.kind == self.person.kind.kind

    def _meant(self, text: str) -> bool:
        return self.person.named_in(text) and self.person.meant_in(text)

    def _plain(self, text: str) -> str:
        kept, count = self.person.removed(text)
        self.mentions += count
        return kept

    def _write(self, table: str, column: str, number: int, text: str) -> None:
        self.db.execute(f"UPDATE {table} SET {column} = ? WHERE id = ?", (text, number))

    def _text_columns(self) -> Iterator[tuple[str, str]]:
        text = (
            "SELECT tables.name, columns.name FROM sqlite_schema AS tables, "
            "pragma_table_info(tables.name) AS columns WHERE tables.type = 'table' "
            "AND tables.name NOT LIKE 'sqlite_%' AND columns.type = 'TEXT'"
        )
        return iter(self.db.execute(text).fetchall())
