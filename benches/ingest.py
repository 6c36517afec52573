"""Ingest of tables into an empty home, both projections done: rows a second by stage, and peak memory.

    python benches/ingest.py --map tests/sources/public.yaml FILES...

Stages overlap: files are read, checked and cut in a second process while the first writes the ledger; then
graph and index are made side by side, each in its process. So each stage is also done apart, alone, which
says what it costs; the wall-clock times of the whole say which of them holds it back.
"""

from __future__ import annotations

import argparse
import platform
import resource
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

import app
import ingest.prepare as preparing
from app import App
from ingest.check import Checker
from ingest.load import Options, Report
from ingest.mapping import load_mappings
from ingest.projection import documents
from ontology.model import ontology
from search.backends import open_index
from settings import Settings
from upkeep import Upkeep

SPENT: defaultdict[str, float] = defaultdict(float)


def timed(stage: str, function: Callable[..., Any]) -> Callable[..., Any]:
    """The function, its time added to a stage."""

    def measured(*args: Any, **kwargs: Any) -> Any:
        start = time.perf_counter()
        try:
            return function(*args, **kwargs)
        finally:
            SPENT[stage] += time.perf_counter() - start

    return measured


def timed_walk(stage: str, items: Iterable[Any]) -> Iterator[Any]:
    """The items, the time to get each added to a stage."""
    walk = iter(items)
    while True:
        start = time.perf_counter()
        item = next(walk, None)
        SPENT[stage] += time.perf_counter() - start
        if item is None:
            return
        yield item


def whole(home: Path, files: list[Path], mapping: Path | None) -> Report:
    """The ingest as a person runs it, its two halves timed."""
    vars(app)["load"] = timed("load", vars(app)["load"])
    setattr(Upkeep, "_follow_graph", timed("graph", Upkeep._follow_graph))  # noqa: B010  mypy
    with App(Settings(home=home)) as opened:
        report: Report = timed("all", opened.ingest)(files, Options(mapping=mapping))
    return report


def apart(home: Path, files: list[Path], mapping: Path | None) -> None:
    """Reading, checking and cutting without a ledger; the index without the graph."""
    rooms = vars(preparing)
    read = rooms["read_tables"]

    def read_tables(*args: Any) -> Iterator[Any]:
        for table in timed_walk("read", read(*args)):
            yield replace(table, rows=timed_walk("read", table.rows))

    rooms["read_tables"] = read_tables
    setattr(Checker, "row", timed("check", Checker.row))  # noqa: B010  mypy
    rooms["mentions"] = timed("cut", rooms["mentions"])
    plan = preparing.Plan(ontology(), load_mappings(mapping, ontology()) if mapping else ())
    for _ in timed_walk("prepare", preparing._here(files, plan)):
        pass
    with (
        App(Settings(home=home)) as opened,
        closing(open_index(str(home / "index-apart"))) as index,
    ):
        timed("index", index.rebuild)(documents(opened.ledger))


def main() -> None:
    """Load, and print one line a stage."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--map", type=Path)
    parser.add_argument("files", type=Path, nargs="+")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        report = whole(home, asked.files, asked.map)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        apart(home, asked.files, asked.map)
    rows = sum(file.rows for file in report.files)
    machine = f"Python {platform.python_version()}, {platform.machine()}"
    print(f"{machine}, {rows} rows, {report.rejected} rejected")
    print("as run (wall clock)")
    for stage in ("load", "graph", "all"):
        print(f"  {stage:<8}{SPENT[stage]:8.2f} s {rows / SPENT[stage]:10,.0f} rows/s")
    print("apart")
    for stage in ("read", "check", "cut", "prepare", "index"):
        print(f"  {stage:<8}{SPENT[stage]:8.2f} s {rows / SPENT[stage]:10,.0f} rows/s")
    print(f"peak RSS {peak:,.0f} MB, of the largest child {children:,.0f} MB")


if __name__ == "__main__":
    main()
