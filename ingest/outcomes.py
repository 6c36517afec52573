"""What became of each row of a table, for the workbook that goes back to its sender."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from ingest.headings import Heading
from ingest.ledger import Problem

OUTCOMES = {"added": "新增", "changed": "改动", "unchanged": "未变", "rejected": "退回", "skipped": "跳过"}
"""What may become of a row."""


@dataclass(slots=True)
class TableReport:
    """One table of a file: where its `heading` stands (row 0 in jsonl), which property each heading feeds,
    the rows passed over with the reason why, the hidden rows that were read all the same, and, where a
    report was asked for, row -> (outcome, entity or "").
    """

    sheet: str
    kind: str
    heading: Heading | None
    columns: Mapping[str, str]
    unknown_columns: list[str] = field(default_factory=list)
    skipped: dict[int, str] = field(default_factory=dict)
    hidden: list[int] = field(default_factory=list)
    outcomes: dict[int, tuple[str, str]] = field(default_factory=dict)

    def heading_of(self, name: str) -> str:
        """The heading that feeds a property, "" where none does."""
        return next((heading for heading, fed in self.columns.items() if fed == name), "")

    def begins(self) -> int:
        """The row its heading begins in; 0 for a table without one."""
        return self.heading.rows[0] if self.heading else 0

    def passed_over(self) -> dict[str, str]:
        """Reason -> the rows passed over for it, as a person lists them."""
        rows: dict[str, list[int]] = {}
        for row, why in self.skipped.items():
            rows.setdefault(why, []).append(row)
        return {why: ranges(numbers) for why, numbers in rows.items()}

    def hidden_rows(self) -> Problem:
        """What is told of hidden rows."""
        why = f"第 {ranges(self.hidden)} 行在表里是隐藏的，照样读了；不该导入的请删掉这些行再发"
        return Problem(self.sheet, self.hidden[0], "", "hidden_rows", why, "warning")

    def as_json(self) -> dict[str, Any]:
        """Everything but the outcome of each row."""
        return {
            "sheet": self.sheet,
            "kind": self.kind,
            "heading_rows": list(self.heading.rows) if self.heading else [],
            "unknown_columns": self.unknown_columns,
            "skipped": [{"row": row, "reason": why} for row, why in self.skipped.items()],
            "hidden_rows": self.hidden,
        }


def table_at(tables: Iterable[TableReport], sheet: str, row: int) -> TableReport | None:
    """The table a row of a sheet belongs to."""
    found = [table for table in tables if table.sheet == sheet and table.begins() <= row]
    return max(found, key=TableReport.begins, default=None)


def ranges(numbers: Iterable[int]) -> str:
    """Numbers as a person lists them.

    >>> ranges([3, 5, 6, 7, 9])
    '3、5–7、9'
    """
    ordered = sorted(set(numbers))
    runs = groupby(enumerate(ordered), key=lambda pair: pair[1] - pair[0])
    ends = [[number for _, number in run] for _, run in runs]
    return "、".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in ends)
