"""登高培育: where each firm stands, what its next step asks for, by how much it falls short."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from errors import UsageError
from programme.conditions import Facts, Outcome, expiry
from programme.firms import Firm, Standing, firms
from programme.interval import HELD, STATES, State
from programme.model import Cell, Column, Figure, Plan, Row, Sheet, Source, Tie
from programme.rules import Values
from programme.shares import Condition
from programme.tasks import TASKS
from programme.world import World, place

NEAREST = 20
"""Firms nearest to their next step that are listed, where nothing else is asked for."""


class Step(Values):
    """From a label ("" for none) to a label; `name` is what offices call it."""

    start: str
    to: str
    name: str


class LadderValues(Values):
    """What people call each label, and the steps between them."""

    names: dict[str, str]
    steps: tuple[Step, ...]


class ConditionValues(Values):
    """What a label asks for."""

    conditions: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Options:
    """`county` a code or "", `enterprise` an id or "", `changes` property -> value as the graph would hold it
    (money in 元), `nearest` how many firms are listed.
    """

    county: str = ""
    enterprise: str = ""
    changes: Mapping[str, float | bool | str] = field(default_factory=dict)
    nearest: int = NEAREST


@dataclass(frozen=True, slots=True)
class Next:
    """A step a firm may take next, with how each condition of it comes out."""

    firm: Firm
    step: Step
    outcomes: tuple[Outcome, ...]

    def count(self, state: State) -> int:
        """How many conditions come out so."""
        return sum(one.state == state for one in self.outcomes)

    @property
    def distance(self) -> tuple[int, float, str]:
        """The order of nearness: conditions not met yet, known or not; then the sum of the gaps, where one
        that nothing is known of counts as a whole; then the id.
        """
        left = [one for one in self.outcomes if one.state != "met"]
        gaps = sum(1.0 if one.gap is None else one.gap for one in left)
        return len(left), round(gaps, 6), self.firm.id


class Ladder:
    """The rules of the day, and what they say of firms."""

    def __init__(self, world: World) -> None:
        self.at = world.at
        self.standing = Standing(world)
        self.values = world.rule("ladder", LadderValues).values
        self.conditions = {
            to: world.rule(to, ConditionValues).values.conditions
            for to in dict.fromkeys(step.to for step in self.values.steps)
        }

    def held(self, firm: Firm) -> dict[str, State]:
        """Label -> whether the firm holds it, in the order of the rule."""
        return {name: self.standing.holds(firm, name) for name in self.values.names}

    def next(self, firm: Firm) -> Iterator[Next]:
        """The steps a firm may take: from what it holds, or from nothing, to what it is not known to hold."""
        held = self.held(firm)
        facts = Facts(firm.body, self.at)
        seen: set[str] = set()
        for step in self.values.steps:
            open_ = not step.start or held[step.start] == "met"
            if open_ and held[step.to] != "met" and step.to not in seen:
                seen.add(step.to)
                yield Next(firm, step, tuple(one.outcome(facts) for one in self.conditions[step.to]))

    def said(self, firm: Firm) -> str:
        """The labels a firm holds, in words."""
        held = self.held(firm)
        names = [self.values.names[one] for one, state in held.items() if state == "met"]
        if names:
            return "、".join(names)
        return "不明" if "unknown" in held.values() else "尚无"


def plan(world: World, options: Options) -> Plan:
    """The ladder of a county or of one firm; UsageError for changes without a firm."""
    if options.changes and not options.enterprise:
        raise UsageError("--set 要说是哪一家企业", "写上企业，如 plan ladder 山阳示例 --set rd_spend=380")
    ladder = Ladder(world)
    found, source = firms(world, options.county, options.enterprise)
    steps = [one for firm in found for one in ladder.next(firm)]
    if options.enterprise:
        sheets: tuple[Sheet, ...] = (_conditions(ladder, steps, options, source),)
        scope = found[0].name
        figures = _open_figures()
        ties: tuple[Tie, ...] = ()
    else:
        nearest = sorted(steps, key=lambda one: one.distance)[: options.nearest]
        sheets = (
            _nearest(ladder, nearest, source),
            _standing(ladder, found, source),
            _steps(ladder, steps, source),
            _expiring(ladder, found, source),
        )
        scope, figures = place(options.county), tuple(_figures(ladder))
        ties = tuple(_ties(ladder, nearest))
    return Plan(
        "ladder", TASKS["ladder"], world.at, world.run, scope, figures, sheets, world.rules,
        tuple(_notes(found, steps)), ties,
    )  # fmt: skip


def _conditions(ladder: Ladder, steps: Iterable[Next], options: Options, source: Source) -> Sheet:
    columns = list(_CONDITION)
    if options.changes:
        columns += [Column("state_then", "假设后"), Column("words_then", "假设后的说明")]
    rows = []
    for one in steps:
        changed = Facts({**_without(one.firm.body, options.changes), **options.changes}, ladder.at)
        for condition, now in zip(ladder.conditions[one.step.to], one.outcomes, strict=True):
            cells: list[Cell] = [ladder.values.names[one.step.to], now.label, STATES[now.state], now.words]
            if options.changes:
                then = condition.outcome(changed)
                cells += [STATES[then.state], then.words]
            rows.append(Row(tuple(cells), (one.firm.id,)))
    held = ladder.said(next(iter(steps)).firm) if rows else ""
    return Sheet(
        "conditions", "下一级的条件", tuple(columns), tuple(rows), (source,), f"现在：{held}" if held else ""
    )


def _without(body: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """The properties without the ends beside those that are set."""
    beside = {f"{name}{end}" for name in changes for end in ("_min", "_max", "_text")}
    return {name: value for name, value in body.items() if name not in beside}


_CONDITION = (
    Column("step", "下一级"),
    Column("condition", "条件"),
    Column("state", "结论"),
    Column("words", "说明"),
)
_FIRM = (Column("enterprise", "企业"), Column("county", "区县"))


def _firm(firm: Firm) -> tuple[Cell, Cell]:
    return firm.name, place(firm.county) if firm.county else None


def _nearest(ladder: Ladder, steps: Sequence[Next], source: Source) -> Sheet:
    rows = []
    for one in steps:
        left = [outcome for outcome in one.outcomes if outcome.state != "met"]
        told = "；".join(outcome.words for outcome in left) or "条件都符合，可以申报"
        name = ladder.values.names[one.step.to]
        cells = (
            *_firm(one.firm),
            ladder.said(one.firm),
            name,
            one.count("failed"),
            one.count("unknown"),
            told,
        )
        rows.append(Row(cells, (one.firm.id,)))
    columns = (
        *_FIRM, Column("held", "现在"), Column("step", "下一级"), Column("failed", "不符", "integer"),
        Column("unknown", "不明", "integer"), Column("words", "还差什么"),
    )  # fmt: skip
    note = "先看还没符合的条件有几条（不明的也算），再看差多少"
    return Sheet("nearest", "离下一级最近的企业", columns, tuple(rows), (source,), note)


def _standing(ladder: Ladder, found: Iterable[Firm], source: Source) -> Sheet:
    rows = []
    for firm in found:
        held = ladder.held(firm)
        recorded = "没有" if set(held.values()) == {"unknown"} else "有"
        rows.append(Row((*_firm(firm), recorded, *(HELD[one] for one in held.values())), (firm.id,)))
    labels = (Column(label, name) for label, name in ladder.values.names.items())
    columns = (*_FIRM, Column("recorded", "资质记录"), *labels)
    return Sheet("standing", "各企业在哪一级", columns, tuple(rows), (source,), "有：有资质，在有效期内")


def _steps(ladder: Ladder, steps: Iterable[Next], source: Source) -> Sheet:
    rows = [
        Row(
            (
                *_firm(one.firm),
                ladder.values.names[one.step.to],
                outcome.label,
                STATES[outcome.state],
                outcome.words,
            ),
            (one.firm.id,),
        )
        for one in steps
        for outcome in one.outcomes
    ]
    return Sheet("conditions", "下一级的条件", (*_FIRM, *_CONDITION), tuple(rows), (source,))


def _expiring(ladder: Ladder, found: Iterable[Firm], source: Source) -> Sheet:
    rows = []
    for firm in found:
        for label in ladder.values.names:
            until = ladder.standing.until(firm, label)
            if until and expiry(until, ladder.at):
                rows.append(Row((*_firm(firm), ladder.values.names[label], until), (firm.id,)))
    columns = (*_FIRM, Column("label", "资质"), Column("until", "有效期至", "date"))
    return Sheet("expiring", "一年内到期的资质", columns, tuple(rows), (source,))


def _figures(ladder: Ladder) -> Iterator[Figure]:
    yield Figure("firms", "企业", "standing", unit="家")
    for label, name in ladder.values.names.items():
        yield Figure(label, name, "standing", ((label, HELD["met"]),), unit="家")
    yield Figure("unrecorded", "没有资质记录", "standing", (("recorded", "没有"),), unit="家")
    yield Figure("ready", "条件都符合、可以申报", "nearest", (("failed", 0), ("unknown", 0)), unit="家")
    yield Figure("expiring", "一年内到期", "expiring", unit="项")
    yield from _open_figures()


def _open_figures() -> tuple[Figure, ...]:
    return tuple(
        Figure(f"conditions_{state}", f"下一级的条件{said}", "conditions", (("state", said),), unit="条")
        for state, said in STATES.items()
    )


def _ties(ladder: Ladder, steps: Iterable[Next]) -> Iterator[Tie]:
    for one in steps:
        if one.firm.county:
            note = f"{one.step.name}：培育为{ladder.values.names[one.step.to]}"
            yield Tie(one.firm.id, f"county-{one.firm.county}", note)


def _notes(found: Sequence[Firm], steps: Sequence[Next]) -> Iterator[str]:
    if not found:
        yield "没有企业"
    unknown = sum(one.count("unknown") for one in steps)
    if unknown:
        yield f"有 {unknown} 条条件缺数据，判为不明，不当作不符；补上数据再看"
