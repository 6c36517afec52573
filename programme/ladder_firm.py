"""The sheets on one firm: which labels it holds, the steps before it, and all their conditions."""

from __future__ import annotations

from collections.abc import Sequence

from programme.firms import Firm
from programme.interval import STATES, State
from programme.ladder_climbs import NOBODY_READ, Climb, Ladder, days_left
from programme.ladder_sheets import COUNTS, GAP, HELD, counts, path, percent
from programme.ladder_verdict import Verdict
from programme.model import Cell, Column, Row, Sheet, Source

_SAME = "不变"
_FIRST: tuple[State, ...] = ("failed", "unknown", "met")
STATE: dict[State, Cell] = {**STATES, "unknown": None}


def holding(ladder: Ladder, firm: Firm, source: Source) -> Sheet:
    """Which labels one firm holds and until when, one row a label."""
    columns = (Column("label", "资质"), Column("held", "现有"), Column("until", "到期", "date"),
               Column("days", "还有天数", "integer"))  # fmt: skip
    rows = []
    for label, state in ladder.held(firm).items():
        end = ladder.ends(firm, label) if state == "met" else ladder.ended(firm, label)
        cells = (ladder.short(label), HELD[state], end, days_left(end, ladder.at) if end else "")
        rows.append(Row(cells, (firm.id, *(one["id"] for one in ladder.recognitions(firm, label)))))
    return Sheet("holding", "现有台阶", columns, tuple(rows), (source,))


def outcomes(ladder: Ladder, before: Sequence[Climb], after: Sequence[Climb], source: Source) -> Sheet:
    """The steps before one firm; with `after` also how they would stand."""
    shown = (Column("outcome", "结论"), *COUNTS, GAP)
    then = [Column(f"{one.name}_after", f"设定后{one.label}", one.form) for one in shown] if after else []
    columns = (Column("origin", "现有"), Column("to", "下一台阶"), Column("name", "做法"), *shown, *then)
    rows = []
    for place, one in enumerate(before):
        told = [*_standing(one), *(_standing(after[place]) if after else ())]
        rows.append(Row((one.origin, ladder.short(one.step.to), one.step.name, *told), (one.firm.id,)))
    return Sheet("steps", "下一台阶", columns, tuple(rows), (source,))


def _standing(climb: Climb) -> tuple[Cell, ...]:
    return climb.outcome, *counts(climb), percent(climb)


def conditions(ladder: Ladder, climb: Climb, after: Climb | None, source: Source) -> Sheet:
    """The conditions of a step before one firm, those that fail first; with `after` also how they would
    stand.
    """
    columns = [Column("state", "状态"), Column("words", "条件")]
    if after:
        columns += [Column("state_after", "设定后"), Column("words_after", "设定后的条件")]
    then = after.verdicts if after else climb.verdicts
    pairs = sorted(zip(climb.verdicts, then, strict=True), key=lambda pair: _FIRST.index(pair[0].state))
    cells = [
        (STATE[one.state], one.words, *(_after(one, other) if after else ())) for one, other in pairs
    ] or [(None, NOBODY_READ, *((None, _SAME) if after else ()))]
    step = climb.step
    note = f"{step.name}：{path(ladder, climb)}，{climb.outcome}；这级台阶的来历：{step.basis}"
    rows = tuple(Row(one, (climb.firm.id,)) for one in cells)
    return Sheet(step.to, f"{ladder.short(step.to)}的条件", tuple(columns), rows, (source,), note)


def _after(before: Verdict, then: Verdict) -> tuple[Cell, Cell]:
    return STATE[then.state], _SAME if then.words == before.words else then.words
