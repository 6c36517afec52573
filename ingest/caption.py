"""What people call an entity."""

from __future__ import annotations

import json
from dataclasses import dataclass

from ingest.ledger import Ledger


@dataclass(frozen=True, slots=True)
class Side:
    """One of a pair: its id and what it is called."""

    id: str
    name: str

    def __str__(self) -> str:
        return f"{self.name}（{self.id}）"


def side(ledger: Ledger, entity: str) -> Side:
    """An entity with the name or title it has by itself, though it may be joined or gone; "" for none."""
    kind = ledger.ontology.kinds[ledger.ontology.kind_of(entity)]
    found = ledger.db.execute("SELECT properties FROM own WHERE id = ?", (entity,)).fetchone()
    return Side(entity, str(json.loads(found[0]).get(kind.caption, "")) if found else "")
