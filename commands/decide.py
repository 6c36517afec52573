"""Commands on what becomes of matches."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

import show
from app import App
from commands.shared import Json, cli, emit
from errors import UsageError
from matches.chain import REASONS, STATUSES
from matches.saying import Details


class _Record(TyperGroup):
    """`decide MATCH STATUS` is short for `decide record MATCH STATUS`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """The command's name before what is none."""
        if args and args[0] not in self.commands and args[0] != "--help":
            args = ["record", *args]
        return super().parse_args(ctx, args)


decide = typer.Typer(
    name="decide",
    cls=_Record,
    help="一对供需后来怎样：推送、接洽、意向、协议、登记、回款，或回绝；只加不改，可以撤销",
    no_args_is_help=True,
)
cli.add_typer(decide, name="decide")

By = Annotated[str | None, typer.Option("--by", help="谁记的；省略时用 SHUANGJIN_USER 或登录名")]
_STATUSES = "、".join(f"{one.name} {one.label}" for one in STATUSES.values())


@decide.command("record")
def record_step(
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="MATCH STATUS", help=f"匹配编号（或双方的编号、名称），再写到了哪一步：{_STATUSES}"
        ),
    ] = None,
    reason: Annotated[str, typer.Option("--reason", help=f"回绝的原因：{'、'.join(REASONS)}")] = "",
    dated: Annotated[str, typer.Option("--on", help="哪一天的事；省略时为今天")] = "",
    amount: Annotated[str, typer.Option("--amount", help="回款金额，如 20万元")] = "",
    note: Annotated[str, typer.Option("--note", help="备注")] = "",
    by: By = None,
    sheet: Annotated[
        Path | None, typer.Option("--from", help="不写 MATCH，读回 watch run 写的表里填的结果")
    ] = None,
    as_json: Json = False,
) -> None:
    """记下一对到了哪一步；record 可以不写。"""
    if sheet:
        if words or reason or dated or amount or note:
            raise UsageError("--from 不能和 MATCH 等一起用", "结果都写在表里；只留 --from 和 --by")
        _from(sheet, by, as_json)
        return
    if not words or len(words) < 2:
        raise UsageError("要写哪一对、到了哪一步", "如 shuangjin decide abc234_def567 contacted")
    with App(command="decide") as app:
        told = app.record(words[:-1], words[-1], Details(reason, dated, amount, note, by or ""))
    emit(as_json, told, lambda: show.recorded(told))


@decide.command("list")
def list_matches(
    status: Annotated[
        str | None, typer.Option("--status", "-s", help="只要现在在这一步的，如 refused")
    ] = None,
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, help="最多几对")] = 20,
    as_json: Json = False,
) -> None:
    """有记录的每一对，最近动过的在前；每一步带编号，可以撤销。"""
    with App(command="decide list") as app:
        total, found = app.matches(status, limit)
    emit(as_json, {"total": total, "matches": found}, lambda: show.matches(total, found))


@decide.command("undo")
def undo_step(
    number: Annotated[int, typer.Argument(metavar="STEP", help="记录的编号，见 decide list")],
    by: By = None,
    as_json: Json = False,
) -> None:
    """撤销一条记录；撤销也记在账上。"""
    with App(command="decide undo") as app:
        undone = app.undo_step(number, by)
    emit(as_json, undone, lambda: show.say(f"已撤销第 {undone.step} 号记录：{undone.label} {undone.dated}"))


@decide.command("export")
def export_judgements(
    path: Annotated[Path, typer.Argument(metavar="FILE", help="写到哪个 .csv")],
    texts: Annotated[
        Path | None,
        typer.Option("--texts", help="另在这个文件夹写 needs.csv 和 achievements.csv，都是 evaluate 读的"),
    ] = None,
    as_json: Json = False,
) -> None:
    """把需求和成果的结果写成评判表（need_id、achievement_id、level），给 evaluate 用。"""
    with App(command="decide export") as app:
        count = app.export_judgements(path, texts)
    emit(as_json, {"judgements": count}, lambda: show.say(f"写了 {count} 条评判：{path}"))


def _from(sheet: Path, by: str | None, as_json: bool) -> None:
    with App(command="decide --from") as app:
        taken = app.record_sheet(sheet, by)
    emit(as_json, taken, lambda: show.taken(taken))
    if taken.refused:
        raise typer.Exit(1)
