"""What people see: tables and sentences in Chinese on stdout, progress and errors on stderr."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, is_dataclass
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table

from errors import AppError
from graph.store import Result
from ingest.load import Report
from ingest.verify import Difference
from recommend.model import Answer
from search.index import SearchResult

OUT = Console()
ERR = Console(stderr=True)


def as_json(body: object) -> None:
    """One JSON document on stdout."""
    sys.stdout.write(json.dumps(body, ensure_ascii=False, default=_jsonable) + "\n")


def _jsonable(value: object) -> object:
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    return str(value)


def error(failure: AppError, json_wanted: bool) -> None:
    """A failure: JSON on stdout when wanted, else message, cure and choices on stderr."""
    if json_wanted:
        as_json(failure.as_json())
        return
    ERR.print(f"[bold red]错误[/] {failure.message}", highlight=False)
    for choice in failure.choices:
        ERR.print(f"  · {choice}", highlight=False)
    if failure.cure:
        ERR.print(f"[bold]怎么办[/] {failure.cure}", highlight=False)


@contextmanager
def progress(quiet: bool) -> Iterator[Callable[[str, int, int], None]]:
    """A progress bar on stderr; silent where stderr is no terminal or JSON is wanted."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.speed}"),
    )
    with Progress(*columns, console=ERR, disable=quiet or not ERR.is_terminal) as bar:
        tasks: dict[str, Any] = {}

        def advance(name: str, done: int, total: int) -> None:
            if name not in tasks:
                tasks[name] = bar.add_task(name, total=total or None)
            bar.update(tasks[name], completed=done, total=total or None)

        yield advance


def report(body: Report) -> None:
    """What became of each file, and every problem with its place."""
    table = Table("文件", "行", "收下", "退回", title="导入结果")
    for file in body.files:
        table.add_row(file.path, str(file.rows), str(file.accepted), str(file.rejected))
    OUT.print(table)
    for file in body.files:
        for one in file.problems:
            OUT.print(
                f"{file.path} {one.sheet} 第{one.row}行 {one.column} [{one.code}] {one.message}", markup=False
            )
        if file.unknown_columns:
            OUT.print(f"{file.path} 没有用到的列：{'、'.join(file.unknown_columns)}", markup=False)
    OUT.print(f"新增 {body.added}，改动 {body.changed}，未变 {body.unchanged}，消失 {len(body.vanished)}")


def search(result: SearchResult) -> None:
    """Hits as a table."""
    table = Table("名称", "类", "分", "片段", title=f"共 {result.total} 条")
    for hit in result.hits:
        table.add_row(hit.name, hit.kind, f"{hit.score:.2f}", hit.highlights.get("body", ""))
    OUT.print(table)


def answer(body: Answer) -> None:
    """Recommendations, each with its evidence, features and first path."""
    for rank, one in enumerate(body.recommendations, start=1):
        OUT.print(f"\n{rank}. {one.name}（{one.id}） {one.score:.3f}", markup=False, style="bold")
        OUT.print(f"   {one.evidence}", markup=False)
        for feature in one.features:
            OUT.print(f"   - {feature.name} {feature.score:.2f} {feature.reason}", markup=False)
        for path in one.paths[:1]:
            OUT.print(
                "   " + " ".join(step.get("name") or f"-{step['relation']}-" for step in path), markup=False
            )


def answer_json(body: Answer) -> dict[str, Any]:
    """The JSON shape of an answer."""
    name = str(body.enterprise.properties.get("name", ""))
    return {
        "enterprise": {"id": body.enterprise.id, "name": name},
        "basis": body.basis,
        "recommendations": [asdict(one) for one in body.recommendations],
    }


def table(result: Result, output: str) -> None:
    """Rows as a table or csv; says when the cap cut them."""
    if output == "csv":
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerows([result.columns, *result.rows])
    else:
        shown = Table(*result.columns)
        for row in result.rows:
            shown.add_row(*(str(cell) for cell in row))
        OUT.print(shown)
    if result.truncated:
        ERR.print(f"只显示前 {len(result.rows)} 行；用 --limit 放宽")


def status(body: dict[str, Any]) -> None:
    """Counts and cursors."""
    OUT.print(f"数据目录 {body['home']}", markup=False)
    for name, count in {**body["entities"], **body["links"]}.items():
        OUT.print(f"  {name} {count}")
    for name, one in body["projections"].items():
        OUT.print(f"{name}: 落后 {one['behind']} 处改动（{one['target']}）", markup=False)


def sync(body: dict[str, int]) -> None:
    """How many changes went where."""
    OUT.print(f"图：{body['graph']} 处改动；索引：{body['index']} 处改动")


def verify(found: list[Difference]) -> None:
    """One line for each kind or relation that differs, or that all agree."""
    for one in found:
        if not one.agrees:
            OUT.print(
                f"{one.store} {one.name}：账本 {one.ledger}，实有 {one.found}；"
                f"缺 {len(one.missing)}，不同 {len(one.altered)}，多 {len(one.orphans)}"
            )
    if all(one.agrees for one in found):
        OUT.print(f"一致：比对了 {len(found)} 类，共 {sum(one.ledger for one in found)} 项")
