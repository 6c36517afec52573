"""创新链产业链耦合图谱: needs and achievements by industry and field, and where one side lacks the other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain as joined

from ontology.tables import table
from programme.chain_items import GUESSED, NONE, Item, Items, Key, items
from programme.interval import State
from programme.model import UNKNOWN, Cell, Column, Figure, Plan, Row, Sheet, Tie
from programme.world import World, place

RED, BLUE, GREEN = "红", "蓝", "绿"
STATES = {
    RED: "有需求，省内没有供给",
    BLUE: "有成果，没有人承接",
    UNKNOWN: "行业或学科不明，不能判断",
    GREEN: "供需对得上",
}
"""Each state of a cell and what it says, in the order in which they are listed."""
FILLS = {RED: "F4B6B0", BLUE: "B7CDEE", UNKNOWN: "D9D9D9", GREEN: "C6E2BE"}
"""RGB colours, told apart in grey by their letters."""
_FIGURES = (
    Figure("needs", "需求", "needs"),
    Figure("gaps", "没有供给的需求", "needs", (("answer", NONE),)),
    Figure("achievements", "成果", "achievements"),
    Figure("idle", "没有人承接的成果", "achievements", (("answer", NONE),)),
    Figure("red", "红格", "cells", (("state", RED),), unit="格"),
    Figure("blue", "蓝格", "cells", (("state", BLUE),), unit="格"),
    Figure("green", "绿格", "cells", (("state", GREEN),), unit="格"),
    Figure("unknown", "不明格", "cells", (("state", UNKNOWN),), unit="格"),
    Figure("inferred", "推断学科的需求", "needs", (("known", GUESSED),)),
    Figure("left_out", "不进图谱的需求", "left_out"),
)
_SIDES = (("needs", "需求", ()), ("gaps", "缺供给", (("answer", NONE),)),
          ("achievements", "成果", ()), ("idle", "无承接", (("answer", NONE),)))  # fmt: skip
"""Figures of each cell: name, label, and what they ask of the rows beside industry and field."""
_INSIDE: dict[State, Cell] = {"met": "是", "failed": "否", "unknown": None}
_AXES = (Column("industry", "行业代码", "code"), Column("industry_name", "行业"),
         Column("field", "学科代码", "code"), Column("field_name", "学科"))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Options:
    """Needs of a county (a code, "" for all); `level` is one of LEVELS."""

    county: str = ""
    level: str = "大类"


@dataclass(frozen=True, slots=True)
class Square:
    """A cell with what stands in it."""

    key: Key
    needs: tuple[Item, ...]
    achievements: tuple[Item, ...]

    @property
    def state(self) -> str:
        """One of STATES: a need without supply decides, then an achievement without a taker."""
        answers = {one.answer for one in (*self.needs, *self.achievements)}
        if any(one.answer == NONE for one in self.needs):
            return RED
        return BLUE if NONE in answers else UNKNOWN if None in answers else GREEN


def plan(world: World, options: Options) -> Plan:
    """The map of the day."""
    found = items(world, options.county, options.level)
    squares = sorted(_squares(found), key=_rank)
    return Plan(
        "chain", "创新链产业链耦合图谱", world.at, world.run, place(options.county), _FIGURES,
        (_cells(squares, found), _map(squares, found), _needs(found), _achievements(found), _left_out(found)),
        world.rules, tuple(_notes(found)),
        tuple(_ties(found.needs)), tuple(joined.from_iterable(map(_figures, squares))),
    )  # fmt: skip


def _squares(found: Items) -> Iterator[Square]:
    sides: Mapping[Key, tuple[list[Item], list[Item]]] = defaultdict(lambda: ([], []))
    for number, side in enumerate((found.needs, found.achievements)):
        for one in side:
            sides[one.key][number].append(one)
    for key, (needs, achievements) in sides.items():
        yield Square(key, tuple(needs), tuple(achievements))


def _rank(one: Square) -> tuple[int, int, str, str]:
    """By state, the fullest first."""
    industry, field = map(_code, one.key)
    return [*STATES].index(one.state), -len(one.needs) - len(one.achievements), industry, field


def _code(code: str | None) -> str:
    return code or UNKNOWN


def names(key: Key) -> tuple[str, str]:
    """What people call the industry and the field of a cell."""
    industry, field = key
    return (table("industry").name(industry) if industry else f"行业{UNKNOWN}",
            table("field").name(field) if field else f"学科{UNKNOWN}")  # fmt: skip


def _figures(square: Square) -> Iterator[Figure]:
    industry, field = square.key
    tail, called = "@".join(map(_code, square.key)), "@".join(names(square.key))
    for name, label, more in _SIDES:
        sheet = "needs" if name in ("needs", "gaps") else "achievements"
        where = (("industry", industry), ("field", field), *more)
        yield Figure(f"{name}@{tail}", f"{label}@{called}", sheet, where)


def _cells(squares: Sequence[Square], found: Items) -> Sheet:
    columns = (Column("state", "状态"), *_AXES,
               *(Column(name, label, "figure") for name, label, _ in _SIDES))  # fmt: skip
    rows = tuple(
        Row(
            (one.state, *_axes(one.key), *(figure.name for figure in _figures(one))),
            tuple(item.id for item in (*one.needs, *one.achievements)),
        )
        for one in squares
    )
    note = "；".join(f"{state}：{says}" for state, says in STATES.items())
    urgent = sum(one.state in (RED, BLUE) for one in squares)
    return Sheet("cells", "有颜色的格", columns, rows, found.sources, note, max(urgent, 15), FILLS)


def _map(squares: Iterable[Square], found: Items) -> Sheet:
    states = {one.key: one.state for one in squares}
    industries = _axis(key[0] for key in states)
    fields = _axis(key[1] for key in states)
    columns = (*_AXES[:2], *(Column(_code(one), names((None, one))[1]) for one in fields))
    rows = tuple(
        Row((one, names((one, None))[0], *(states.get((one, field), "") for field in fields)))
        for one in industries
    )
    note = "一格是一个行业和一个学科；空白是两边都没有"
    return Sheet("map", "图谱", columns, rows, found.sources, note, most=0, fills=FILLS)


def _axis(codes: Iterable[str | None]) -> list[str | None]:
    """Each code once, in order, the unknown one last."""
    return sorted(set(codes), key=lambda one: (one is None, one or ""))


def _axes(key: Key) -> tuple[Cell, ...]:
    industry, field = key
    return industry, names(key)[0], field, names(key)[1]


def _needs(found: Items) -> Sheet:
    columns = (Column("need", "需求"), Column("firm", "企业"), Column("type", "类型"), *_AXES,
               Column("known", "学科来自"), Column("basis", "依据"), Column("answer", "供给"),
               Column("away", "省外"))  # fmt: skip
    rows = tuple(
        Row((one.title, one.with_whom or None, one.type or None, *_axes(one.key),
             one.known, one.basis, one.answer, one.away or None),
            one.ids)
        for one in found.needs
    )  # fmt: skip
    return Sheet("needs", "需求", columns, rows, found.sources[:1], most=0)


def _achievements(found: Items) -> Sheet:
    columns = (Column("achievement", "成果"), Column("owner", "单位"), Column("inside", "省内"), *_AXES,
               Column("answer", "承接"))  # fmt: skip
    rows = tuple(
        Row((one.title, one.with_whom or None, _INSIDE[one.inside], *_axes(one.key), one.answer), one.ids)
        for one in found.achievements
    )
    return Sheet("achievements", "成果", columns, rows, found.sources[1:], most=0)


def _left_out(found: Items) -> Sheet:
    columns = (Column("need", "需求"), Column("firm", "企业"), Column("type", "类型"))
    rows = tuple(Row((one.title, one.with_whom or None, one.type), one.ids) for one in found.left_out)
    return Sheet("left_out", "不进图谱的需求", columns, rows, found.sources[:1], most=0)


def _notes(found: Items) -> Iterator[str]:
    yield "省内的供给按账上的成果算，一项需求没有同格的成果时再看推荐：较强以上算有供给"
    if any(one.away for one in found.needs):
        yield "只在省外有的供给不算，写在需求的“省外”一栏；单位所在地不明的算省内，供给里写明"
    if any(one.known == GUESSED for one in found.needs):
        yield "没有写学科的需求，学科由最合适的成果或博士推断，--drill inferred 列出它们和依据"
    if found.left_out:
        yield "融资需求不进图谱，--drill left_out 列出"


def _ties(needs: Iterable[Item]) -> Iterator[Tie]:
    """Each need without supply, to its field: where the bureau asks for it outside the province."""
    for one in needs:
        if one.answer == NONE:
            note = f"图谱红格 {names(one.key)[0]} × {names(one.key)[1]}：省内没有供给，向省外征集"
            yield Tie(one.id, f"field-{one.key[1]}", f"{note}；{one.away}" if one.away else note)
