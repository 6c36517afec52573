"""Contacts written into a file, who took them out, and what was removed on request."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rich.table import Table

from errors import InputError, UsageError
from ingest.forget import Forgotten
from ingest.personal import Contacts
from show.console import OUT, say

SHOWN = 20
"""Rows with the same name that are listed on the terminal."""
_ACTIVE = ("=", "+", "-", "@", "\t", "\r")


def require_table(path: Path) -> None:
    """UsageError, before anything is done, for a file that would be neither .xlsx nor .csv."""
    if path.suffix.lower() not in (".xlsx", ".csv"):
        raise UsageError(f"不会写这种文件：{path.name}", "文件名用 .xlsx 或 .csv 结尾")


def write_contacts(path: Path, title: str, table: Contacts) -> None:
    """The contacts as .xlsx or .csv; a file with whole ones is readable by its owner alone."""
    if path.suffix.lower() == ".xlsx":
        import export  # a writer of workbooks costs start-up time that most commands need not pay

        export.write_table(path, title, table.heading, table.rows)
    else:
        _write_csv(path, [table.heading, *table.rows])
    if table.unmasked:
        path.chmod(0o600)


def contacts(path: Path, table: Contacts) -> None:
    """How many were written, and how."""
    how = "完整的电话和邮箱，已记录；用完请删除" if table.unmasked else "电话和邮箱隐去了中间"
    say(f"写了 {len(table.rows)} 行到 {path}（{how}）")


def disclosures(found: Sequence[dict[str, Any]]) -> None:
    """Who took whole contacts out."""
    if not found:
        say("没有人导出过完整的联系方式")
        return
    shown = Table("时间（UTC）", "使用人", "用途", "人数", title="导出过完整联系方式")
    for one in found:
        shown.add_row(one["at"], one["who"], one["purpose"], str(one["count"]))
    OUT.print(shown)
    say("都有谁：export --log --json")


def forgotten(body: Forgotten) -> None:
    """What was removed, and what could not be told to be his."""
    say(f"已删除。墓碑 {body.tombstone}（{body.date}）；以后的表里再有此人，那一行不收，并提醒")
    say(
        f"账本：记录 {body.records} 条、原始行 {body.rows} 行、关系 {body.links} 条、"
        f"电话邮箱 {body.personal} 个、别处提到 {body.mentions} 处"
    )
    if body.left:
        say(f"还有 {len(body.left)} 处有同样的名字，认不定是不是此人，没有动，请人看一看：")
        for place in body.left[:SHOWN]:
            say(f"  {place}")
    for target in body.elsewhere:
        say(f"这个账本还喂过 {target}：请把地址指向它，运行 sync --repair")
    say("备份、导出过的文件和服务器的日志不在这里，见 docs/personal-data.md")


def _write_csv(path: Path, rows: Sequence[Sequence[str]]) -> None:
    """UTF-8 with a mark, as Excel wants it; a text that would be a formula there is kept a text."""
    safe = [[f"'{cell}" if cell.startswith(_ACTIVE) else cell for cell in row] for row in rows]
    try:
        with path.open("w", encoding="utf-8-sig", newline="") as handle:
            csv.writer(handle).writerows(safe)
    except OSError as error:
        raise InputError(
            f"写不了 {path}（{error.strerror}）", "换一个文件夹，或先关掉正打开它的 Excel"
        ) from error
