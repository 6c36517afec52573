"""Bring a ledger of an older version of the program to the columns this one reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ingest.ledger import Ledger

_FIRST_TOLD = "(SELECT min(run) FROM record WHERE record.entity = assertion.entity AND superseded IS NULL)"
_NAMED = "SELECT assertion.run FROM link JOIN assertion ON assertion.link = link.id WHERE"
_FIRST_KNOWN = (
    "(SELECT min(run) FROM (SELECT run FROM record WHERE record.entity = entity.id "
    f"UNION ALL {_NAMED} link.source = entity.id UNION ALL {_NAMED} link.target = entity.id))"
)
_COLUMNS = (("assertion", _FIRST_TOLD), ("entity", _FIRST_KNOWN))
"""Tables that got a `run`, in the order in which it can be told, and what it was for rows of before: a link
is as old as the oldest record that now speaks of who says it, an entity as what first spoke of it.
"""


def migrate(ledger: Ledger) -> None:
    """Add what is missing, once; a ledger of this version is left alone."""
    if all(_has_run(ledger, table) for table, _ in _COLUMNS):
        return
    with ledger.transaction():
        for table, told in _COLUMNS:
            if not _has_run(ledger, table):
                ledger.db.execute(f"ALTER TABLE {table} ADD COLUMN run INTEGER NOT NULL DEFAULT 0")
                ledger.db.execute(f"UPDATE {table} SET run = coalesce({told}, 0)")


def _has_run(ledger: Ledger, table: str) -> bool:
    found = ledger.db.execute("SELECT 1 FROM pragma_table_info(?) WHERE name = 'run'", (table,))
    return found.fetchone() is not None
