"""The command that tells where what is known of an entity came from."""

from __future__ import annotations

from typing import Annotated

import typer

import show
from app import App
from commands.shared import Json, cli, emit


@cli.command("show")
def show_entity(
    text: Annotated[str, typer.Argument(help="编号、代码或名称；企业、成果、博士、需求、区县、术语……都可以")],
    at: Annotated[
        str | None, typer.Option("--at", help="那时的样子：日期 2024-06-30（那天结束时），或第几次导入，如 3")
    ] = None,
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, help="每种关系最多列出几条")] = 10,
    as_json: Json = False,
) -> None:
    """一个企业、成果、人……的每个值出自哪个文件哪一行，原来是什么，有哪些关系和决定。"""
    with App(command="show") as app:
        found = app.history(text, at, limit)
        emit(as_json, found, lambda: show.history(found, app.ontology, past=at is not None))
