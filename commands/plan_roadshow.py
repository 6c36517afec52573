"""The command on this task of the programme."""

from __future__ import annotations

from typing import Annotated

import typer

from commands.plan import At, Drill, Record, Wanted, Xlsx, answer, county_code, day, plan
from commands.shared import Json
from errors import UsageError
from programme import roadshow
from programme.roadshow import Options


@plan.command("roadshow")
def plan_roadshow(
    county: Annotated[str | None, typer.Option("--county", "-c", help="在哪个区县办一场")] = None,
    season: Annotated[
        bool, typer.Option("--season", help="七个区县和商洛高新区各办一场，成果不重复")
    ] = False,
    achievements: Annotated[
        int | None, typer.Option("--achievements", min=1, help="一场至多几项成果；默认 8")
    ] = None,
    firms: Annotated[int | None, typer.Option("--firms", min=1, help="一场至多请几家企业；默认 40")] = None,
    per_field: Annotated[
        int | None, typer.Option("--per-field", min=1, help="一场里同一学科至多几项；默认 2")
    ] = None,
    per_owner: Annotated[
        int | None, typer.Option("--per-owner", min=1, help="一场里同一单位至多几项；默认 2")
    ] = None,
    first: Annotated[str | None, typer.Option("--from", help="第一场哪一天；省略时两周后")] = None,
    every: Annotated[int | None, typer.Option("--every", min=1, help="两场隔几天；默认 14")] = None,
    least: Annotated[
        float | None,
        typer.Option("--least", min=0, max=1, help="至少较强的可能性不到多少的配对不计入；默认 0.1"),
    ] = None,
    at: At = None,
    xlsx: Xlsx = None,
    drill: Drill = None,
    record: Record = False,
    as_json: Json = False,
) -> None:
    """常态路演：演哪些成果、请哪些企业，预期的较强匹配最多。"""
    if season == (county is not None):
        raise UsageError(
            "要么写 --county，要么写 --season", "如 --county 山阳县；全年各区县各一场用 --season"
        )
    asked = Options(
        county_code(county), achievements, firms, per_field, per_owner, day(first, "--from"), every, least
    )
    wanted = Wanted(at, xlsx, drill, record, as_json)
    answer(roadshow.TASK, lambda _, world: roadshow.plan(world, asked), wanted)
