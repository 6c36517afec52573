"""Commands on the stores behind the ledger."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

import show
from app import App
from commands.shared import Json, cli, emit


@cli.command()
def status(as_json: Json = False) -> None:
    """账本里有什么，图和索引跟到了哪里。"""
    with App(command="status") as app:
        body = app.status()
    emit(as_json, body, lambda: show.status(body, app.ontology))


@cli.command()
def sync(
    repair: Annotated[bool, typer.Option("--repair", help="再逐项比对账本、图和索引，补缺改错")] = False,
    rollback: Annotated[bool, typer.Option("--rollback", help="让上一版索引重新服务，别的不做")] = False,
    imported: Annotated[
        Path | None, typer.Option("--imported", help="Neo4j 已经导入了 export 写的这个文件夹：核对后接着跟")
    ] = None,
    as_json: Json = False,
) -> None:
    """让图和索引跟上账本；坏了的内嵌库从账本重建。"""
    if rollback:
        with App(command="sync") as app:
            behind = app.rollback()
        emit(as_json, {"behind": behind}, lambda: show.rollback(behind))
        return
    with App(command="sync") as app, show.progress(as_json) as progress:
        if imported:
            app.adopt(imported)
        followed, mended = app.sync(repair=repair, progress=progress)
    body = {**followed, "repaired": mended} if repair else followed
    emit(as_json, body, lambda: show.sync(followed, mended))


@cli.command()
def verify(as_json: Json = False) -> None:
    """比对账本、图和索引（数量和内容）；不一致时退出码 5。"""
    with App(command="verify") as app:
        found = app.verify()
    agrees = all(one.agrees for one in found)
    emit(as_json, {"agrees": agrees, "differences": found}, lambda: show.verify(found))
    if not agrees:
        raise typer.Exit(5)
