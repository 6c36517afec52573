"""西商专场: the pairs ready to sign by stage of talks, the programme of the event, the table cards."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from errors import UsageError
from matches.chain import REFUSED, STATUSES, status_of
from programme.model import Figure, Plan, Tie
from programme.signing_agenda import grouped, slots
from programme.signing_pairs import LATER, READY, Act, Pair, Reader, SigningValues
from programme.signing_sheets import (
    YES,
    agenda_sheet,
    agreements_sheet,
    cards_sheet,
    held_sheet,
    matters_sheet,
    pairs_sheet,
)
from programme.world import World, place

FULL = "名额已满"
_FIRST = {"met": 0, "failed": 1, "unknown": 1}


@dataclass(frozen=True, slots=True)
class Options:
    """`county` of the firms: a code, "" for all; `stage`: the least, as people name it, "" for the rule's;
    `pairs` at most, None for all; `start` HH:MM, "" for the rule's.
    """

    county: str = ""
    stage: str = ""
    pairs: int | None = None
    start: str = ""


def plan(world: World, options: Options) -> Plan:
    """Pairs in the order they sign: by stage, those with a side in Xi'an first, those that wait longest
    first. The ties are the pairs to be signed, each firm to its other side. UsageError for a stage or a time
    that is none.
    """
    values = world.rule("signing", SigningValues).values
    least = _least(values, options.stage)
    start = _time(options.start or values.start)
    asked, signed = world.ask("signing-pairs", {"county": options.county}), world.ask("signing-agreements")
    reader = Reader(values, signed.rows, world.at)
    known = [reader.pair(row) for row in asked.rows]
    near = [one for one in known if one.status is not REFUSED and one.status.place >= least]
    ordered = sorted(near, key=_order)
    ready = [one for one in ordered if one.verdict == READY]
    seated = ready if options.pairs is None else ready[: options.pairs]
    held = [(one, one.verdict if one.verdict != READY else FULL) for one in ordered if one not in seated]
    groups = grouped(seated, values)
    agenda = slots(groups, values, start)
    pairs_asked, both = (asked.source,), (asked.source, signed.source)
    return Plan(
        task="signing",
        title="西商专场",
        at=world.at,
        run=world.run,
        scope=place(options.county),
        figures=_figures(values),
        sheets=(
            pairs_sheet(seated, both),
            matters_sheet(seated, both),
            agenda_sheet(agenda, pairs_asked),
            cards_sheet(agenda, pairs_asked),
            agreements_sheet(seated, reader.in_force, both),
            held_sheet(held, both),
        ),
        rules=world.rules,
        notes=_notes(known, least, agenda[-1].end, values),
        ties=tuple(_tie(one, values.stages[one.status.name]) for one in seated if _signs(one, values)),
    )


def _figures(values: SigningValues) -> tuple[Figure, ...]:
    by_stage = (
        Figure(name, STATUSES[name].label, "pairs", (("stage", STATUSES[name].label),), unit="对")
        for name in sorted(values.stages, key=lambda one: -STATUSES[one].place)
    )
    return (
        Figure("ready", "可上台", "pairs", unit="对"),
        *by_stage,
        Figure("xian", "对方在西安", "pairs", (("xian", YES),), unit="对"),
        Figure("expected", "预计金额", "matters", total="expected", unit="万元"),
        Figure("agreements", "双方已有协议", "agreements"),
        Figure("amount", "已有协议金额", "agreements", total="amount", unit="万元"),
        Figure("parties", "桌签", "cards", unit="张"),
        Figure("held", "不安排", "held", unit="对"),
    )


def _order(one: Pair) -> tuple[int, int, str, tuple[str, ...]]:
    return -one.status.place, _FIRST[one.xian], one.since, one.ids


def _least(values: SigningValues, stage: str) -> int:
    """The place of the least stage."""
    if not stage:
        return min(STATUSES[one].place for one in values.stages)
    cure = f"--stage 可用：{'、'.join(f'{one}（{STATUSES[one].label}）' for one in values.stages)}"
    try:
        status = status_of(stage)
    except UsageError as error:
        # Its own cure offers every step of a match, also those no pair is seated with.
        raise UsageError(error.message, cure) from error
    if status.name not in values.stages:
        raise UsageError(f"“{status.label}”不是专场安排的步骤", cure)
    return status.place


def _time(text: str) -> dt.time:
    try:
        return dt.datetime.strptime(text, "%H:%M").time()
    except ValueError as error:
        raise UsageError(f"“{text}”不是几点几分", "如 --start 09:00") from error


def _signs(one: Pair, values: SigningValues) -> bool:
    return values.stages[one.status.name].signs


def _tie(one: Pair, act: Act) -> Tie:
    assert one.firm
    assert one.other
    return Tie(one.firm.id, one.other.id, f"西商专场{act.act} {one.row['match']}")


def _notes(known: Sequence[Pair], least: int, end: str, values: SigningValues) -> tuple[str, ...]:
    refused = sum(one.status is REFUSED for one in known)
    early = sum(0 < one.status.place < least for one in known)
    later = sum(one.verdict == LATER for one in known)
    told = {
        f"另有 {early} 对还没有谈到这一步，{refused} 对已回绝，都没有列": early + refused,
        f"{later} 对在这一天之后又有进展，图上只有现在的步骤，没有安排": later,
        f"议程到 {end}，过了 {values.until}；可以用 --pairs 少排几对，或把 --start 提前": end > values.until,
    }
    return tuple(text for text, holds in told.items() if holds)
