"""How matches stand, as MATCHED links that graph queries can follow: worked out from the steps alone."""

from __future__ import annotations

from ingest.ledger import Ledger
from matches.steps import Standing, standings
from ontology.entity import canonical, link_id

RELATION = "MATCHED"


def follow(ledger: Ledger) -> int:
    """Bring the links in line with the steps; returns how many changed. Takes a transaction of its own, and
    none where nothing changes.
    """
    ended, made = _differences(ledger)
    if not ended and not made:
        return 0
    with ledger.transaction():
        for one in ended:
            ledger.db.execute("UPDATE link SET deleted = 1, seq = ? WHERE id = ?", (ledger.next_seq(), one))
        for one, tie in made.items():
            ledger.db.execute(
                "INSERT OR REPLACE INTO link (id, relation, source, target, properties, seq) "
                "VALUES (?, ?, ?, ?, ?, ?)",
                (one, RELATION, *tie, ledger.next_seq()),
            )
    return len(ended) + len(made)


def differing(ledger: Ledger) -> bool:
    """Whether steps were recorded or taken back that the links do not show yet."""
    return any(_differences(ledger))


def _differences(ledger: Ledger) -> tuple[list[str], dict[str, tuple[str, str, str]]]:
    """Links that hold no more, and links to be made."""
    wanted = dict(_link(one) for one in standings(ledger) if _both_live(ledger, one))
    text = "SELECT id FROM link WHERE relation = ? AND NOT deleted"
    there = {row[0] for row in ledger.db.execute(text, (RELATION,))}
    return sorted(there - wanted.keys()), {one: tie for one, tie in wanted.items() if one not in there}


def _link(one: Standing) -> tuple[str, tuple[str, str, str]]:
    pair, said = one.pair, one.now.said
    told = {"match": pair.word, "status": said.status.name, "dated": said.dated}
    body = canonical({**told, **({"note": said.note} if said.note else {})})
    return link_id(RELATION, pair.subject, pair.candidate, body), (pair.subject, pair.candidate, body)


def _both_live(ledger: Ledger, one: Standing) -> bool:
    """A row may have been taken back since, or a person removed."""
    text = "SELECT count(*) FROM entity WHERE id IN (?, ?) AND NOT deleted"
    found: int = ledger.db.execute(text, (one.pair.subject, one.pair.candidate)).fetchone()[0]
    return found == 2
