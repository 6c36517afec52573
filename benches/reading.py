"""Reading a large workbook through `prepare`: rows a second, and the peak memory of the child that reads.

    python benches/reading.py [--rows 50000] [--columns 12]

A workbook of fictional firms is made first. Then it is read as `ingest` reads it (a second process reads,
checks and cuts words; the rows come over a queue), and apart, in this process: the cells alone, and the
tables found in them. Processor time beside wall-clock time tells how busy the machine was with other things.
"""

from __future__ import annotations

import argparse
import multiprocessing
import platform
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from ingest.prepare import Plan, prepare
from ingest.readers import read_sheets, read_tables
from ontology.model import ontology

COLUMNS = (
    "企业名称", "所属区县", "成立日期", "注册资本（万元）", "职工人数", "营业收入（万元）",
    "研发投入（万元）", "主要产品", "企业类型", "地址", "所在市", "产业链",
)  # fmt: skip
COUNTIES = ("商州区", "洛南县", "丹凤县", "商南县", "山阳县", "镇安县", "柞水县")


def firm(number: int) -> list[str | int | float]:
    county = COUNTIES[number % 7]
    return [
        f"{county[:2]}示例{number}号实业有限公司", county, f"20{10 + number % 10}年{1 + number % 12}月",
        100 + number % 900, number % 300, round(number * 1.1 % 5000, 2), number % 77,
        f"五氧化二钒{number % 1000}", "有限责任公司", f"{county}工业路 {number} 号", "商洛市", "钒材料",
    ]  # fmt: skip


def make(path: Path, rows: int, columns: int) -> None:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("企业")
    sheet.append(COLUMNS[:columns])
    for number in range(rows):
        sheet.append(firm(number)[:columns])
    book.save(path)


def timed(name: str, walk: Callable[[], Iterable[int]]) -> None:
    start, busy = time.perf_counter(), processor()
    rows = sum(walk())
    spent, busy = time.perf_counter() - start, processor() - busy
    told = "; ".join(
        f"{name} {t:.2f} s {rows / t:,.0f} rows/s" for name, t in (("wall", spent), ("cpu", busy))
    )
    print(f"{name:<36}{told}")


def processor() -> float:
    """Seconds of processor time of this process and of the children that have ended."""
    kinds = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return sum(used.ru_utime + used.ru_stime for used in map(resource.getrusage, kinds))


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=50_000)
    parser.add_argument("--columns", type=int, default=12)
    asked = parser.parse_args()
    model = ontology()
    known = {heading for kind in model.kinds.values() for heading in kind.headings}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "企业.xlsx"
        maker = multiprocessing.get_context("spawn").Process(
            target=make, args=(path, asked.rows, asked.columns)
        )
        maker.start()
        maker.join()
        made = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        size = path.stat().st_size / 1e6
        print(f"Python {platform.python_version()}, {platform.machine()}, {size:.1f} MB, {asked.rows} rows")
        timed(
            "prepare (child: read, check, cut)", lambda: (len(p.rows) for p in prepare([path], Plan(model)))
        )
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        print(f"peak RSS of the largest child: {peak:,.0f} MB (of the maker {made:,.0f} MB)")
        timed("apart, cells", lambda: (1 for sheet in read_sheets(path) for _ in sheet.lines))
        timed("apart, tables", lambda: (1 for table in read_tables(path, known) for _ in table.rows))


if __name__ == "__main__":
    main()
