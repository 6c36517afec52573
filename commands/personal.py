"""The command a person may ask for: to be forgotten."""

from __future__ import annotations

from typing import Annotated

import typer

import show
from app import App
from commands.shared import Json, cli, emit
from errors import UsageError


@cli.command()
def forget(
    doctor: Annotated[str, typer.Argument(help="博士的编号、ORCID 或姓名；同名的用编号")],
    yes: Annotated[bool, typer.Option("--yes", help="确认删除；删了不能撤销")] = False,
    reason: Annotated[str, typer.Option("--reason", help="为什么删，记在墓碑里；不要写姓名")] = "本人要求",
    as_json: Json = False,
) -> None:
    """按本人要求，从账本、图和索引里删去一位博士，不能撤销（没有 --undo）；以后的表里再有此人也不收。"""
    with App(command="forget") as app, show.progress(as_json) as progress:
        if not yes:
            found = app.find(doctor, ("Doctor",))
            who = "，".join(
                str(found.properties[one]) for one in ("name", "institute") if one in found.properties
            )
            raise UsageError(f"要删去的是 {who}（{found.id}），删了不能撤销", "是此人就加上 --yes 再运行一次")
        told = app.forget(doctor, reason, progress)
    emit(as_json, told, lambda: show.forgotten(told))
