"""Sheets of an .xlsx workbook by python-calamine, in a process of its own: whatever a file does to a parser,
only that process suffers, and a person is told which file it was.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from chunks import chunks
from errors import InputError
from ingest.aside import Died, Failed, Limits, aside
from ingest.files import file_bytes, require_what_it_is_called
from ingest.package import inspect
from ingest.sheet import Line, Sheet, Span

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

LIMITS = Limits(memory=2 << 30, silence=120)
"""A full sheet of Excel (a million rows by twenty columns of short texts) takes 1.4 GB and 30 seconds. The
parser's allocator reserves 1 GB of addresses to begin with: with a limit of that it reads nothing.
"""
LARGEST_MERGE = 2_000_000
"""Cells a merged area may cover: a program that writes the workbook back makes an object of each."""
_LINES = 500
_REPAIR = "用 Excel 打开修复后另存为 .xlsx；还不行就请发送人重新导出"


def sheets(path: Path) -> Iterator[Sheet]:
    """Every sheet; InputError for a workbook that cannot be read, or not within the limits."""
    try:
        yield from _sheets(aside(read, path, limits=LIMITS))
    except Died as error:
        why = {
            "memory": f"内存超过 {LIMITS.memory >> 30} GB",
            "silence": f"{LIMITS.silence:.0f} 秒还没有读出来",
        }.get(error.why, "读取进程崩溃")
        raise InputError(f"工作簿读不了：{path.name}（{why}，已停下）", _REPAIR) from error
    except Failed as error:
        last = str(error).strip().splitlines()[-1]
        raise InputError(f"工作簿读不了：{path.name}（{last[:200]}）", _REPAIR) from error


def _sheets(messages: Iterator[Sheet | list[Line]]) -> Iterator[Sheet]:
    """Sheets whose lines come as they are walked; what is left of one is passed over for the next."""
    head = next(messages, None)
    while isinstance(head, Sheet):
        following: list[Sheet] = []
        lines = _lines(messages, following)
        yield replace(head, lines=lines)
        for _ in lines:
            pass
        head = following[0] if following else None


def _lines(messages: Iterator[Sheet | list[Line]], following: list[Sheet]) -> Iterator[Line]:
    for message in messages:
        if isinstance(message, Sheet):
            following.append(message)
            return
        yield from message


# -- in the process of its own ---------------------------------------------------------------------------


def read(path: Path) -> Iterator[Sheet | list[Line]]:
    """Each sheet without its lines, then its lines, some at a time."""
    from python_calamine import (  # nobody else needs it
        CalamineError,
        CalamineWorkbook,
        SheetTypeEnum,
        SheetVisibleEnum,
    )

    data = file_bytes(path)
    suffixes = [suffix.lower() for suffix in path.suffixes if suffix.lower() != ".gz"]
    require_what_it_is_called(path.name, data, suffixes[-1])
    package = inspect(path.name, data)
    notes: Sequence[tuple[str, str]] = package.notes
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        for about in book.sheets_metadata:
            if about.typ != SheetTypeEnum.WorkSheet:
                continue
            grid = book.get_sheet_by_name(about.name)
            scan = package.scans.get(about.name)
            merged = _merged(path.name, about.name, grid.merged_cell_ranges or ())
            hidden = frozenset(scan.hidden if scan else ())
            unseen = about.visible != SheetVisibleEnum.Visible
            yield Sheet(about.name, (), merged, hidden, unseen=unseen, notes=notes)
            yield from chunks(_numbered(grid, scan.faults if scan else {}), _LINES)
            notes = ()
    except CalamineError as error:
        raise InputError(f"工作簿读不了：{path.name}（{error}）", _REPAIR) from error


def _numbered(grid: CalamineSheet, faults: Mapping[int, Mapping[int, str]]) -> Iterator[Line]:
    """The rows of a sheet from its first column on, with what the parser leaves out put in."""
    margin = [""] * (grid.start[1] if grid.start else 0)
    for number, row in enumerate(grid.iter_rows(), start=1):
        cells = [*margin, *row] if margin else row
        for place, fault in faults.get(number, {}).items():
            cells += [""] * (place + 1 - len(cells))
            cells[place] = fault
        yield number, cells


def _merged(
    name: str, sheet: str, areas: Iterable[tuple[tuple[int, int], tuple[int, int]]]
) -> tuple[Span, ...]:
    spans = tuple(Span(top + 1, left, bottom + 1, right) for (top, left), (bottom, right) in areas)
    for span in spans:
        if (span.bottom - span.top + 1) * (span.right - span.left + 1) > LARGEST_MERGE:
            raise InputError(
                f"{name} 的工作表 {sheet} 从第 {span.top} 行起合并了 {span.bottom - span.top + 1} 行"
                f" {span.right - span.left + 1} 列，大得读不了",
                "在 Excel 里取消这处合并再导入",
            )
    return spans
