"""The command on this task of the programme."""

from __future__ import annotations

from typing import Annotated

import typer

from app import App
from commands.plan import At, County, Drill, Record, Wanted, Xlsx, answer, county_code, plan
from commands.shared import Json
from programme import policy
from programme.model import Plan
from programme.world import World


@plan.command("policy")
def plan_policy(
    enterprise: Annotated[
        str | None,
        typer.Argument(metavar="ENTERPRISE", help="哪家企业：编号、信用代码或名称；省略时看全部企业"),
    ] = None,
    county: County = None,
    days: Annotated[
        int | None, typer.Option("--days", min=0, help="多少天内截止算快截止；省略时按规则")
    ] = None,
    at: At = None,
    xlsx: Xlsx = None,
    drill: Drill = None,
    record: Record = False,
    as_json: Json = False,
) -> None:
    """惠企政策：哪些政策适用于哪些企业、依据或卡在哪一条，快截止的，孵化载体服务谁、谁可以入驻。"""
    code = county_code(county)

    def make(app: App, world: World) -> Plan:
        firm = app.find(enterprise).id if enterprise else ""
        return policy.plan(world, policy.Options(code, firm, days))

    answer("policy", make, Wanted(at, xlsx, drill, record, as_json))
