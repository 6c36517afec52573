"""What an ingest did."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from rich.table import Table

from ingest.conflicts import CODES
from ingest.load import FileReport, Report
from ontology.model import Ontology
from recommend.model import Answer
from show.console import OUT, say, waiting_pairs
from show.found import answer
from show.preview import preview

SHOWN = 50
"""Problems shown on the terminal; `--report` writes all of them."""


def report(body: Report, model: Ontology, written: Sequence[Path] = ()) -> None:
    """What became of each file, the first problems with their places, and where the reports for the senders
    were `written`; of a dry run, what would change.
    """
    table = Table(
        "文件", "行", "收下", "退回", "提醒", title="试运行，什么也没有写入" if body.preview else "导入结果"
    )
    for file in body.files:
        warnings = sum(one.level == "warning" for one in file.problems)
        name = f"{Path(file.path).name}{'（与上次相同，未重读）' if file.unread else ''}"
        table.add_row(name, str(file.rows), str(file.accepted), str(file.rejected), str(warnings))
    OUT.print(table)
    _problems(body)
    for file in body.files:
        if file.unknown_columns:
            names = list(dict.fromkeys(file.unknown_columns))
            more = f"……还有 {len(names) - SHOWN} 列" if len(names) > SHOWN else ""
            say(f"{Path(file.path).name} 没有用到的列：{'、'.join(names[:SHOWN])}{more}")
        _passed_over(file)
    for name in body.skipped:
        say(f"跳过 {name}：不是 .xlsx、.csv 或 .jsonl")
    what = "已收回" if body.retired else "确认后用 --retire 收回"
    for gone in body.vanished[:SHOWN]:
        say(f"消失 {gone['source']} 不再有 {gone['id']}；{what}")
    for path in written:
        say(f"报告 {path}")
    if body.preview:
        preview(body.preview, model)
    if body.joined:
        say(f"自动合并 {body.joined} 对；用 resolve log 看，resolve undo 撤销")
    waiting_pairs(body.waiting)
    say(f"新增 {body.added}，改动 {body.changed}，未变 {body.unchanged}，消失 {len(body.vanished)}")


def _passed_over(file: FileReport) -> None:
    for one in file.tables:
        where = " ".join(part for part in (Path(file.path).name, one.sheet) if part)
        for why, rows in one.passed_over().items():
            say(f"{where} 跳过的{why}：第 {rows} 行")


def _problems(body: Report) -> None:
    """The first problems; in a dry run without the conflicts, which its preview lists."""
    places = [
        (Path(file.path).name, one)
        for file in body.files
        for one in file.problems
        if not (body.preview and one.code in CODES)
    ]
    for name, one in places[:SHOWN]:
        where = " ".join(part for part in (name, one.sheet, f"第 {one.row} 行", one.column) if part)
        say(f"{'退回' if one.level == 'error' else '提醒'} {where} [{one.code}] {one.message}")
    if len(places) > SHOWN:
        say(f"……还有 {len(places) - SHOWN} 处；用 --report 报告.xlsx 写出全部")


def demo(loaded: Report, body: Answer, model: Ontology, home: Path) -> None:
    """The demo's recommendation, and three commands to go on with."""
    report(loaded, model)
    OUT.print()
    answer(body, model)
    called = Path(sys.argv[0]).name
    program = "python cli.py" if called == "cli.py" else sys.argv[0]
    say(f"\n接下来可以试：\n  export SHUANGJIN_HOME={home}")
    for line in ("search 尾矿制砖", "recommend 示例绿尾 --for doctor", "cypher --named top-terms -p limit=5"):
        say(f"  {program} {line}")


def templates(found: Sequence[Mapping[str, str]]) -> None:
    """What can be given out to be filled."""
    table = Table("模板", "填什么")
    for one in found:
        table.add_row(one["template"], one["label"])
    OUT.print(table)
