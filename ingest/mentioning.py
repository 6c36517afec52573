"""Which technical words an entity's texts mentioned after a run, and who mentioned a word. Words of texts
that have changed since are found anew, by today's dictionary.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from ingest.past import Past
from ingest.records import mentions


def mentioned(past: Past, entity: str) -> dict[str, float]:
    """The words an entity mentioned with their weights, the heaviest first."""
    found = past.ledger.db.execute("SELECT mentions FROM entity WHERE id = ?", (entity,)).fetchone()
    kept: dict[str, float] = json.loads(found[0])
    if past.changed_since(entity):
        recorded = past.state(entity) == "recorded"
        kept = mentions(past.kind(entity), past.properties(entity)) if recorded else {}
    return dict(sorted(kept.items(), key=lambda one: (-one[1], one[0])))


def mentioned_by(past: Past, word: str) -> dict[str, float]:
    """The entities that mentioned a word with its weights, the heaviest first."""
    db = past.ledger.db
    found: dict[str, float] = {}
    changed = set(_changed_entities(past))
    sought = json.dumps(word, ensure_ascii=False) + ":"
    text = "SELECT id, mentions FROM entity WHERE instr(mentions, ?) AND NOT deleted"
    for entity, body in db.execute(text, (sought,)):
        said = json.loads(body)
        if word in said and past.canonical(entity) not in changed:
            found[entity] = said[word]
    for entity in changed:
        said = mentioned(past, entity)
        if word in said:
            found[entity] = said[word]
    return dict(sorted(found.items(), key=lambda one: (-one[1], one[0])))


def _changed_entities(past: Past) -> Iterator[str]:
    text = "SELECT DISTINCT entity FROM record WHERE run > ? OR superseded > ?"
    return (past.canonical(row[0]) for row in past.ledger.db.execute(text, (past.run, past.run)).fetchall())
