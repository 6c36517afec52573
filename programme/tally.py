"""Tables of counts of which every one opens: a row for each county, unit or kind, a figure for each cell."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from programme.model import UNKNOWN, Cell, Column, Figure, Row

Where = tuple[tuple[str, Cell], ...]


@dataclass(frozen=True, slots=True)
class Count:
    """A column of counts: rows of `sheet` that have the row's key in the column `by` ("" where the sheet is
    the row's alone) and the values of `where`, or what stands in `total` of them; `over` another column's
    name, for percentages of it.
    """

    name: str
    label: str
    sheet: str
    by: str
    where: Where = ()
    total: str = ""
    over: str = ""
    unit: str = "项"

    @property
    def column(self) -> Column:
        """As it stands in the table."""
        return Column(self.name, self.label, "figure")

    def figure(self, table: str, key: Cell, shown: str) -> Figure:
        """The cell of a key: its label is 未回@镇安县, its name has the table's before it, and is its own."""
        own: Where = ((self.by, key),) if self.by else ()
        return Figure(
            f"{table}:{self.name}@{shown}", f"{self.label}@{shown}", self.sheet, (*own, *self.where),
            self.total, f"{table}:{self.over}@{shown}" if self.over else "", self.unit,
        )  # fmt: skip


@dataclass(slots=True)
class Tally:
    """A table under the name `table`, row by row, and the figures in it."""

    table: str
    rows: list[Row] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)

    def add(
        self, key: Cell, counts: Iterable[Count], ids: Sequence[str] = (), shown: str | None = None
    ) -> None:
        """A row for a key; `shown` is what it is called where that is not the key itself."""
        said = shown if shown is not None else UNKNOWN if key is None else str(key)
        made = [one.figure(self.table, key, said) for one in counts]
        self.figures += made
        self.rows.append(Row((said, *(one.name for one in made)), tuple(ids)))
