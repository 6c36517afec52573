"""Outcomes as judgements of how well an achievement fits a need, on the judges' scale of 1 to 4."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

from errors import InputError
from ingest.ledger import Ledger
from matches.chain import REFUSED, furthest
from matches.steps import Standing, standings

LEVELS = {"interested": 3, "agreed": 3, "signed": 4, "registered": 4, "paid": 4}
"""The level of a match by how far it came; a push or a talk alone says nothing."""
NOT_OF_THE_FIELD = 1
"""The level of a match refused as 领域不符, however far it came. Other reasons say nothing of the fit, so
that what was said before stands.
"""
HEADING = ("need_id", "achievement_id", "level")


def judgements(ledger: Ledger) -> list[tuple[str, str, int]]:
    """(need, achievement, level) of every match of the two that says anything, by ids."""
    kinds = ledger.ontology.kind_of
    return [
        (one.pair.subject, one.pair.candidate, level)
        for one in standings(ledger)
        if (kinds(one.pair.subject), kinds(one.pair.candidate)) == ("Need", "Achievement")
        and (level := _level(one))
    ]


def write(path: Path, rows: Iterable[Sequence[object]], heading: Sequence[str] = HEADING) -> None:
    """A csv file in UTF-8 whose cells no spreadsheet takes for formulas, in a folder that is made where there
    is none; InputError where it cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w", encoding="utf-8", newline="") as handle:
            csv.writer(handle).writerows([_plain(cell) for cell in row] for row in [heading, *rows])
    except OSError as error:
        raise InputError(
            f"写不了 {path}（{error.strerror}）", "换一个文件夹，或先关掉正打开它的程序"
        ) from error


def _plain(cell: object) -> str:
    text = str(cell)
    return f"'{text}" if text.startswith(("=", "+", "@", "\t", "\r")) else text


def _level(one: Standing) -> int | None:
    said = one.now.said
    if said.status is REFUSED and said.reason == "领域不符":
        return NOT_OF_THE_FIELD
    return LEVELS.get(furthest(one.steps).name)
