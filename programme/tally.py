"""Counts in tables of which every one opens: a figure for each cell of a county, a unit or a kind."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from programme.model import Cell, Column, Figure

Where = tuple[tuple[str, Cell], ...]


@dataclass(frozen=True, slots=True)
class Count:
    """A column of counts: the rows of `sheet` that have the values of `where`, or what stands in `total` of
    them; `over` the name of another count, for a percentage of it.
    """

    name: str
    label: str
    sheet: str
    where: Where = ()
    total: str = ""
    over: str = ""
    unit: str = "项"

    @property
    def column(self) -> Column:
        """As it stands in the table."""
        return Column(self.name, self.label, "figure")


@dataclass(slots=True)
class Tally:
    """The figures in a table of a name."""

    table: str
    figures: list[Figure] = field(default_factory=list)

    def cells(self, shown: str, own: Where, counts: Iterable[Count]) -> tuple[str, ...]:
        """The cells of a line under `counts`: names of figures, each of the rows with the values of `own`
        besides. A figure's label is 未回@镇安县, where `shown` is what the line is called; its name has the
        table's before it, since two tables may count the same.
        """
        made = [self._figure(one, shown, own) for one in counts]
        self.figures += made
        return tuple(one.name for one in made)

    def _figure(self, one: Count, shown: str, own: Where) -> Figure:
        over = self._name(one.over, shown) if one.over else ""
        return Figure(
            self._name(one.name, shown), f"{one.label}@{shown}", one.sheet, (*own, *one.where),
            one.total, over, one.unit,
        )  # fmt: skip

    def _name(self, count: str, shown: str) -> str:
        return f"{self.table}:{count}@{shown}"
