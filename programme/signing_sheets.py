"""The sheets of the 西商专场."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from programme.firms import YUAN
from programme.interval import State
from programme.model import Cell, Column, Row, Sheet, Source
from programme.signing_agenda import Slot
from programme.signing_pairs import Pair, Party

YES, NO = "是", "否"
_SAID: dict[State, Cell] = {"met": YES, "failed": NO, "unknown": None}
Sources = tuple[Source, ...]


def pairs_sheet(pairs: Sequence[Pair], sources: Sources) -> Sheet:
    """Who signs with whom, in order: their stage, since when, and the last word."""
    rows = tuple(
        Row(
            (
                number,
                *_party(one.firm),
                *_party(one.other),
                _SAID[one.xian],
                one.status.label,
                one.since,
                one.days,
                str(one.row["note"] or ""),
            ),
            one.ids,
        )
        for number, one in enumerate(pairs, start=1)
    )
    columns = (
        Column("order", "序", "integer"), Column("enterprise", "企业"), Column("county", "区县"),
        Column("institute", "对方单位"), Column("city", "所在市"), Column("xian", "西安"),
        Column("stage", "步骤"), Column("since", "自", "date"), Column("days", "天数", "integer"),
        Column("said", "最近说的"),
    )  # fmt: skip
    return Sheet("pairs", "可以签约的对", columns, rows, sources)


def matters_sheet(pairs: Sequence[Pair], sources: Sources) -> Sheet:
    """What each pair signs about, what it may come to, and what to mind."""
    rows = tuple(
        Row(
            (number, one.firm.name if one.firm else None, one.need, one.supply, one.expected,
             len(one.between), one.row["match"], one.why),
            one.ids,
        )
        for number, one in enumerate(pairs, start=1)
    )  # fmt: skip
    columns = (
        Column("order", "序", "integer"), Column("enterprise", "企业"), Column("need", "需求"),
        Column("supply", "对接的"), Column("expected", "预计（万元）", "money"),
        Column("between", "双方已有协议", "integer"), Column("match", "匹配编号", "code"),
        Column("mind", "注意"),
    )  # fmt: skip
    note = "预计金额是成果的意向价格，没有的用需求的拟投入资金；不是合同金额"
    return Sheet("matters", "签什么", columns, rows, sources, note)


def agenda_sheet(agenda: Sequence[Slot], sources: Sources) -> Sheet:
    """The programme, a row for each pair that goes up."""
    columns = (
        Column("start", "起"), Column("end", "止"), Column("act", "环节"), Column("group", "组", "integer"),
        Column("order", "序", "integer"), Column("enterprise", "企业"), Column("institute", "对方单位"),
        Column("matter", "内容"),
    )  # fmt: skip
    return Sheet("agenda", "议程", columns, tuple(_agenda(agenda)), sources)


def cards_sheet(agenda: Sequence[Slot], sources: Sources) -> Sheet:
    """A card for each party, with when it goes up; no names of people."""
    times: dict[Party, list[str]] = {}
    kinds: dict[Party, str] = {}
    for slot in agenda:
        for _, pair in slot.group.pairs if slot.group else ():
            for kind, party in (("企业方", pair.firm), ("院所方", pair.other)):
                assert party
                kinds.setdefault(party, kind)
                times.setdefault(party, []).append(f"第 {slot.number} 组 {slot.start}")
    rows = tuple(
        Row((number, party.name, kinds[party], party.place or None, "；".join(said)), (party.id,))
        for number, (party, said) in enumerate(times.items(), start=1)
    )
    columns = (
        Column("number", "号", "integer"), Column("card", "桌签"), Column("side", "方"),
        Column("place", "来自"), Column("times", "上台"),
    )  # fmt: skip
    return Sheet("cards", "桌签", columns, rows, sources)


def agreements_sheet(pairs: Sequence[Pair], in_force: Sequence[Mapping[str, Any]], sources: Sources) -> Sheet:
    """The agreements in force between parties of these pairs, each once."""
    among = {one for pair in pairs for one in pair.between}
    names = {party.id: party.name for pair in pairs for party in (pair.firm, pair.other) if party}
    rows = tuple(
        Row(
            (
                one["agreement"],
                "、".join(names[party] for party in one["parties"] if party in names),
                one["signed_on"],
                None if one["amount"] is None else one["amount"] / YUAN,
            ),
            (one["id"],),
        )
        for one in in_force
        if one["id"] in among
    )
    columns = (
        Column("agreement", "协议"), Column("parties", "双方"), Column("signed_on", "签订", "date"),
        Column("amount", "金额（万元）", "money"),
    )  # fmt: skip
    return Sheet("agreements", "双方已有的协议", columns, rows, sources, "是就别的事签的，不妨碍这次签")


def held_sheet(held: Sequence[tuple[Pair, str]], sources: Sources) -> Sheet:
    """The pairs that came as far and do not go up, each with the reason."""
    rows = tuple(
        Row(
            (_party(one.firm)[0], _party(one.other)[0], one.need, one.supply, one.status.label, one.since,
             reason, one.why),
            one.ids,
        )
        for one, reason in held
    )  # fmt: skip
    columns = (
        Column("enterprise", "企业"), Column("institute", "对方单位"), Column("need", "需求"),
        Column("supply", "对接的"), Column("stage", "步骤"), Column("since", "自", "date"),
        Column("reason", "原因"), Column("why", "依据"),
    )  # fmt: skip
    return Sheet("held", "谈到了但不安排的", columns, rows, sources)


def _agenda(agenda: Sequence[Slot]) -> Iterator[Row]:
    for slot in agenda:
        head = (slot.start, slot.end, slot.act)
        if slot.group is None:
            yield Row((*head, "", "", "", "", ""))
            continue
        for order, one in slot.group.pairs:
            yield Row(
                (*head, slot.number, order, _party(one.firm)[0], _party(one.other)[0], one.need), one.ids
            )


def _party(party: Party | None) -> tuple[Cell, Cell]:
    return (party.name, party.place or None) if party else (None, None)
