"""Roadshows that were held and that are due: who was invited and came, and what became of it afterwards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from matches.chain import REFUSED, STATUSES
from programme.model import Source
from programme.world import World

_SIGNED = STATUSES["signed"].place
_PUSHED = STATUSES["pushed"].place


@dataclass(frozen=True, slots=True)
class Held:
    """A roadshow before the day. `came` of those invited and `attended` of all are None where it is not on
    record who came.
    """

    id: str
    title: str
    county: str
    held_on: str
    invited: int
    attended: int | None
    came: int | None
    presented: int
    talks: Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Past:
    """Roadshows held before the day by date, the next registered one of each county, and the query."""

    held: tuple[Held, ...]
    due: Mapping[str, str]
    source: Source


def past(world: World, county: str) -> Past:
    """The roadshows of a county, "" for all."""
    found = world.ask("roadshow-outcomes", {"county": county})
    day = world.at.isoformat()
    due: dict[str, str] = {}
    for row in found.rows:
        if str(row["held_on"] or "") >= day:
            for code in row["counties"]:
                due.setdefault(code, f"{row['held_on']} {row['code'] or row['roadshow']}")
    held = tuple(_held(row, day) for row in found.rows if str(row["held_on"] or "9") < day)
    return Past(held, due, found.source)


def result(status: str) -> str:
    """What a step says of a roadshow: a talk, a contract, a refusal, or only that something was sent."""
    step = STATUSES[status]
    if step is REFUSED:
        return "回绝"
    return "签约" if step.place >= _SIGNED else "洽谈中" if step.place > _PUSHED else "推送"


def _held(row: Mapping[str, Any], day: str) -> Held:
    attended = row["attended"]
    return Held(
        row["id"],
        row["roadshow"],
        row["county"] or "",
        str(row["held_on"]),
        len(row["invited"]),
        len(attended) if attended else None,
        len(set(attended) & set(row["invited"])) if attended else None,
        len(row["presented"]),
        [one for one in row["talks"] if str(one["dated"]) <= day],
    )
