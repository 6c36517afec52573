"""Completion while a person types, over many names: every kind of beginning, in one warm process.

    python benches/complete.py --names N.csv.gz… [--count 100000] [--asked 2000]

The tables' first column are names; where there are fewer than `--count`, names are made of two. Nothing is
ingested: the table of forms is filled as `names.forms` fills it.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import io
import platform
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from ingest.ledger import Ledger
from names.forms import _of
from names.lookup import complete, slipped, sounding
from text.pinyin import initials, syllables


def names(paths: list[Path], count: int, chance: random.Random) -> list[str]:
    """So many different names."""
    found = list(dict.fromkeys(name for path in paths for name in _first_column(path)))
    while len(found) < count:
        one, other = chance.choices(found, k=2)
        found.append(one[: len(one) // 2] + other[len(other) // 2 :])
    return found[:count]


def _first_column(path: Path) -> Iterator[str]:
    data = path.read_bytes()
    text = (gzip.decompress(data) if path.suffix == ".gz" else data).decode()
    rows = csv.reader(io.StringIO(text, newline=""))
    next(rows)
    return (row[0] for row in rows)


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--names", type=Path, nargs="+", required=True)
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--asked", type=int, default=2000)
    asked = parser.parse_args()
    chance = random.Random(5)
    every = names(asked.names, asked.count, chance)
    print(f"Python {platform.python_version()}, {platform.machine()}, {len(every):,} names")
    with tempfile.TemporaryDirectory() as folder:
        ledger = Ledger(Path(folder) / "ledger.sqlite")
        start = time.perf_counter()
        with ledger.transaction():
            rows = (
                row for n, one in enumerate(every) for row in _of(one, f"enterprise-{n}", "Enterprise", one)
            )
            ledger.db.executemany("INSERT OR IGNORE INTO form VALUES (?, ?, ?, ?, ?)", rows)
        print(f"  forms made in {time.perf_counter() - start:.1f} s")
        chosen = chance.choices(every, k=asked.asked)
        ways: dict[str, tuple[Callable[[Ledger, str], object], Callable[[str], str]]] = {
            "first 1 to 3 characters": (complete, lambda name: name[: chance.randint(1, 3)]),
            "first 4 to 8 characters": (complete, lambda name: name[: chance.randint(4, 8)]),
            "pinyin, 1 to 12 letters": (
                complete,
                lambda name: "".join(syllables(name))[: chance.randint(1, 12)],
            ),
            "initials, 1 to 6 letters": (complete, lambda name: initials(name)[: chance.randint(1, 6)]),
            "by sound (a whole search)": (sounding, lambda name: name[2:6]),
            "with a slip (a whole search)": (slipped, lambda name: name[:3] + name[4:]),
        }
        for told, (work, typed) in ways.items():
            spent = []
            for name in chosen[: 100 if "whole" in told else None]:
                text = typed(name)
                start = time.perf_counter()
                work(ledger, text)
                spent.append((time.perf_counter() - start) * 1000)
            spent.sort()
            p95 = spent[int(len(spent) * 0.95)]
            print(f"  {told:<30} p50 {statistics.median(spent):6.1f} ms  p95 {p95:6.1f} ms  ({len(spent)})")
        ledger.close()


if __name__ == "__main__":
    main()
