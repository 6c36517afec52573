"""Which organisations a short name may mean: the ledger's names that hold its characters in order, ranked.

The keys of the ledger are already folded and lie in one index, so nothing is built: one scan of the names of
a kind, then a score for the few that are left.
"""

from __future__ import annotations

from collections.abc import Sequence

from ingest.ledger import Ledger
from ontology.model import Kind
from ontology.names.short import Fit, fit, patterns, plain
from ontology.values import org_name

FITS = 0.35
"""From this score on a name is worth showing as what a short one may mean."""
LOOKED_AT = 2000
"""Names scored at most, the shortest first: a short name that fits more says nothing."""


def likely(ledger: Ledger, kinds: Sequence[Kind], text: str, limit: int = 10) -> list[tuple[str, Fit]]:
    """(entity, how it fits) of living organisations, the best first, ties by name and id."""
    if len(plain(text)) < 2:
        return []
    best: dict[str, tuple[Fit, str]] = {}
    for kind in kinds:
        if kind.properties[kind.caption].type == "org_name":
            for entity, name in _holding(ledger, kind, text):
                found = fit(text, name)
                if found and (entity not in best or found.score > best[entity][0].score):
                    best[entity] = (found, name)
    ranked = sorted(best.items(), key=lambda one: (-one[1][0].score, one[1][1], one[0]))
    return [(entity, found) for entity, (found, _) in ranked[:limit]]


def _holding(ledger: Ledger, kind: Kind, text: str) -> list[tuple[str, str]]:
    """(entity, a name of it) whose folded name holds the characters of `text` in order; the name is as it is
    written where it is the entity's own, so that brackets still tell a seat.
    """
    runs = patterns(text)
    held = " OR ".join("key.value LIKE ? ESCAPE '\\'" for _ in runs)
    query = (
        "SELECT coalesce(member.canonical, own.id), key.value, json_extract(own.properties, '$.' || ?) "
        "FROM key JOIN own ON own.id = key.entity LEFT JOIN member ON member.entity = own.id "
        f"WHERE key.kind = ? AND key.name = '~' AND ({held}) "
        "AND NOT own.deleted ORDER BY length(key.value), key.value, own.id LIMIT ?"
    )
    like = ["%" + "%".join("\\" + c if c in "%_\\" else c for c in run) + "%" for run in runs]
    rows = ledger.db.execute(query, (kind.caption, kind.kind, *like, LOOKED_AT))
    return [(entity, _written(value, own)) for entity, value, own in rows]


def _written(value: str, own: str | None) -> str:
    return own if own and org_name.key(own) == value else value
