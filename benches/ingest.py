"""Ingest of tables into an empty home, both projections done: rows a second by stage, and peak memory.

    python benches/ingest.py --map tests/sources/public.yaml FILES...

A stage's time is measured around the function that does it. Graph and index run side by side after the
ledger is written, so their times overlap and the end-to-end time is less than the sum.
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
from dataclasses import replace
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

import app
import ingest.load as loading
import ingest.records as records
from app import App
from ingest.load import Options
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


def timed_rows(rows: Iterable[Any]) -> Iterator[Any]:
    """The rows, the time to get each added to the stage of reading."""
    walk = iter(rows)
    while True:
        start = time.perf_counter()
        row = next(walk, None)
        SPENT["read"] += time.perf_counter() - start
        if row is None:
            return
        yield row


def instrument() -> None:
    """Put a clock around each stage, where the caller looks the function up."""
    rooms: dict[str, dict[str, Any]] = {"load": vars(loading), "records": vars(records), "app": vars(app)}
    read = rooms["load"]["read_tables"]

    def read_tables(*args: Any) -> Iterator[Any]:
        for table in timed_rows(read(*args)):
            yield replace(table, rows=timed_rows(table.rows))

    rooms["load"]["read_tables"] = read_tables
    rooms["load"]["check"] = timed("check", rooms["load"]["check"])
    rooms["records"]["mentions"] = timed("cut", rooms["records"]["mentions"])
    rooms["app"]["load"] = timed("load", rooms["app"]["load"])
    for stage in ("graph", "index"):
        name = f"_follow_{stage}"
        setattr(Upkeep, name, timed(stage, getattr(Upkeep, name)))


def main() -> None:
    """Load, and print one line a stage."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--map", type=Path)
    parser.add_argument("files", type=Path, nargs="+")
    asked = parser.parse_args()
    instrument()
    start = time.perf_counter()
    with tempfile.TemporaryDirectory() as home, App(Settings(home=Path(home) / "home")) as opened:
        report = opened.ingest(asked.files, Options(mapping=asked.map))
        total = time.perf_counter() - start
    rows = sum(file.rows for file in report.files)
    SPENT["ledger"] = SPENT.pop("load") - SPENT["read"] - SPENT["check"] - SPENT["cut"]
    machine = f"Python {platform.python_version()}, {platform.machine()}"
    print(f"{machine}, {rows} rows, {report.rejected} rejected")
    for stage in ("read", "check", "ledger", "cut", "graph", "index"):
        spent = SPENT[stage]
        print(f"{stage:<8}{spent:8.2f} s {rows / spent:10,.0f} rows/s {spent / total:6.0%}")
    print(f"{'all':<8}{total:8.2f} s {rows / total:10,.0f} rows/s")
    print(f"peak RSS {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB")


if __name__ == "__main__":
    main()
