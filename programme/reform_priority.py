"""完成人优先受让: assignments of 职务成果, those who made it, and the notice to each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from programme.firms import YUAN
from programme.model import Column, Figure, Row, Sheet
from programme.reform_makers import Maker, makers, told
from programme.reform_part import Options, Part, rule_on
from programme.rules import Values
from programme.world import World

DUE, SIGNED, ASK, NONE = "待通知", "已签，补查是否通知过", "先问是否转让", "不用通知"
TALKS = {"interested": "对接意向", "agreed": "协议谈定"}


class PriorityValues(Values):
    """Types of contracts that give an achievement away, progress that ends one, steps of a match that count
    as talks, and the text of the notice with its places.
    """

    contracts: tuple[str, ...]
    ended: tuple[str, ...]
    talking: tuple[str, ...]
    notice: str


@dataclass(frozen=True, slots=True)
class Handover:
    """An achievement that is or may be given away: to whom, by what, as of when, and for how much (words)."""

    row: Mapping[str, Any]
    takers: tuple[tuple[str, str], ...]
    basis: str
    by: str
    dated: str
    price: str

    @property
    def taker(self) -> str:
        """Who takes it, in words."""
        return "、".join(name for _, name in self.takers) or "受让方不明"


def part(world: World, options: Options) -> Part:
    """What is being given away, and who has to be told before."""
    rule, missing = rule_on(world, "maker-priority", PriorityValues)
    if rule is None:
        return Part(notes=(missing,))
    values = rule.values
    where = {"institute": options.institute, "county": options.county}
    contracts = world.ask("reform-assignments", {**where, "types": list(values.contracts)})
    talks = world.ask("reform-talks", {
        **where, "statuses": list(values.talking), "at": world.at.isoformat()})  # fmt: skip
    found = [*map(_contract, contracts.rows), *map(_talk, talks.rows)]
    made, source = makers(world, [one.row["id"] for one in found])
    gathered = (contracts.source, talks.source, source)
    cases = [(one, made.get(one.row["id"], []), _state(one, values, world.at.isoformat())) for one in found]
    sheets = (
        Sheet("priority", "优先受让", _COLUMNS, tuple(_row(*case) for case in cases), gathered,
              "转让合同，和对接到意向、谈定的成对；完成人不在权利人单位的照样要通知"),
        Sheet("notices", "优先受让通知", _NOTICE, tuple(_notices(cases, values)), gathered),
    )  # fmt: skip
    return Part(sheets, _FIGURES)


_FIGURES = (
    Figure("notify", "转让待通知完成人", "priority", (("state", DUE),)),
    Figure("notify_late", "转让已签待补查", "priority", (("state", SIGNED),)),
    Figure("notify_ask", "对接中先问方式", "priority", (("state", ASK),)),
    Figure("notify_unknown", "是否要通知不明", "priority", (("state", None),)),
    Figure("notices", "通知", "notices", unit="份"),
)
_COLUMNS = (Column("achievement", "成果"), Column("owner", "权利人"), Column("taker", "受让方"),
            Column("basis", "来由"), Column("dated", "日期", "date"), Column("state", "通知"),
            Column("makers", "完成人"))  # fmt: skip
_NOTICE = (Column("maker", "完成人"), Column("units", "所在单位"), Column("inside", "权利人单位的人"),
           Column("achievement", "成果"), Column("state", "通知"), Column("text", "通知正文"))  # fmt: skip


def _contract(row: Mapping[str, Any]) -> Handover:
    takers = tuple((one["id"], one["name"]) for one in row["takers"])
    amount = row["amount"]
    price = f"合同金额 {amount / YUAN:g} 万元" if amount is not None else "价款以合同为准"
    return Handover(row, takers, row["title"], row["agreement"], row["signed_on"] or "", price)


def _talk(row: Mapping[str, Any]) -> Handover:
    takers = ((row["enterprise"], row["name"]),) if row["enterprise"] else ()
    price = "价款待定" if row["price"] is None else f"意向价格 {row['price'] / YUAN:g} 万元"
    return Handover(row, takers, TALKS[row["status"]], row["need"] or "", row["dated"] or "", price)


def _state(one: Handover, values: PriorityValues, day: str) -> str | None:
    """What is to be done; None where it is not known whether the achievement is 职务成果."""
    service = one.row["service"]
    if service is False or one.row.get("progress") in values.ended:
        return NONE
    if service is None:
        return None
    if "status" in one.row:
        return ASK
    return SIGNED if one.dated and one.dated <= day else DUE


def _row(one: Handover, made: list[Maker], state: str | None) -> Row:
    ids = (one.row["id"], *filter(None, (one.by,)), *(each for each, _ in one.takers),
           *(each.id for each in made))  # fmt: skip
    cells = (one.row["achievement"], "；".join(one.row["owners"]) or None, one.taker, one.basis,
             one.dated or None, state, told(made) or None)  # fmt: skip
    return Row(cells, ids)


def _notices(cases: list[tuple[Handover, list[Maker], str | None]], values: PriorityValues) -> list[Row]:
    """A notice for each maker of what is 职务成果 and to be told."""
    return [
        Row((each.name, each.units or None, "是" if each.inside else "否", one.row["achievement"], state,
             _text(one, each, values)), (each.id, one.row["id"]))
        for one, made, state in cases if state in (DUE, SIGNED, ASK)
        for each in made
    ]  # fmt: skip


def _text(one: Handover, maker: Maker, values: PriorityValues) -> str:
    signed = f"（{one.basis}，{one.dated}）" if one.dated else f"（{one.basis}）"
    owner = "、".join(one.row["owners"]) or "（待查）"
    return values.notice.format(
        maker=maker.name,
        achievement=one.row["achievement"],
        owner=owner,
        about=signed,
        taker=one.taker,
        price=one.price,
    )
