"""Which steps a firm stands before, how each of their conditions stands, and which step is nearest."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from errors import UsageError
from programme.firms import Firm, Standing
from programme.interval import State
from programme.ladder_dates import first_day
from programme.ladder_judge import judge
from programme.ladder_measure import spec
from programme.ladder_rules import Condition, LabelConditions, LadderValues, Step
from programme.ladder_verdict import Verdict, unknown
from programme.model import UNKNOWN
from programme.world import World

READY, LIKELY, SHORT, THIN, BARRED, UNREAD = "可申报", "待核", "有差距", "资料不足", "走不通", "条件未录"
OUTCOMES = {
    "ready": READY,
    "likely": LIKELY,
    "short": SHORT,
    "thin": THIN,
    "barred": BARRED,
    "unread": UNREAD,
}
"""How a step stands as a whole: all conditions met; none failed; some failed; too few known to tell; one
failed that cannot be made up for; conditions nobody read.
"""
RANKED = (READY, LIKELY, SHORT)
NOBODY_READ = "条件没有读到全文"
NONE, LAPSED = "无", "到期"
"""Where a firm stands that holds no label, and one whose label has ended."""
STANDING = Condition(label="现有资质")
"""What stands among the conditions where it is not known which labels a firm holds."""


@dataclass(frozen=True)
class Climb:
    """A step that a firm stands before: `origin` the label it holds as people call it, with the verdicts on
    the conditions; none where nobody read them. `enough` is the part of them that must be known for a place
    in the ranking.
    """

    firm: Firm
    step: Step
    origin: str
    verdicts: tuple[Verdict, ...]
    enough: float

    def having(self, state: State) -> list[Verdict]:
        """The verdicts that came out so."""
        return [one for one in self.verdicts if one.state == state]

    @cached_property
    def outcome(self) -> str:
        """How the step stands as a whole: one of the six above."""
        failed, open_ = self.having("failed"), self.having("unknown")
        if not self.verdicts:
            return UNREAD
        if any(one.asked.fixed for one in failed):
            return BARRED
        if len(self.verdicts) - len(open_) < self.enough * len(self.verdicts):
            return THIN
        if failed:
            return SHORT
        return LIKELY if open_ or not all(one.sure for one in self.verdicts) else READY

    @property
    def gap(self) -> float:
        """How far all failed conditions are from what is asked, added up: 0.1 is a tenth of one of them."""
        return sum(one.gap for one in self.having("failed"))

    @property
    def closeness(self) -> tuple[int, float, int]:
        """What the ranking goes by, the nearest first: conditions failed, the gap, conditions not known."""
        return len(self.having("failed")), round(self.gap, 9), len(self.having("unknown"))


class Ladder:
    """The steps by the rules of a day."""

    def __init__(self, world: World) -> None:
        self.at = world.at
        self.rules = world.rule("ladder", LadderValues).values
        self.standing = Standing(world)
        self.conditions = {
            label: world.rule(name, LabelConditions).values.conditions
            for label, name in self.rules.conditions.items()
        }

    def short(self, label: str) -> str:
        """The short name of a label."""
        return self.rules.labels[label]

    def label(self, name: str) -> str:
        """The label a person calls by any of its names; UsageError listing them."""
        for label, short in self.rules.labels.items():
            if name in (label, short, *self.standing.labels.names[label]):
                return label
        raise UsageError(f"没有“{name}”这级台阶", f"可用：{'、'.join(self.rules.labels.values())}")

    def full(self, label: str) -> str:
        """The name that lists call a label by."""
        return self.standing.labels.names[label][0]

    def held(self, firm: Firm) -> dict[str, State]:
        """Label -> whether the firm holds it."""
        return {label: self.standing.holds(firm, label) for label in self.rules.labels}

    def climbs(self, firm: Firm) -> list[Climb]:
        """The steps a firm stands before, one for each label, in the order of the rule file. Of a firm whose
        labels are not known only those that anyone may stand before.
        """
        found: dict[str, Climb] = {}
        held = self.held(firm)
        for step in self.rules.steps:
            if step.to not in found and self._before(step, firm, held):
                verdicts = self.verdicts(firm, step.to, known=held[step.to] != "unknown")
                origin = self._origin(step, held)
                found[step.to] = Climb(firm, step, origin, verdicts, self.rules.known_at_least)
        return list(found.values())

    def _origin(self, step: Step, held: dict[str, State]) -> str:
        if step.lapsed:
            return LAPSED
        origins = {one: held[one] for one in step.origins or held}
        labels = (self.rules.labels[one] for one, state in origins.items() if state == "met")
        return next(labels, UNKNOWN if "unknown" in origins.values() else NONE)

    def _before(self, step: Step, firm: Firm, held: dict[str, State]) -> bool:
        if held[step.to] == "met" or any(held[one] == "met" for one in step.without):
            return False
        if step.lapsed:
            return bool(self.ended(firm, step.to))
        return not step.origins or any(held[one] == "met" for one in step.origins)

    def verdicts(self, firm: Firm, label: str, *, known: bool = True) -> tuple[Verdict, ...]:
        """How the conditions of a label stand; none where nobody read them. `known`: whether it is known
        that the firm does not hold it.
        """
        asked = self.conditions.get(label, ())
        found = tuple(judge(one, firm, self.at) for one in asked)
        if known or not found:
            return found
        return unknown(STANDING, f"{STANDING.label} 不明", spec("labels").label), *found

    def ended(self, firm: Firm, label: str) -> str:
        """The last day a recognition had a label in force, of a firm that no longer holds it; "" for none."""
        return max((end for end in self._ends(firm, label) if end), default="")

    def ends(self, firm: Firm, label: str) -> str:
        """The day a label that a firm holds ends, as precise as known; "" where it has or tells no end."""
        ends = list(self._ends(firm, label))
        return max(ends) if ends and all(ends) else ""

    def _ends(self, firm: Firm, label: str) -> Iterator[str]:
        """The ends of the recognitions that have begun, "" for one without."""
        for one in self.recognitions(firm, label):
            if first_day(one["from"]) <= self.at:
                yield self.standing.end(one, label)

    def recognitions(self, firm: Firm, label: str) -> list[Mapping[str, Any]]:
        """The recognitions of a firm that speak of a label."""
        return [one for one in firm.recognitions if one["label"] in self.standing.labels.names[label]]


def ranked(climbs: list[Climb]) -> list[Climb]:
    """The nearest step of each firm, nearest first; only steps of which enough is known. Of two steps of a
    firm that are as near the first counts.
    """
    order = sorted(
        (one for one in climbs if one.outcome in RANKED), key=lambda one: (one.closeness, one.firm.id)
    )
    nearest: dict[str, Climb] = {}
    for one in order:
        nearest.setdefault(one.firm.id, one)
    return list(nearest.values())


def days_left(end: str, at: dt.date) -> int | None:
    """Days from a day to the end of a label; None for an end that is not known to the day."""
    return (dt.date.fromisoformat(end) - at).days if len(end) == 10 else None
