"""What people see: tables and sentences in Chinese on stdout, progress and errors on stderr."""

from show.console import ERR, OUT, as_json, crash, cursor, error, progress, say
from show.entity import history
from show.evaluated import evaluation, known_items
from show.found import answer, answer_json, completions, each, each_json, search
from show.ingested import SHOWN, demo, report, templates
from show.outcomes import (
    funnel,
    listed,
    listed_json,
    matches,
    recorded,
    taken,
    watch_added,
    watches,
    watches_json,
)  # fmt: skip
from show.personal import contacts, disclosures, forgotten, require_table, write_contacts
from show.planned import drilled, drilled_json, kept, plan, plan_json, plans
from show.resolved import applied, decisions, ruled, undone, waiting
from show.stores import exported, queries, rollback, status, sync, table, verify

__all__ = [
    "ERR", "OUT", "SHOWN", "answer", "answer_json", "applied", "as_json", "completions", "contacts",
    "crash", "cursor", "decisions", "demo", "disclosures", "drilled", "drilled_json", "each", "each_json",
    "error", "evaluation", "exported", "forgotten", "funnel", "history", "kept", "known_items", "listed",
    "listed_json", "matches", "plan", "plan_json", "plans", "progress", "queries", "recorded", "report",
    "require_table", "rollback", "ruled", "say", "search", "status", "sync", "table", "taken", "templates",
    "undone", "verify", "waiting", "watch_added", "watches", "watches_json", "write_contacts",
]  # fmt: skip
