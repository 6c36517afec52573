"""Commands on standing queries."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

import show
from app import App
from commands.shared import Json, cli, code_value, emit
from errors import UsageError
from matches.watches import Terms
from recommend.strategy import STRATEGIES

watch = typer.Typer(name="watch", help="订阅：按区县、院所或企业，只列上次以来新的推荐", no_args_is_help=True)
cli.add_typer(watch, name="watch")
Name = Annotated[str, typer.Argument(metavar="NAME", help="订阅的名称")]


@watch.command("add")
def add_watch(
    name: Annotated[str, typer.Argument(metavar="NAME", help="起个名称，也用作文件名和表名")],
    county: Annotated[str | None, typer.Option("--county", "-c", help="这个区县的企业")] = None,
    institute: Annotated[str | None, typer.Option("--institute", help="这个院所的成果、博士和它自己")] = None,
    enterprise: Annotated[str | None, typer.Option("--enterprise", help="这一家企业")] = None,
    aim: Annotated[str, typer.Option("--for", help="achievement、doctor、institute 或 all")] = "all",
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, max=200, help="每家企业每种最多几条")] = 5,
    least: Annotated[str, typer.Option("--at-least", help="至少哪一等：强、较强、弱、无")] = "较强",
    as_json: Json = False,
) -> None:
    """加一个订阅。"""
    given = {"county": county, "institute": institute, "enterprise": enterprise}
    scopes = [(what, value) for what, value in given.items() if value is not None]
    if len(scopes) != 1:
        raise UsageError("要说订阅谁的，只说一个", "加上 --county、--institute、--enterprise 中的一个")
    ((scope, target),) = scopes
    if scope == "county":
        target = code_value("county", target)
    aims = tuple(STRATEGIES) if aim == "all" else (aim,)
    with App(command="watch add") as app:
        made = app.add_watch(name, Terms(scope, target, aims, limit, least))
        emit(as_json, made, lambda: show.watch_added(made, app.ledger))


@watch.command("list")
def list_watches(as_json: Json = False) -> None:
    """全部订阅：订阅谁的、列过几条、上次是什么时候。"""
    with App(command="watch list") as app:
        found = app.watches()
        emit(as_json, {"watches": show.watches_json(found)}, lambda: show.watches(found, app.ledger))


@watch.command("remove")
def remove_watch(name: Name, as_json: Json = False) -> None:
    """去掉一个订阅；以后用同一名称再加，从头列起。"""
    with App(command="watch remove") as app:
        gone = app.remove_watch(name)
    emit(as_json, gone, lambda: show.say(f"已去掉订阅“{gone.name}”"))


@watch.command("run")
def run_watches(
    name: Annotated[str | None, typer.Argument(metavar="[NAME]", help="只运行这一个；省略时全部")] = None,
    xlsx: Annotated[
        Path | None,
        typer.Option(
            "--xlsx", help="写成 .xlsx（每个订阅一张表），或写进文件夹（各写一个）；省略时只看，不算列过"
        ),
    ] = None,
    as_json: Json = False,
) -> None:
    """列出新的：没列过的，或等级升了的；已有结果的不再列。写成表的同时记为推送。"""
    with App(command="watch run") as app, show.progress(as_json) as progress:
        found = app.run_watches(name, xlsx, progress)
    emit(as_json, {"watches": show.listed_json(found)}, lambda: show.listed(found, xlsx is not None))
