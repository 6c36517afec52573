"""The code tables in ontology/codes: counties, industries and disciplines, read when first asked for.

>>> table("county").name("611024")
'山阳县'
>>> table("industry").chain("C3912")
('C3912', 'C391', 'C39', 'C')
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from functools import cache, cached_property
from pathlib import Path
from typing import Literal, NamedTuple

HERE = Path(__file__).parent / "codes"
TableName = Literal["county", "industry", "field"]


class Row(NamedTuple):
    """One line of a table; `parent` is empty at the top."""

    name: str
    parent: str
    level: int


class Table:
    """A tree of codes with their names."""

    def __init__(self, rows: Mapping[str, Row]) -> None:
        self._rows = rows

    def __contains__(self, code: str) -> bool:
        return code in self._rows

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def name(self, code: str) -> str:
        """The name of a code; KeyError for an unknown one."""
        return self._rows[code].name

    def level(self, code: str) -> int:
        """How deep a code lies: 1 at the top."""
        return self._rows[code].level

    def parent(self, code: str) -> str:
        """The code above, "" at the top.

        >>> table("county").parent("611024"), table("field").parent("450")
        ('611000', '')
        """
        return self._rows[code].parent

    def chain(self, code: str) -> tuple[str, ...]:
        """The code and everything above it, nearest first.

        >>> table("county").chain("6110G1")
        ('6110G1', '611000', '610000')
        """
        found = [code]
        while above := self.parent(found[-1]):
            found.append(above)
        return tuple(found)

    def find(self, name: str) -> tuple[str, ...]:
        """Every code of exactly this name.

        >>> table("field").find("冶金工程技术"), table("field").find("炼金术")
        (('450',), ())
        """
        return self._by_name.get(name, ())

    @cached_property
    def _by_name(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for code, row in self._rows.items():
            found[row.name] = (*found.get(row.name, ()), code)
        return found


@cache
def table(name: TableName) -> Table:
    """A table by name, read once."""
    with (HERE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        lines = csv.reader(file)
        next(lines)
        return Table({line[0]: Row(line[1], line[2], int(line[3])) for line in lines})
