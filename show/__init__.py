"""What people see: tables and sentences in Chinese on stdout, progress and errors on stderr."""

from show.console import ERR, OUT, as_json, error, progress, say
from show.found import answer, answer_json, search
from show.ingested import SHOWN, demo, report, templates
from show.stores import exported, queries, rollback, status, sync, table, verify

__all__ = [
    "ERR", "OUT", "SHOWN", "answer", "answer_json", "as_json", "demo", "error", "exported", "progress",
    "queries", "report", "rollback", "say", "search", "status", "sync", "table", "templates", "verify",
]  # fmt: skip
