"""登高培育: the steps firms hold, the next ones, and what is lacking to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

from errors import UsageError
from programme import ladder_firm as of_one
from programme import ladder_sheets as of_all
from programme.firms import firms
from programme.ladder_climbs import OUTCOMES, THIN, UNREAD, Climb, Ladder, ranked
from programme.ladder_measure import spec
from programme.ladder_what_if import Change, changed
from programme.model import Cell, Figure, Plan, Tie
from programme.tasks import TASKS
from programme.world import World, place

DEFINED = (
    "远近先比不符的条件有几项，再比相对差距（每项差额占门槛的几成，加起来；是否类算 100 %），"
    "再比不明的有几项；不明不算不符"
)


@dataclass(frozen=True, slots=True)
class Options:
    """`county`: a code, "" for all; `enterprise`: an id, "" for all; `to`: a label or what people call it, ""
    for all; `nearest`: how many firms are listed; `changes`: what-if, for one enterprise.
    """

    county: str = ""
    enterprise: str = ""
    to: str = ""
    nearest: int = 20
    changes: tuple[Change, ...] = ()


def plan(world: World, options: Options) -> Plan:
    """The steps of all firms and those nearest to the next, or of one firm with all its conditions.
    UsageError for a what-if without a firm, and for a label nobody knows.
    """
    if options.changes and not options.enterprise:
        raise UsageError("--set 只能用于一家企业", "写上企业名称，如 plan ladder 企业名称 --set rd=380")
    ladder = Ladder(world)
    to = ladder.label(options.to) if options.to else ""
    return (_one if options.enterprise else _all)(world, ladder, options, to)


def _all(world: World, ladder: Ladder, options: Options, to: str) -> Plan:
    found, source = firms(world, options.county)
    climbs = [one for firm in found for one in ladder.climbs(firm) if to in ("", one.step.to)]
    near = ranked(climbs)[: options.nearest]
    sheets = (
        of_all.nearest(ladder, near, source, DEFINED),
        of_all.expiring(ladder, found, source),
        of_all.steps(ladder, climbs, source),
        of_all.standing(ladder, found, source),
    )
    notes, ties = _notes(climbs), _ties(ladder, near)
    return Plan("ladder", TASKS["ladder"], world.at, world.run, place(options.county), _figures(ladder),
                sheets, world.rules, notes, ties)  # fmt: skip


def _figures(ladder: Ladder) -> tuple[Figure, ...]:
    labels = ladder.rules.labels
    held = [
        Figure(f"held_{one}", short, "standing", ((one, "是"),), unit="家") for one, short in labels.items()
    ]
    before = [Figure(name, said, "steps", (("outcome", said),), unit="级") for name, said in OUTCOMES.items()]
    return (
        Figure("firms", "企业", "standing", unit="家"),
        *held,
        Figure("labels_unknown", "资质不明", "standing", (("recorded", None),), unit="家"),
        *before,
        Figure("nearest", "最接近的", "nearest", unit="家"),
        Figure("expiring", ladder.rules.expiring.label, "expiring"),
    )


def _one(world: World, ladder: Ladder, options: Options, to: str) -> Plan:
    (firm,), source = firms(world, enterprise=options.enterprise)
    then, more = changed(firm, options.changes)
    before, after = (
        [one for one in ladder.climbs(state) if to in ("", one.step.to)] for state in (firm, then)
    )
    after = after if options.changes else []
    pairs = zip_longest(before, after)
    sheets = (
        of_one.outcomes(ladder, before, after, source),
        *(of_one.conditions(ladder, one, other, source) for one, other in pairs),
        of_one.holding(ladder, firm, source),
    )
    notes = [] if before else ["没有站在所问的台阶前；看“现有台阶”"]
    notes += [f"只作试算：{spec(one.property).label} {one.text}" for one in options.changes]
    ties = () if options.changes else _ties(ladder, ranked(before)[: options.nearest])
    figures = _counted(ladder, before, after=bool(after))
    return Plan("ladder", TASKS["ladder"], world.at, world.run, firm.name, figures, sheets, world.rules,
                (*notes, *more, *_notes(before)), ties)  # fmt: skip


def _counted(ladder: Ladder, climbs: Sequence[Climb], *, after: bool) -> tuple[Figure, ...]:
    """How many conditions of each step fail or are not known; with `after` also how many would."""
    ends = [("", "")] + ([("_after", "设定后")] if after else [])
    states: tuple[tuple[str, Cell], ...] = (("failed", "不符"), ("unknown", None))
    return tuple(
        Figure(
            f"{one.step.to}_{name}{end}",
            f"{ladder.short(one.step.to)}{lead}{said or '不明'}",
            one.step.to,
            ((f"state{end}", said),),
        )
        for one in climbs
        for end, lead in ends
        for name, said in states
    )


def _notes(climbs: Sequence[Climb]) -> tuple[str, ...]:
    """What must be told beside the sheets, of what is in them."""
    stands_in = any(not one.sure for climb in climbs for one in climb.verdicts)
    told = (
        (stands_in, "有的条件缺所要的数，用别的数代替判断，条件后面写明了；这样的台阶最多算“待核”"),
        (any(one.outcome == THIN for one in climbs), f"条件知道得太少的算“{THIN}”，不排名，补了资料再看"),
        (
            any(one.outcome == UNREAD for one in climbs),
            f"“{UNREAD}”的台阶只按名单认：条件没有读到全文，不作判断",
        ),
    )
    return tuple(text for holds, text in told if holds)


def _ties(ladder: Ladder, near: Sequence[Climb]) -> tuple[Tie, ...]:
    """Each firm to the county that is to bring it up; none for a firm whose county is not known."""
    return tuple(
        Tie(one.firm.id, f"county-{one.firm.county}", f"{one.step.name}：培育到{ladder.full(one.step.to)}")
        for one in near
        if one.firm.county
    )
