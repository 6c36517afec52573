"""Who made an achievement: they come first where it or a share of it is given away."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from programme.model import Source
from programme.world import World


@dataclass(frozen=True, slots=True)
class Maker:
    """A doctor who made it; `units` where he works, "" where that is not known; `inside` whether that is an
    owner.
    """

    id: str
    name: str
    units: str
    inside: bool

    @property
    def told(self) -> str:
        """As people write him."""
        return f"{self.name}（{self.units or '单位不明'}）"


def makers(world: World, achievements: Iterable[str]) -> tuple[dict[str, list[Maker]], Source]:
    """Achievement's id -> its makers, by id; and the query they came from."""
    asked = world.ask("reform-makers", {"achievements": sorted(set(achievements))})
    found: dict[str, list[Maker]] = defaultdict(list)
    for row in asked.rows:
        found[row["id"]].append(
            Maker(row["doctor"], row["name"], "；".join(row["institutes"]), row["inside"])
        )
    return found, asked.source


def told(found: Iterable[Maker]) -> str:
    """Makers as a cell."""
    return "；".join(one.told for one in found)
