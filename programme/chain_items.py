"""What the map of industries and fields sets against each other: needs and achievements, in their cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ontology.tables import table
from programme.areas import AreaValues
from programme.events import after
from programme.interval import State
from programme.model import Source
from programme.world import World
from recommend.candidates import POOL
from recommend.model import Recommendation

LEVELS = {"门类": 1, "大类": 3, "中类": 4, "小类": 5}
"""Level of the industries -> characters of its codes."""
NONE = "无"
STATED, GUESSED = "写明", "推断"
"""Where the field of a need comes from."""
_MOST = 3
"""Recommendations looked at for a need, of each kind."""
_MAYBE = "，单位所在地不明"
"""What is said of supply that is only taken to be of the province."""
Key = tuple[str | None, str | None]
"""A cell: codes of an industry and a field; None where it is not known."""


class ChainValues(AreaValues):
    """What counts as supply: types of needs that are left out, types a doctor answers, grades; the area is
    the province.
    """

    left_out: tuple[str, ...]
    people: tuple[str, ...]
    supply: tuple[str, ...]
    hint: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """A need or an achievement: `with_whom` its firm or owners, `known` is STATED or GUESSED (None without a
    field), `basis` what it was guessed from; `answer` is what answers it (supply or taker), NONE for
    nothing, None where that cannot be told. `inside`: whether an achievement is of the province; `away` says
    what supply a need without any has outside it.
    """

    id: str
    title: str
    with_whom: str
    key: Key
    ids: tuple[str, ...]
    type: str = ""
    known: str | None = None
    basis: str = ""
    answer: str | None = None
    agreements: int = 0
    licences: int = 0
    inside: State = "unknown"
    away: str = ""


@dataclass(frozen=True, slots=True)
class Items:
    """Both sides, the needs that are left out, and the queries they came from."""

    needs: tuple[Item, ...]
    achievements: tuple[Item, ...]
    left_out: tuple[Item, ...]
    sources: tuple[Source, Source]


def items(world: World, county: str, level: str) -> Items:
    """Both sides on the day; needs of a county, or of all with ""."""
    values = world.rule("chain", ChainValues).values
    day = world.at.isoformat()
    asked, had = (
        world.ask("chain-needs", {"on": day, "county": county}),
        world.ask("chain-achievements", {"on": day}),
    )
    all_needs = [_need(row, level) for row in asked.rows if not after(row["day"], world.at)]
    inside = {row["id"]: values.any_of(row["owners"]) for row in had.rows}
    gains = [_gain(row, level, inside[row["id"]]) for row in had.rows if not after(row["day"], world.at)]
    needs = [one for one in all_needs if one.type not in values.left_out]
    needs = _Scored(world, values, gains, inside).told(needs)
    wanted = {one.key for one in needs}
    return Items(
        tuple(needs),
        tuple(replace(one, answer=_taker(one, wanted)) for one in gains),
        tuple(one for one in all_needs if one.type in values.left_out),
        (asked.source, had.source),
    )


def lifted(code: str | None, level: str) -> str | None:
    """The industry of a level that a code belongs to; the code itself where it is coarser.

    >>> lifted("C3239", "大类"), lifted("C3239", "中类"), lifted("C", "大类"), lifted(None, "大类")
    ('C32', 'C323', 'C', None)
    """
    if not code or code not in table("industry"):
        return None
    return next((one for one in table("industry").chain(code) if len(one) <= LEVELS[level]), code)


class _Scored:
    """Needs with what supplies them. The scorer is asked for the needs of which the cell does not say it:
    without a field, in no known cell, or with no achievement in theirs. Supply is what is in the province, or
    may be.
    """

    def __init__(
        self, world: World, values: ChainValues, gains: Sequence[Item], inside: Mapping[str, State]
    ) -> None:
        self.world = world
        self.values = values
        self.cells: dict[Key, dict[State, Item]] = {}
        for one in gains:
            if None not in one.key:
                self.cells.setdefault(one.key, {}).setdefault(one.inside, one)
        self.fields = {one.id: one.key[1] for one in gains}
        self.inside = dict(inside)

    def told(self, needs: Sequence[Item]) -> list[Item]:
        """The needs in their order, each with its cell and its supply."""
        open_ones = [one for one in needs if not self._filled(one)]
        if open_ones:
            said = self.world.ask("chain-doctors").rows
            self.fields |= {row["id"]: row["field"] for row in said}
            self.inside |= {row["id"]: self.values.any_of(row["employers"]) for row in said}
        found = self._found(open_ones, _MOST)
        # What is outside the province may have taken all the places that are looked at.
        crowded = [one for one in open_ones if self._all_away(self._fitting(one, found[one.id]))]
        found |= self._found(crowded, POOL)
        return [self._told(one, found.get(one.id, ())) for one in needs]

    def _found(self, needs: Sequence[Item], most: int) -> dict[str, tuple[Recommendation, ...]]:
        ids = [one.id for one in needs]
        answers = self.world.match(ids, (("achievement", "doctor"), most))
        return {
            one: () if isinstance(answer, Exception) else tuple(answer.recommendations)
            for one, answer in zip(ids, answers, strict=True)
        }

    def _told(self, need: Item, found: Sequence[Recommendation]) -> Item:
        need = self._placed(need, found)
        fitting = self._fitting(need, found)
        supply = [one for one in fitting if not self._all_away([one])]
        taken = [one for one in self._able(need, found, self.values.hint) if _signed(one)]
        if self._filled(need):
            answer: str | None = "同格有成果" + ("" if "met" in self.cells[need.key] else _MAYBE)
        elif need.agreements:
            answer = "已签协议"
        elif supply:
            best = min(supply, key=lambda one: self.inside[one.id] != "met")
            answer = f"推荐：{_graded(best)}" + ("" if self.inside[best.id] == "met" else _MAYBE)
        elif taken:
            answer = f"企业已签：{taken[0].name}"
        else:
            answer = None if None in need.key else NONE
        away = self._away(need, fitting) if answer in (NONE, None) else ""
        return replace(need, answer=answer, away=away)

    def _away(self, need: Item, fitting: Sequence[Recommendation]) -> str:
        """What there is outside the province, in words; "" for nothing."""
        same = self.cells.get(need.key, {}).get("failed")
        if same:
            return f"省外有同格成果：{same.title}（{same.with_whom}）"
        return f"省外有：{_graded(fitting[0])}" if fitting else ""

    def _filled(self, need: Item) -> bool:
        """Whether an achievement stands in its cell that is, or may be, of the province."""
        return bool({"met", "unknown"} & self.cells.get(need.key, {}).keys())

    def _able(
        self, need: Item, found: Sequence[Recommendation], grades: Sequence[str]
    ) -> list[Recommendation]:
        """What may answer the type of need, of some grades."""
        able = (one for one in found if one.kind == "Achievement" or need.type in self.values.people)
        return [one for one in able if one.reasons.grade.label in grades]

    def _fitting(self, need: Item, found: Sequence[Recommendation]) -> list[Recommendation]:
        return self._able(need, found, self.values.supply)

    def _all_away(self, found: Sequence[Recommendation]) -> bool:
        """Whether all of some, and not of none, are outside the province."""
        return {self.inside[one.id] for one in found} == {"failed"}

    def _placed(self, need: Item, found: Sequence[Recommendation]) -> Item:
        """With a field inferred from what fits it best, where it has none of its own."""
        if need.key[1] is not None:
            return need
        hints = [
            one for one in found if one.reasons.grade.label in self.values.hint and self.fields.get(one.id)
        ]
        best = max(hints, key=lambda one: one.score, default=None)
        if best is None:
            return need
        basis = _graded(best)
        return replace(need, key=(need.key[0], self.fields[best.id]), known=GUESSED, basis=basis)


def _graded(one: Recommendation) -> str:
    return f"{one.name}（{one.reasons.grade.label}）"


def _signed(one: Recommendation) -> bool:
    """Whether the firm has an agreement on it: the grade is lowered by that, the supply is there."""
    return any(caution.code == "already_agreed" for caution in one.reasons.cautions)


def _need(row: Mapping[str, Any], level: str) -> Item:
    key = lifted(row["industry"], level), row["field"]
    ids = (row["id"], *([row["enterprise"]] if row["enterprise"] else []))
    known = STATED if row["field"] else None
    return Item(row["id"], row["title"], row["name"] or "", key, ids, row["type"] or "", known,
                agreements=row["agreements"])  # fmt: skip


def _gain(row: Mapping[str, Any], level: str, inside: State) -> Item:
    key = lifted(row["industry"], level), row["field"]
    owners = "；".join(one["name"] for one in row["owners"])
    return Item(row["id"], row["title"], owners, key, (row["id"],), agreements=row["agreements"],
                licences=row["licences"], inside=inside)  # fmt: skip


def _taker(gain: Item, wanted: set[Key]) -> str | None:
    if gain.licences:
        return "已许可"
    if gain.agreements:
        return "有协议"
    if None in gain.key:
        return None
    return "同格有需求" if gain.key in wanted else NONE
