"""A grid of cells as a file gives it, with what a workbook says beside the cells."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

Line = tuple[int, Sequence[Any]]
"""A row's number as the file shows it (from 1), and its cells."""


class Formula(str):
    """A formula whose value the file does not hold, as what stands in its cell."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Span:
    """A merged area, both ends included: rows from 1, columns from 0."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a workbook, or a whole csv file (name ""); `lines` can be walked once.

    `unseen`: the sheet itself is hidden. `strict`: a cell right of the headings means that the row has
    shifted, as it does where a csv file lacks a quotation mark. `notes`: (code, message) of what to know of
    the whole file, on its first sheet only.
    """

    name: str
    lines: Iterable[Line]
    merged: Sequence[Span] = ()
    hidden_rows: frozenset[int] = frozenset()
    unseen: bool = False
    strict: bool = False
    notes: Sequence[tuple[str, str]] = ()


def filled(cell: Any) -> bool:
    """Whether a cell holds more than blanks."""
    return cell is not None and cell != "" and (not isinstance(cell, str) or bool(cell.strip()))
