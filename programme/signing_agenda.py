"""The programme of the event: who goes up together, and when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from errors import UsageError
from programme.signing_pairs import Act, Pair, SigningValues

_CHANGE = "换场"


@dataclass
class Group:
    """Pairs that go up together, in their order; no party sits in it twice."""

    act: Act
    pairs: list[tuple[int, Pair]] = field(default_factory=list)

    def takes(self, pair: Pair) -> bool:
        """Whether there is room, and neither party sits in it."""
        seated = {one for _, sitting in self.pairs for one in sides(sitting)}
        return len(self.pairs) < self.act.group and not seated & sides(pair)


@dataclass(frozen=True, slots=True)
class Slot:
    """A stretch of the programme, HH:MM; `group` counts from 1, None for what is no group."""

    start: str
    end: str
    act: str
    number: int | None = None
    group: Group | None = None


def sides(pair: Pair) -> set[str]:
    """The ids of both parties."""
    return {one.id for one in (pair.firm, pair.other) if one}


def grouped(pairs: Iterable[Pair], values: SigningValues) -> list[Group]:
    """The pairs, numbered from 1, each in the first group of its stage that takes it."""
    made: list[Group] = []
    for numbered in enumerate(pairs, start=1):
        act = values.stages[numbered[1].status.name]
        group = next((one for one in made if one.act == act and one.takes(numbered[1])), None)
        if group is None:
            group = Group(act)
            made.append(group)
        group.pairs.append(numbered)
    return made


def slots(groups: Sequence[Group], values: SigningValues, start: dt.time) -> list[Slot]:
    """The groups one after another between opening and closing; UsageError where the day is too short."""
    steps: list[tuple[str, int, int | None, Group | None]] = [("开场", values.opening, None, None)]
    for number, going in enumerate(groups, start=1):
        if number > 1:
            steps.append((_CHANGE, values.change, None, None))
        steps.append((going.act.act, going.act.minutes, number, going))
    steps.append(("结束", values.closing, None, None))
    made, now = [], start.hour * 60 + start.minute
    for act, minutes, place, group in steps:
        made.append(Slot(_clock(now), _clock(now + minutes), act, place, group))
        now += minutes
    if now >= 24 * 60:
        raise UsageError("议程排过了半夜", "把 --start 提前，或用 --pairs 少排几对")
    return [one for one in made if one.act != _CHANGE]


def _clock(minutes: int) -> str:
    """Minutes of the day as HH:MM.

    >>> _clock(545)
    '09:05'
    """
    return f"{minutes // 60:02}:{minutes % 60:02}"
