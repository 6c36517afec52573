"""The report of an ingest: each sender's own workbook back, with marks, results and a summary."""

from __future__ import annotations

import re
import tempfile
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from openpyxl.packaging.custom import StringProperty
from openpyxl.workbook import Workbook

from errors import InputError, UsageError
from ingest.files import file_bytes
from ingest.ledger import Problem
from ingest.load import FileReport, Report
from ingest.outcomes import TableReport, table_at
from ingest.package import sheet_parts
from ingest.readers import checked_format, files_in, read_sheets
from ingest.returned import SOURCE
from workbooks.cached import formula_values, keep_values
from workbooks.carry import opened
from workbooks.column import insert_first
from workbooks.marks import Marker
from workbooks.plain import plain
from workbooks.summary import write_summary

SUFFIX = "_导入报告.xlsx"
BARE = "openpyxl 写不回原表，这一份只有原表的值：格式、下拉框和公式见原件。"

DRY = "这是试运行（--dry-run）：什么也没有写进账本，“导入结果”是真正导入时会有的结果。"


def reserve(out: Path, paths: Sequence[Path]) -> None:
    """Make sure, before anything is loaded, that the report can be written: UsageError for one workbook that
    is to hold several files, or for an input as output; InputError where nothing can be written.
    """
    files = list(files_in(paths)[0])
    if _is_book(out) and len(files) > 1:
        raise UsageError(
            f"有 {len(files)} 个文件，{out.name} 只装得下一份报告",
            f"给一个文件夹，如 --report {out.stem}：每个文件一份报告",
        )
    if any(out.resolve().is_relative_to(path.resolve()) for path in paths if path.is_dir()):
        raise UsageError(f"报告不能放在要导入的文件夹里：{out}", "放到别处，不然下次导入会把报告也当成表")
    if any(out.resolve() == one.resolve() for one in files):
        raise UsageError(f"报告会盖掉要导入的表 {out}", "报告换一个文件名")
    folder = out.parent if _is_book(out) else out
    try:
        if not _is_book(out):
            out.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
        if _is_book(out) and out.exists():
            with out.open("r+b"):
                pass
    except OSError as error:
        raise InputError(
            f"报告写不了 {out}（{error.strerror}），还什么都没有导入",
            "换一个文件夹，或先关掉正打开它的 Excel",
        ) from error


def write(out: Path, report: Report, *, dry_run: bool = False) -> list[Path]:
    """Write a workbook for every file; returns where they are. InputError where one cannot be written."""
    notes = [DRY] if dry_run else []
    written: list[Path] = []
    for file in report.files:
        target = out if _is_book(out) else _free(out, file, written)
        try:
            with tempfile.TemporaryDirectory(dir=target.parent) as folder, warnings.catch_warnings():
                warnings.simplefilter("ignore")
                made = Path(folder) / target.name
                _make(file, made, notes)
                made.replace(target)
        except InputError as error:
            raise InputError(f"导入做完了，但报告没有写成：{error.message}", error.cure) from error
        except OSError as error:
            raise InputError(
                f"导入做完了，但报告写不了 {target}（{error.strerror}）", "腾出地方或换一个文件夹，再导入一次"
            ) from error
        written.append(target)
    return written


def _is_book(out: Path) -> bool:
    return out.suffix.lower() == ".xlsx"


def _free(folder: Path, file: FileReport, taken: Sequence[Path]) -> Path:
    stem = re.sub(r"(\.(xlsx|csv|jsonl|gz))+$", "", file.source, flags=re.IGNORECASE).replace("/", "_")
    number, found = 1, folder / f"{stem}{SUFFIX}"
    while found in taken:
        number += 1
        found = folder / f"{stem}_{number}{SUFFIX}"
    return found


def _make(file: FileReport, made: Path, notes: list[str]) -> None:
    """Save the file's own workbook with its marks, or its bare values where openpyxl cannot write it back."""
    path = file.place
    if checked_format(path) != ".xlsx":
        _save_bare(file, made, notes)
        return
    data = file_bytes(path)
    try:
        book, lost = opened(data, sheet_parts(data))
        missing = [f"这一份里没有原表的{'、'.join(lost)}，原件没有动。"] if lost else []
        moved = _mark(book, file, [*notes, *missing])
        values = formula_values(book, read_sheets(path), moved)
        book.save(made)
        keep_values(made, values)
    except OSError:
        raise
    except Exception:  # noqa: BLE001  openpyxl raises what it likes; the values can always be had
        _save_bare(file, made, [*notes, BARE])


def _save_bare(file: FileReport, made: Path, notes: Sequence[str]) -> None:
    path = file.place
    shift = _shift(path)
    rows = {table.sheet: tuple(row + shift for row in table.heading.rows)
            for table in reversed(file.tables) if table.heading}  # fmt: skip
    book = plain(read_sheets(path), _Titles(file), rows)
    _mark(book, file, notes)
    book.save(made)


class _Titles(dict[str, str]):
    """Sheet -> its title in the workbook; the nameless one of a csv or jsonl file is called like the file."""

    def __init__(self, file: FileReport) -> None:
        super().__init__()
        stem = Path(file.source).name.split(".")[0]
        self[""] = re.sub(r"[\[\]:*?/\\]", "", stem)[:31] or "表"

    def __missing__(self, sheet: str) -> str:
        return sheet


def _shift(path: Path) -> int:
    """Rows a table stands further down than in its file: jsonl has no line of headings."""
    return int(checked_format(path) == ".jsonl")


def _mark(book: Workbook, file: FileReport, notes: Sequence[str]) -> set[str]:
    """Put the results in; returns the titles of the sheets that have a new first column."""
    titles, shift = _Titles(file), _shift(file.place)
    by_sheet: dict[str, list[TableReport]] = {}
    for table in file.tables:
        by_sheet.setdefault(table.sheet, []).append(table)
    kept = {
        sheet: next((t.heading.result for t in found if t.heading and t.heading.result is not None), None)
        for sheet, found in by_sheet.items()
    }
    moved = {titles[sheet] for sheet, place in kept.items() if place is None}
    insert_first(book, moved)
    markers = {
        sheet: Marker(book[titles[sheet]], column=(place or 0) + 1, offset=int(place is None), shift=shift)
        for sheet, place in kept.items()
    }
    for sheet, marker in markers.items():
        marker.clean()
        for table in by_sheet[sheet]:
            own = [one for one in file.problems if table_at(by_sheet[sheet], one.sheet, one.row) is table]
            marker.table(table, own)

    def locate(one: Problem) -> tuple[str, str]:
        table = table_at(by_sheet.get(one.sheet, ()), one.sheet, one.row)
        return (titles[one.sheet], markers[one.sheet].place(table, one)) if table else ("", "")

    write_summary(book, file, notes, locate)
    _name_source(book, file.source)
    return moved


def _name_source(book: Any, source: str) -> None:
    """Let the workbook say which file it is an edition of, so that it is known when it comes back."""
    if SOURCE in book.custom_doc_props.names:
        del book.custom_doc_props[SOURCE]
    book.custom_doc_props.append(StringProperty(name=SOURCE, value=source))
