"""What the parts of 三项改革 share: options, a clause held against facts, rules that may not be there yet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from programme.interval import STATES, State, all_of
from programme.model import Cell, Column, Figure, Row, Sheet, Tie
from programme.rules import Rule, V
from programme.world import World

PARTS = {
    "use": "先使用后付费",
    "share": "留存份额",
    "vice": "科技副总",
    "priority": "优先受让",
    "counts": "统计",
}
"""The parts of the task: name -> what people call it."""
ALLOWED, BLOCKED = "允许", "不允许"
VERDICTS: dict[State, str | None] = {"met": ALLOWED, "failed": BLOCKED, "unknown": None}
"""What a conclusion is called; what is not known stays None, as in every cell."""


@dataclass(frozen=True, slots=True)
class Options:
    """`institute` an id, `county` a code, "" for all; `limit` the most firms for an achievement; `candidates`
    (doctor, enterprise) ids; `parts` names of PARTS.
    """

    institute: str = ""
    county: str = ""
    limit: int = 3
    candidates: tuple[tuple[str, str], ...] = ()
    parts: tuple[str, ...] = tuple(PARTS)


@dataclass(frozen=True)
class Part:
    """What a part adds to the plan."""

    sheets: tuple[Sheet, ...] = ()
    figures: tuple[Figure, ...] = ()
    notes: tuple[str, ...] = ()
    ties: tuple[Tie, ...] = ()
    cells: tuple[Figure, ...] = ()


@dataclass(frozen=True, slots=True)
class Check:
    """A clause held against facts: `rule` its name, `words` the value it rests on, without full stop, `query`
    what gave it.
    """

    rule: str
    state: State
    words: str
    query: str


@dataclass(frozen=True)
class Judged:
    """Somebody or some pair with all its checks: `names` as people read them, `ids` the foremost first."""

    names: tuple[str, ...]
    ids: tuple[str, ...]
    checks: Sequence[Check]
    extra: Mapping[str, Cell] = field(default_factory=dict)

    @property
    def state(self) -> State:
        """Whether all clauses hold: one that fails decides."""
        return all_of([one.state for one in self.checks])

    def why(self, clauses: Mapping[str, str]) -> str:
        """The clauses that decide, each with the value it rests on."""
        deciding = [one for one in self.checks if one.state == self.state != "met"]
        return "；".join(f"{clauses[one.rule]}——{one.words}" for one in deciding) or "各条都符合"


ORDER: dict[State, int] = {"met": 0, "failed": 1, "unknown": 2}


def by_verdict(found: Iterable[Judged]) -> list[Judged]:
    """What is allowed first, what is not known last; else as they come."""
    return sorted(found, key=lambda one: ORDER[one.state])


def check_rows(found: Iterable[Judged], clauses: Mapping[str, str]) -> tuple[Row, ...]:
    """A row a check: names, clause, state, what it rests on, the query."""
    return tuple(
        Row((*one.names, clauses[each.rule], told(each.state), each.words, each.query), one.ids)
        for one in found
        for each in one.checks
    )


CHECK_COLUMNS = (
    Column("clause", "条款"),
    Column("state", "结果"),
    Column("words", "依据的值"),
    Column("query", "查询"),
)


def told(state: State) -> str | None:
    """A state as a cell; None where it is not known."""
    return None if state == "unknown" else STATES[state]


def yes_no(value: bool | None) -> str | None:
    """A flag as a cell."""
    return None if value is None else "是" if value else "否"


def rule_on(world: World, name: str, values: type[V]) -> tuple[Rule[V] | None, str]:
    """A rule as it was on the day; where there was none yet, None and the sentence that says so."""
    rule, missing = world.rule_if(name, values)
    return rule, f"{missing}，这一部分不作判断" if missing else ""


def verdict_figures(sheet: str, names: tuple[str, str], unit: str) -> tuple[Figure, ...]:
    """How many are allowed, not allowed and not known in a sheet with the column `verdict`; `names` is what
    the figures and people call them.
    """
    name, label = names
    told_as = (("allowed", ALLOWED), ("blocked", BLOCKED), ("unknown", None))
    return tuple(
        Figure(f"{name}_{end}", f"{label}{verdict or '不明'}", sheet, (("verdict", verdict),), unit=unit)
        for end, verdict in told_as
    )
