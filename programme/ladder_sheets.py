"""The sheets on the steps: of many firms one row each, of one firm one row for each condition."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from programme.firms import Firm
from programme.interval import State
from programme.ladder_climbs import NOBODY_READ, Climb, Ladder, days_left
from programme.ladder_dates import later
from programme.ladder_verdict import Verdict
from programme.model import Cell, Column, Row, Sheet, Source
from programme.world import place

FIRM = (Column("firm", "企业"), Column("county", "区县"))
COUNTS = (Column("failed", "不符", "integer"), Column("unknown", "不明", "integer"))
GAP = Column("gap", "相对差距", "percent")
HELD: dict[State, Cell] = {"met": "是", "failed": "否", "unknown": None}


def called(firm: Firm) -> tuple[Cell, Cell]:
    """A firm and its county, as the first cells of a row."""
    return firm.name, place(firm.county) if firm.county else None


def lacking(verdicts: Iterable[Verdict]) -> str:
    """What fails, in words, then the names of what went by a stand-in and of what is not known."""
    verdicts = list(verdicts)
    said = [one.words for one in verdicts if one.state == "failed"]
    stands_in = "、".join(one.asked.label for one in verdicts if one.state == "met" and not one.sure)
    open_ = "、".join(one.asked.label for one in verdicts if one.state == "unknown")
    named = [f"{head}：{labels}" for head, labels in (("代替判断", stands_in), ("不明", open_)) if labels]
    return "；".join([*said, *named])


def nearest(ladder: Ladder, climbs: Sequence[Climb], source: Source, note: str) -> Sheet:
    """The firms nearest to a next step, one row each."""
    columns = (Column("rank", "名次", "integer"), *FIRM, Column("path", "台阶"), Column("outcome", "结论"),
               *COUNTS, GAP, Column("words", "差在哪"))  # fmt: skip
    rows = [
        Row((rank, *called(one.firm), path(ladder, one), one.outcome, *counts(one), percent(one),
             lacking(one.verdicts)), (one.firm.id,))
        for rank, one in enumerate(climbs, start=1)
    ]  # fmt: skip
    return Sheet("nearest", "最接近下一台阶的企业", columns, tuple(rows), (source,), note)


def path(ladder: Ladder, climb: Climb) -> str:
    """From which label to which a step goes, as 科小→高企."""
    return f"{climb.origin}→{ladder.short(climb.step.to)}"


def counts(climb: Climb) -> tuple[int, int]:
    """Conditions failed and not known, as COUNTS shows them."""
    return len(climb.having("failed")), len(climb.having("unknown"))


def percent(climb: Climb) -> float:
    """The gap as GAP shows it: 10.0 for a tenth of one condition."""
    return round(100 * climb.gap, 2)


def steps(ladder: Ladder, climbs: Sequence[Climb], source: Source) -> Sheet:
    """Every step that a firm stands before, one row each."""
    columns = (FIRM[0], Column("name", "做法"), Column("to", "下一台阶"), Column("outcome", "结论"),
               Column("met", "符合", "integer"), *COUNTS, GAP, Column("missing", "要补的资料"))  # fmt: skip
    rows = [
        Row((one.firm.name, one.step.name, ladder.short(one.step.to), one.outcome, len(one.having("met")),
             *counts(one), percent(one), "、".join(_missing(one))), (one.firm.id,))
        for one in climbs
    ]  # fmt: skip
    return Sheet("steps", "各企业面前的台阶", columns, tuple(rows), (source,))


def _missing(climb: Climb) -> list[str]:
    return list(dict.fromkeys(field for one in climb.having("unknown") for field in one.missing))


def standing(ladder: Ladder, firms: Sequence[Firm], source: Source) -> Sheet:
    """Which labels each firm holds, one row a firm."""
    labels = [Column(label, short) for label, short in ladder.rules.labels.items()]
    columns = (FIRM[0], Column("uscc", "信用代码", "code"), *labels, Column("recorded", "资质记载"))
    rows = [
        Row((one.name, one.body.get("uscc"), *(HELD[state] for state in ladder.held(one).values()),
             _recorded(one)), (one.id,))
        for one in firms
    ]  # fmt: skip
    return Sheet("standing", "现有台阶", columns, tuple(rows), (source,))


def _recorded(firm: Firm) -> str | None:
    """What is on record of its labels: without a list any that no recognition speaks of may be held."""
    if firm.body.get("labels") is not None:
        return "有清单"
    return "只有认定" if firm.recognitions else None


def expiring(ladder: Ladder, firms: Sequence[Firm], source: Source) -> Sheet:
    """The labels that end within the rule's window, soonest first, with what the firm then still holds and
    how the conditions stand today.
    """
    columns = (*FIRM, Column("label", "资质"), Column("until", "到期", "date"),
               Column("days", "天数", "integer"), Column("left", "届时还有"), *COUNTS,
               Column("words", "现在的条件"))  # fmt: skip
    rows = [row for firm in firms for row in _expiring(ladder, firm)]
    rows.sort(key=lambda row: (str(row.cells[3]), row.ids, str(row.cells[2])))
    label = ladder.rules.expiring.label
    note = f"{label}的资质：不重新认定，企业就退回“届时还有”的台阶"
    return Sheet("expiring", label, columns, tuple(rows), (source,), note)


def _expiring(ladder: Ladder, firm: Firm) -> Iterable[Row]:
    until = later(ladder.at, ladder.rules.expiring.years).isoformat()
    held = [label for label, state in ladder.held(firm).items() if state == "met"]
    ends = {label: ladder.ends(firm, label) for label in held}
    for label, end in ends.items():
        if not end or end > until:
            continue
        left = [ladder.short(one) for one in held if not ends[one] or ends[one] > end]
        found = ladder.verdicts(firm, label)
        now: tuple[Cell, ...] = (None, None, NOBODY_READ)
        if found:
            numbers = (sum(one.state == state for one in found) for state in ("failed", "unknown"))
            now = (*numbers, lacking(found) or "都符合")
        about = (*called(firm), ladder.short(label), end, days_left(end, ladder.at), "、".join(left) or "无")
        yield Row((*about, *now), (firm.id, *(one["id"] for one in ladder.recognitions(firm, label))))
