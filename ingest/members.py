"""Entities that decisions have joined: who is shown for whom.

What a row or a mention means is worked out as if nothing were joined (records, keys, assertions, the view
`own`), so that a decision can be taken back exactly; a join changes only what is shown, in the tables
`entity` and `link`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ingest.ledger import Ledger


class Members:
    """The joined entities while a run writes; `of` holds the canonical id by member's, its own included."""

    def __init__(self, ledger: Ledger) -> None:
        self._db = ledger.db
        self.of: dict[str, str] = dict(self._db.execute("SELECT entity, canonical FROM member"))

    def canonical(self, entity: str) -> str:
        """The id that is shown for an entity."""
        return self.of.get(entity, entity)

    def chain(self, entity: str) -> list[str]:
        """All that are the same as an entity, itself included, by id."""
        if entity not in self.of:
            return [entity]
        text = "SELECT entity FROM member WHERE canonical = ? ORDER BY entity"
        return [row[0] for row in self._db.execute(text, (self.of[entity],))]


def canonical(ledger: Ledger, entity: str) -> str:
    """The id that is shown for an entity: its own, unless it was joined to another."""
    found = ledger.db.execute("SELECT canonical FROM member WHERE entity = ?", (entity,)).fetchone()
    return str(found[0]) if found else entity


def one_chain(ledger: Ledger, entities: Sequence[str]) -> bool:
    """Whether decisions make all of these one."""
    return len(shown(ledger, entities)) == 1


def shown(ledger: Ledger, entities: Iterable[str]) -> list[str]:
    """The ids that are shown for these, each once, in their order."""
    return list(dict.fromkeys(canonical(ledger, one) for one in entities))
