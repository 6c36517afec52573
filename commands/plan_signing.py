"""The command on this task of the programme."""

from __future__ import annotations

from typing import Annotated

import typer

from commands.plan import At, County, Drill, Record, Wanted, Xlsx, answer, county_code, plan
from commands.shared import Json
from programme import signing


@plan.command("signing")
def plan_signing(
    county: County = None,
    stage: Annotated[
        str, typer.Option("--stage", help="至少谈到哪一步：agreed 协议谈定、interested 意向、contacted 接洽")
    ] = "",
    pairs: Annotated[int | None, typer.Option("--pairs", min=1, help="最多上台几对；省略时全部")] = None,
    start: Annotated[str, typer.Option("--start", help="几点开场，如 09:00；省略时按规则")] = "",
    at: At = None,
    xlsx: Xlsx = None,
    drill: Drill = None,
    record: Record = False,
    as_json: Json = False,
) -> None:
    """西商专场：按洽谈步骤排可以签约的对，西安的院所在前，出议程和桌签；已签过的、有障碍的另列。"""
    options = signing.Options(county_code(county), stage, pairs, start)
    answer("signing", lambda _, world: signing.plan(world, options), Wanted(at, xlsx, drill, record, as_json))
