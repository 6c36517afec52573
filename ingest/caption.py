"""What people call an entity."""

from __future__ import annotations

import json

from ingest.ledger import Ledger


def caption(ledger: Ledger, entity: str) -> str:
    """The name or title an entity has by itself, though it may be joined or gone; "" for none."""
    kind = ledger.ontology.kinds[ledger.ontology.kind_of(entity)]
    found = ledger.db.execute("SELECT properties FROM own WHERE id = ?", (entity,)).fetchone()
    return str(json.loads(found[0]).get(kind.caption, "")) if found else ""
