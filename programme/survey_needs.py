"""The needs a survey brought, counted by type, by field and by county."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ontology.tables import table
from programme.firms import YUAN
from programme.model import UNKNOWN, Column, Figure, Row, Sheet, Source
from programme.tally import Count, Tally

Need = Mapping[str, Any]
"""A row of the query `survey-needs`."""
TYPES = {
    "research": "技术研发",
    "transfer": "成果转化",
    "talent": "人才引进",
    "platform": "平台培育",
    "finance": "投资融资",
}
"""The five types of needs, in the order of the survey's form."""
UNTOLD = "未填"
"""What a need without a type or a field is counted under."""

FIGURES = (
    Figure("needs", "需求", "needs"),
    *(Figure(f"needs_{name}", label, "needs", (("type", label),)) for name, label in TYPES.items()),
    Figure("needs_budget", "拟投入资金", "needs", total="budget", unit="万元"),
    Figure("needs_ownerless", "没有写企业的需求", "needs", (("enterprise", None),)),
)


COUNTS = (
    Count("needs", "需求", "needs"),
    Count("budget", "拟投入资金（万元）", "needs", total="budget", unit=""),
)


def needs_sheets(needs: Sequence[Need], source: Source) -> tuple[tuple[Sheet, ...], list[Figure]]:
    """By type, by field, by county and type, and the list itself; with the figures in the first three."""
    tallies = [Tally(table) for table in ("types", "fields", "county_types")]
    types, fields = (("type", "需求类型"), _types(needs)), (("field", "学科"), _fields(needs))
    sheets = (
        Sheet("types", "各类需求", *_grouped(tallies[0], types), (source,)),
        Sheet("fields", "各学科需求", *_grouped(tallies[1], fields), (source,)),
        _by_county(tallies[2], needs, source),
        _list(needs, source),
    )
    return sheets, [figure for one in tallies for figure in one.figures]


def kind(need: Need) -> str:
    """The type of a need as it is counted."""
    return str(need["type"] or UNTOLD)


def firm(need: Need) -> str | None:
    """Who has a need, as people call them; None where that is not written."""
    return "、".join(one["name"] for one in need["enterprises"]) or None


def county(need: Need) -> str | None:
    """The name of the county of a need."""
    return table("county").name(need["county"]) if need["county"] else None


def _types(needs: Sequence[Need]) -> dict[str, list[Need]]:
    said = [*TYPES.values(), *([UNTOLD] if any(kind(one) == UNTOLD for one in needs) else [])]
    return {name: [one for one in needs if kind(one) == name] for name in said}


def _fields(needs: Sequence[Need]) -> dict[str, list[Need]]:
    found: dict[str, list[Need]] = {}
    for one in sorted(needs, key=lambda one: (not one["field"], str(one["field"] or ""))):
        found.setdefault(table("field").name(one["field"]) if one["field"] else UNTOLD, []).append(one)
    return found


def _grouped(
    tally: Tally, by: tuple[tuple[str, str], Mapping[str, Sequence[Need]]]
) -> tuple[tuple[Column, ...], tuple[Row, ...]]:
    """Columns and rows."""
    (column, label), groups = by
    needs, budget = COUNTS
    rows = []
    for group, found in groups.items():
        first, second = tally.cells(group, ((column, group),), COUNTS)
        rows.append(Row((group, first, _firms(found), second), tuple(one["id"] for one in found)))
    columns = (Column(column, label), needs.column, Column("firms", "企业", "integer"), budget.column)
    return columns, tuple(rows)


def _firms(needs: Sequence[Need]) -> int:
    return len({one["id"] for need in needs for one in need["enterprises"]})


def _by_county(tally: Tally, needs: Sequence[Need], source: Source) -> Sheet:
    names = {label: name for name, label in TYPES.items()} | {UNTOLD: "untold"}
    counts = [Count(names[label], label, "needs", (("type", label),)) for label in _types(needs)]
    counts.append(Count("total", "合计", "needs"))
    rows = []
    for code in sorted({one["county"] or "" for one in needs}, key=lambda code: (not code, code)):
        name = table("county").name(code) if code else None
        cells = tally.cells(name or UNKNOWN, (("county", name),), counts)
        rows.append(Row((name, *cells), tuple(one["id"] for one in needs if (one["county"] or "") == code)))
    columns = (Column("county", "区县"), *(one.column for one in counts))
    return Sheet("county_types", "各区县各类需求", columns, tuple(rows), (source,))


def _list(needs: Sequence[Need], source: Source) -> Sheet:
    rows = tuple(
        Row(
            (
                one["title"],
                firm(one),
                county(one),
                kind(one),
                table("field").name(one["field"]) if one["field"] else UNTOLD,
                None if one["budget"] is None else one["budget"] / YUAN,
                one["deadline"],
            ),
            (one["id"], *(held["id"] for held in one["enterprises"])),
        )
        for one in needs
    )
    columns = (
        Column("need", "需求"), Column("enterprise", "企业"), Column("county", "区县"),
        Column("type", "类型"), Column("field", "学科"), Column("budget", "资金（万元）", "money"),
        Column("deadline", "期限", "date"),
    )  # fmt: skip
    return Sheet("needs", "需求清单", columns, rows, (source,))
