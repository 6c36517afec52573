"""Who is who at size: pairs after blocking and time, at several numbers of firms; and looking up short names.

    python benches/resolution.py --map tests/sources/public.yaml FILES...

The firms are ingested as a person would, then every pair that may be one is looked for: once with their
credit codes, and once without, which is the hard case, since nothing then says outright that two are two.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import platform
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from ingest.ledger import Ledger
from ingest.load import Options, load
from ingest.resolution import Stats, count_pairs
from ingest.short_names import likely
from ontology.model import ontology

SIZES = (20_000, 40_000, 80_105)
FIRM = ontology().kinds["Enterprise"]


def rows(files: Sequence[Path]) -> list[dict[str, str]]:
    found: list[dict[str, str]] = []
    for path in files:
        opened = gzip.open if path.suffix == ".gz" else open
        with opened(path, "rt", encoding="utf-8-sig", newline="") as file:
            found += csv.DictReader(file)
    return found


def write(path: Path, some: Sequence[dict[str, str]], *, codes: bool) -> Path:
    """The first rows as one table; without codes it has no such column."""
    names = [name for name in some[0] if codes or name != "uscc"]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(some)
    return path


def measure(home: Path, table: Path, mapping: Path | None) -> tuple[float, float, Stats, Ledger]:
    """Seconds to ingest, seconds to find the pairs, the pairs, the ledger."""
    ledger = Ledger(home / "ledger.sqlite")
    start = time.perf_counter()
    load(ledger, [table], Options(mapping=mapping), lambda _name, _done, _total: None)
    loaded = time.perf_counter()
    stats = count_pairs(ledger, FIRM)
    return loaded - start, time.perf_counter() - loaded, stats, ledger


def look_up(ledger: Ledger) -> None:
    """Short names made of the ledger's own: the first two characters of brand and of trade."""
    from ontology.names.company import parse

    names = [parse(str(change.entity.properties["name"])) for change in ledger.entities(FIRM.kind)]
    asked = [name.brand[:2] + name.trade[:2] for name in names if name.brand and name.trade][::200]
    spent = []
    for short in asked:
        start = time.perf_counter()
        likely(ledger, [FIRM], short)
        spent.append(time.perf_counter() - start)
    spent.sort()
    p50, p95 = spent[len(spent) // 2], spent[len(spent) * 95 // 100]
    print(
        f"short name among {len(names):,}: p50 {1000 * p50:.0f} ms, p95 {1000 * p95:.0f} ms; nothing is built"
    )


def main() -> None:
    """Measure, and print one line a size."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--map", type=Path)
    parser.add_argument("files", type=Path, nargs="+")
    asked = parser.parse_args()
    register = rows(asked.files)
    print(f"Python {platform.python_version()}, {platform.machine()}")
    for codes in (True, False):
        print("with credit codes" if codes else "without credit codes")
        for size in SIZES:
            with tempfile.TemporaryDirectory() as folder:
                home = Path(folder)
                table = write(home / "enterprises_some.csv", register[:size], codes=codes)
                ingested, resolved, stats, ledger = measure(home, table, asked.map)
                print(
                    f"  {stats.entities:>7,} firms: ingest {ingested:6.1f} s, pairs {resolved:6.1f} s; "
                    f"{stats.compared:,} pairs after blocking, {stats.kept:,} not different"
                )
                if codes and size == SIZES[-1]:
                    look_up(ledger)
                ledger.close()


if __name__ == "__main__":
    main()
