"""三项改革: who may use what is under 单列管理, who may take a share kept, who may be 科技副总, who must be
told before an achievement is given away, and what came of it so far. A part whose rule was not there yet
on the day says so and leaves the others alone.
"""

from __future__ import annotations

from collections.abc import Callable

from programme import reform_counts, reform_priority, reform_share, reform_use, reform_vice
from programme.model import Plan
from programme.reform_part import Options, Part
from programme.tasks import TASKS
from programme.world import World, place

_PARTS: dict[str, Callable[[World, Options], Part]] = {
    "use": reform_use.part,
    "share": reform_share.part,
    "vice": reform_vice.part,
    "priority": reform_priority.part,
    "counts": reform_counts.part,
}


def plan(world: World, options: Options, owner: str = "") -> Plan:
    """The parts that are wanted, in the order of PARTS; `owner` is what the institute of the options is
    called.
    """
    made = [make(world, options) for name, make in _PARTS.items() if name in options.parts]
    return Plan(
        "reform",
        TASKS["reform"],
        world.at,
        world.run,
        "，".join(filter(None, (place(options.county), owner))),
        tuple(one for each in made for one in each.figures),
        tuple(one for each in made for one in each.sheets),
        world.rules,
        tuple(one for each in made for one in each.notes),
        tuple(one for each in made for one in each.ties),
        tuple(one for each in made for one in each.cells),
    )
