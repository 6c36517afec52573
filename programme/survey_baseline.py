"""Who works with whom already: firms and institutes by what the survey and the agreements tell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from programme.firms import YUAN
from programme.model import Column, Figure, Row, Sheet
from programme.world import World
from recommend.deadline import by

SURVEY, AGREEMENT = "COOPERATES_IN", "PARTY_TO"
"""By which relation a firm and an institute meet: in a cooperation of the survey, or in an agreement."""
BOTH, ONLY_SURVEY, ONLY_AGREEMENT = "都有", "只有合作", "只有协议"

FIGURES = (
    Figure("pairs", "有往来的企业与院所", "baseline", unit="对"),
    Figure("pairs_unsigned", "有合作没有协议", "baseline", (("told_by", ONLY_SURVEY),), unit="对"),
    Figure("cooperations", "调查表里的合作", "baseline", total="cooperations"),
    Figure("cooperation_amount", "合作金额", "baseline", total="cooperation_amount", unit="万元"),
    Figure("agreements", "协议", "baseline", total="agreements", unit="份"),
    Figure("agreement_amount", "协议金额", "baseline", total="agreement_amount", unit="万元"),
)


def baseline(world: World, county: str) -> Sheet:
    """A row a pair of firm and institute, from what had begun or was signed by the day."""
    found = world.ask("survey-cooperation", {"county": county})
    there = [row for row in found.rows if by(row["since"], world.at)]
    pairs = groupby(there, key=lambda row: (row["enterprise_id"], row["institute_id"]))
    columns = (
        Column("enterprise", "企业"), Column("institute", "院所"),
        Column("told_by", "凭什么"), Column("first", "最早年份"), Column("latest", "最近", "date"),
        Column("cooperations", "合作", "integer"), Column("cooperation_amount", "合作金额（万元）", "money"),
        Column("agreements", "协议", "integer"), Column("agreement_amount", "协议金额（万元）", "money"),
    )  # fmt: skip
    note = "合作来自调查表，协议来自台账；同一件事可能两边都记了，所以分开数，金额不相加，只加写明的。"
    rows = tuple(_row(list(rows)) for _, rows in pairs)
    return Sheet("baseline", "合作底数", columns, rows, (found.source,), note)


def _row(found: Sequence[Mapping[str, Any]]) -> Row:
    first = found[0]
    told = {name: [one for one in found if one["relation"] == name] for name in (SURVEY, AGREEMENT)}
    days = sorted(str(one["since"]) for one in found if one["since"])
    by_source = BOTH if all(told.values()) else ONLY_SURVEY if told[SURVEY] else ONLY_AGREEMENT
    cells = (
        first["enterprise"],
        first["institute"],
        by_source,
        days[0][:4] if days else None,
        days[-1] if days else None,
        len(told[SURVEY]),
        _amount(told[SURVEY]),
        len(told[AGREEMENT]),
        _amount(told[AGREEMENT]),
    )
    return Row(cells, (first["enterprise_id"], first["institute_id"], *(one["id"] for one in found)))


def _amount(found: Sequence[Mapping[str, Any]]) -> float | str | None:
    """What is written, in 万元; None where nothing is, "" where there is nothing to write of."""
    said = [one["amount"] for one in found if one["amount"] is not None]
    return sum(said) / YUAN if said else None if found else ""
