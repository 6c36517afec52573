"""The command on the steps of firms: 登高培育."""

from __future__ import annotations

from typing import Annotated

import typer

from app import App
from commands.plan import At, County, Drill, Record, Wanted, Xlsx, answer, county_code, plan
from commands.shared import Json
from errors import UsageError
from programme import ladder
from programme.ladder_what_if import changes
from programme.model import Plan
from programme.world import World


@plan.command("ladder")
def plan_ladder(
    enterprise: Annotated[
        str, typer.Argument(metavar="[ENTERPRISE]", help="只看这一家，逐条列出条件；省略时全部企业")
    ] = "",
    county: County = None,
    to: Annotated[str, typer.Option("--to", help="只看这级台阶，如 高新技术企业、高企")] = "",
    nearest: Annotated[int, typer.Option("--nearest", "-n", min=1, help="最接近下一台阶的企业列几家")] = 20,
    given: Annotated[
        list[str] | None,
        typer.Option("--set", help="试算：名称=值，可写多个，如 --set rd=380（金额为万元）；要写 ENTERPRISE"),
    ] = None,
    at: At = None,
    xlsx: Xlsx = None,
    drill: Drill = None,
    record: Record = False,
    as_json: Json = False,
) -> None:
    """登高培育：企业在哪级台阶，下一级还差什么，谁离得最近。"""
    if enterprise and county:
        raise UsageError("ENTERPRISE 和 --county 只能写一个", "看一家企业时去掉 --county")
    wanted = changes(given or ())
    if record and wanted:
        raise UsageError("试算不能记在账上", "去掉 --record，或去掉 --set")

    def make(app: App, world: World) -> Plan:
        firm = app.find(enterprise).id if enterprise else ""
        options = ladder.Options(county_code(county), firm, to, nearest, wanted)
        return ladder.plan(world, options)

    answer("ladder", make, Wanted(at, xlsx, drill, record, as_json))
