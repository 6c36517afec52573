"""转让单位留存份额: achievements of which the owner keeps a share, and whether it may go to the makers."""

from __future__ import annotations

from typing import Any

from programme.interval import State
from programme.model import Column, Row, Sheet
from programme.reform_makers import Maker, makers, told
from programme.reform_part import (
    CHECK_COLUMNS,
    VERDICTS,
    Check,
    Judged,
    Options,
    Part,
    by_verdict,
    check_rows,
    rule_on,
    verdict_figures,
)
from programme.reform_rights import Rights
from programme.rules import Values
from programme.world import World

OURS = ("listed", "licensor", "granted")


class ShareValues(Values):
    """`clauses`: name -> words; which rights and statuses count; `unsaid`: what the source does not say."""

    clauses: dict[str, str]
    ip_types: tuple[str, ...]
    statuses: tuple[str, ...]
    unsaid: tuple[str, ...]


def part(world: World, options: Options) -> Part:
    """Every achievement with a share kept, or of which that is not known."""
    rule, missing = rule_on(world, "retained-share", ShareValues)
    if rule is None:
        return Part(notes=(missing,))
    values = rule.values
    rights = Rights(world, options.institute)
    rights.granted(values.ip_types, values.statuses)
    rights.licensor()
    asked = world.ask("reform-retained", {"institute": options.institute})
    rows = [row for row in asked.rows if row["state"] != "failed"]
    made, source = makers(world, [row["id"] for row in rows])
    judged = by_verdict(_judged(row, rights, made.get(row["id"], [])) for row in rows)
    judged.sort(key=lambda one: one.extra["share"] is None)
    gathered = (*rights.sources, asked.source, source)
    cells = tuple(
        Row((one.names[0], one.extra["owner"], one.extra["share"], one.extra["makers"], VERDICTS[one.state],
             one.why(values.clauses)), one.ids)
        for one in judged
    )  # fmt: skip
    sheets = (
        Sheet("shares", "单位留存份额", _COLUMNS, cells, gathered,
              "份额没有登记的单列成果也列，结论为不明"),
        Sheet("share_checks", "留存份额逐条核对", (Column("achievement", "成果"), *CHECK_COLUMNS),
              check_rows(judged, values.clauses), gathered),
    )  # fmt: skip
    notes = tuple(f"留存份额（未核实）：{one}" for one in values.unsaid)
    return Part(sheets, verdict_figures("shares", ("shares", "留存份额转让"), "项"), notes)


_COLUMNS = (Column("achievement", "成果"), Column("owner", "权利人"), Column("share", "单位留存", "percent"),
            Column("makers", "可受让的完成人"), Column("verdict", "结论"),
            Column("why", "条款和依据"))  # fmt: skip


def _judged(row: dict[str, Any], rights: Rights, made: list[Maker]) -> Judged:
    query = "reform-retained"
    share = row["value"]
    kept = "单位留存份额没有登记" if share is None else f"单位留存 {share:g} %"
    service = {True: "职务成果", False: "不是职务成果", None: "没有登记是否职务成果"}[row["service"]]
    ours: State = "unknown" if row["service"] is None else "met" if row["service"] else "failed"
    checks = [
        Check("retained", row["state"], kept, query),
        *rights.of(row["id"], *OURS),
        Check("service", ours, service, query),
        Check("makers", "met" if made else "unknown", told(made) or "完成人没有登记", "reform-makers"),
    ]
    extra = {"owner": "；".join(row["owners"]) or None, "share": share, "makers": told(made) or None}
    return Judged((row["achievement"],), (row["id"], *(one.id for one in made)), checks, extra)
