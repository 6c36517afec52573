"""Commands on who is who: pairs that may be one, and the decisions on them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

import show
from app import App
from commands.shared import Json, Kind, cli, emit, kind_name, labels

resolve = typer.Typer(
    name="resolve", help="谁和谁是同一个：拿不准的成对列出，由人决定，决定可以撤销", no_args_is_help=True
)
cli.add_typer(resolve, name="resolve")

Pairs = Annotated[
    list[str], typer.Argument(metavar="PAIR...", help="list 给出的短编号，或两个编号：LEFT RIGHT")
]
By = Annotated[str | None, typer.Option("--by", help="谁决定的；省略时用 SHUANGJIN_USER 或登录名")]
Limit = Annotated[int, typer.Option("--limit", "-n", min=1, help="最多几条")]


@resolve.command("list")
def list_waiting(kind: Kind = None, limit: Limit = 20, as_json: Json = False) -> None:
    """等人决定的对子：双方、得分，每项特征的分数和理由。"""
    with App(command="resolve list") as app:
        total, found = app.waiting(kind_name(app, kind) if kind else None, limit)
    body = {"total": total, "pairs": found}
    emit(as_json, body, lambda: show.waiting(total, found, labels(app.ontology)))


@resolve.command()
def accept(pairs: Pairs, by: By = None, as_json: Json = False) -> None:
    """是同一个：合并，图和索引里从此只有一个，旧编号、旧名称仍然找得到。"""
    with App(command="resolve accept") as app:
        ruled = app.decide(pairs, "same", by)
    emit(as_json, {"decisions": ruled}, lambda: show.ruled(ruled))


@resolve.command()
def reject(pairs: Pairs, by: By = None, as_json: Json = False) -> None:
    """不是同一个：以后不再问。"""
    with App(command="resolve reject") as app:
        ruled = app.decide(pairs, "different", by)
    emit(as_json, {"decisions": ruled}, lambda: show.ruled(ruled))


@resolve.command()
def undo(
    number: Annotated[int, typer.Argument(metavar="DECISION", help="决定的编号，见 resolve log")],
    by: By = None,
    as_json: Json = False,
) -> None:
    """撤销一个决定：一切回到没有决定过的样子，那一对重新等人决定。"""
    with App(command="resolve undo") as app:
        undone = app.undo(number, by)
    emit(as_json, undone, lambda: show.undone(undone))


@resolve.command()
def log(limit: Limit = 20, as_json: Json = False) -> None:
    """做过的决定和撤销，新的在前。"""
    with App(command="resolve log") as app:
        found = app.decisions(limit)
    emit(as_json, {"decisions": found}, lambda: show.decisions(found))


@resolve.command("export")
def export_decisions(
    path: Annotated[Path, typer.Argument(metavar="FILE", help="写到哪个 .csv 或 .jsonl")],
    as_json: Json = False,
) -> None:
    """把每一对最后的决定写成文件，连同双方的代码和名称。"""
    with App(command="resolve export") as app:
        count = app.export_decisions(path)
    emit(as_json, {"decisions": count}, lambda: show.say(f"写了 {count} 个决定：{path}"))


@resolve.command("import")
def import_decisions(
    path: Annotated[Path, typer.Argument(metavar="FILE", help="resolve export 写的文件")],
    by: By = None,
    as_json: Json = False,
) -> None:
    """把文件里的决定用到这个账本；对不上的逐行报告，退出码 1，改好后可以再导入。"""
    with App(command="resolve import") as app:
        applied = app.import_decisions(path, by)
    emit(as_json, applied, lambda: show.applied(applied))
    if applied.refused:
        raise typer.Exit(1)
