"""What people see: tables and sentences in Chinese on stdout, progress and errors on stderr."""

from show.console import ERR, OUT, as_json, error, progress, say
from show.entity import history
from show.found import answer, answer_json, search
from show.ingested import SHOWN, demo, report
from show.resolved import applied, decisions, ruled, undone, waiting
from show.stores import exported, queries, rollback, status, sync, table, verify

__all__ = [
    "ERR", "OUT", "SHOWN", "answer", "answer_json", "applied", "as_json", "decisions", "demo", "error",
    "exported", "history", "progress", "queries", "report", "rollback", "ruled", "say", "search", "status",
    "sync", "table", "undone", "verify", "waiting",
]  # fmt: skip
