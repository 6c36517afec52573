"""The command that writes what is known into files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

import show
from app import App
from commands.shared import Json, cli, emit, kind_name
from errors import UsageError

FORMATS = ("neo4j-import", "contacts")


@cli.command()
def export(
    path: Annotated[
        Path | None,
        typer.Argument(help="写到哪里：neo4j-import 是新的或空的文件夹，contacts 是 .xlsx 或 .csv"),
    ] = None,
    output: Annotated[str, typer.Option("--format", help="neo4j-import 或 contacts")] = "neo4j-import",
    kind: Annotated[str, typer.Option("--kind", "-k", help="contacts 写哪一类，如 博士 或 企业")] = "Doctor",
    unmasked: Annotated[
        bool, typer.Option("--unmasked", help="contacts 写完整的电话和邮箱；要写明用途，并且会记录在账本里")
    ] = False,
    purpose: Annotated[str, typer.Option("--purpose", help="拿完整的电话和邮箱做什么，至少五个字")] = "",
    log: Annotated[
        bool, typer.Option("--log", help="不导出，列出谁在什么时候为什么导出过完整的联系方式")
    ] = False,
    as_json: Json = False,
) -> None:
    """导出：整个图，写成 neo4j-admin 批量导入的文件（步骤在里面的 说明.txt）；或联系方式，默认隐去中间。"""
    if log:
        with App(command="export") as app:
            found = app.disclosures()
        emit(as_json, found, lambda: show.disclosures(found))
        return
    if output not in FORMATS:
        raise UsageError(f"不会写成“{output}”", f"--format 可用：{'、'.join(FORMATS)}")
    if path is None:
        raise UsageError("没有说写到哪里", "给出一个文件夹，或 contacts 的 .xlsx、.csv 文件名")
    if output == "contacts":
        _contacts(path, kind, (unmasked, purpose), as_json)
    elif unmasked or purpose:
        raise UsageError("--unmasked 和 --purpose 只用于联系方式", "加上 --format contacts")
    else:
        _graph(path, as_json)


def _graph(folder: Path, as_json: bool) -> None:
    with App(command="export") as app, show.progress(as_json) as progress:
        manifest = app.export(folder, progress)
    emit(as_json, manifest, lambda: show.exported(manifest, folder))


def _contacts(path: Path, kind: str, how: tuple[bool, str], as_json: bool) -> None:
    unmasked, purpose = how
    show.require_table(path)
    with App(command="export") as app:
        name = kind_name(app, kind)
        table = app.contacts(name, unmasked=unmasked, purpose=purpose)
        label = app.ontology.kinds[name].label
    show.write_contacts(path, f"{label}联系方式", table)
    body = {"path": str(path), "kind": name, "rows": len(table.rows), "unmasked": unmasked}
    emit(as_json, body, lambda: show.contacts(path, table))
