"""协同创新协议: how agreements stand, which fall silent, what was built together, who could sign next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ontology.tables import table
from programme.agreements_ledger import FIGURES as LEDGER_FIGURES
from programme.agreements_ledger import Agreement, AgreementValues, ContractValues, later_sheet, ledger_sheets
from programme.agreements_pairs import FIGURES as PAIR_FIGURES
from programme.agreements_pairs import Pairs, find_pairs, known
from programme.model import Column, Figure, Plan, Row, Sheet, Source
from programme.world import World, place
from recommend.deadline import by

TOGETHER, BY_AGREEMENT, BOTH = "共同依托", "写进协议", "都是"

MORE_FIGURES = (
    Figure("platforms", "共建的平台", "platforms", unit="个"),
    Figure("later", "这一天之后签的协议", "later", unit="份"),
)


@dataclass(frozen=True, slots=True)
class Options:
    """`county`: a code, "" for the whole city."""

    county: str = ""


def plan(world: World, options: Options) -> Plan:
    """The ledger of the day, what to look after, and pairs to be approached: these are the ties."""
    given = {"county": options.county}
    values = world.rule("agreements", AgreementValues).values
    found, platforms = world.ask("agreements-ledger", given), world.ask("agreements-platforms", given)
    contracts = world.rule("technical-contracts", ContractValues).values
    everything = [Agreement(row, world.at, values, contracts) for row in found.rows]
    signed = [one for one in everything if by(one.body["signed_on"], world.at)]
    later = [one for one in everything if not by(one.body["signed_on"], world.at)]
    built = [row for row in platforms.rows if by(row["approved_on"], world.at)]
    (statuses, counties, expiring, silent, ledger), cells = ledger_sheets(signed, found.source)
    pairs = find_pairs(world, options.county, known(everything, built), values)
    return Plan(
        task="agreements",
        title="协同创新协议",
        at=world.at,
        run=world.run,
        scope=place(options.county),
        figures=LEDGER_FIGURES + MORE_FIGURES + PAIR_FIGURES,
        sheets=(
            statuses,
            counties,
            expiring,
            silent,
            _platforms(built, platforms.source),
            pairs.sheet,
            ledger,
            later_sheet(later, found.source),
        ),
        notes=_notes(signed, pairs, values),
        rules=world.rules,
        ties=pairs.ties,
        cells=tuple(cells),
    )


def _platforms(found: Sequence[Mapping[str, Any]], source: Source) -> Sheet:
    rows = tuple(
        Row(
            (
                row["platform"],
                row["type"],
                row["level"],
                table("county").name(row["county"]) if row["county"] else None,
                _named(row["firms"], "name"),
                _named(row["institutes"], "name"),
                _how(row),
                _named(row["agreements"], "title") or "",
            ),
            (row["id"], *(one["id"] for name in ("firms", "institutes", "agreements") for one in row[name])),
        )
        for row in found
    )
    columns = (
        Column("platform", "平台"), Column("type", "类型"), Column("level", "级别"), Column("county", "区县"),
        Column("firms", "企业"), Column("institutes", "院所"), Column("how", "凭什么"),
        Column("agreements", "协议"),
    )  # fmt: skip
    return Sheet("platforms", "共建的平台", columns, rows, (source,))


def _named(found: Sequence[Mapping[str, str]], name: str) -> str | None:
    return "、".join(one[name] for one in found) or None


def _how(row: Mapping[str, Any]) -> str:
    together = bool(row["firms"] and row["institutes"])
    return BOTH if together and row["agreements"] else TOGETHER if together else BY_AGREEMENT


def _notes(signed: Sequence[Agreement], pairs: Pairs, values: AgreementValues) -> tuple[str, ...]:
    told = {
        f"即将到期是 {values.expiring_days} 天以内到期，久未联系是超过 {values.silent_days} 天没有联系": True,
        "有的协议没有写金额，金额只加写明的": any(one.amount is None for one in signed),
        "有的协议没有写到期日期，算期限不明，不当作已到期": any(one.days_left is None for one in signed),
        "图里没有院所，没有找可以去谈的": not pairs.asked,
        f"没能给这些企业找院所：{'、'.join(pairs.failed)}": bool(pairs.failed),
    }
    return tuple(note for note, holds in told.items() if holds)
