"""The command on 供需推送."""

from __future__ import annotations

from typing import Annotated

import typer

from app import App
from commands.plan import At, County, Drill, Record, Wanted, Xlsx, answer, county_code, plan
from commands.shared import Json
from errors import UsageError
from programme import push
from recommend.calibration import LABELS


@plan.command("push")
def plan_push(
    county: County = None,
    institute: Annotated[str | None, typer.Option("--institute", help="只推这个院所的成果和人")] = None,
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, max=50, help="每项需求每种最多几条")] = 3,
    least: Annotated[str, typer.Option("--at-least", help="至少哪一等：强、较强、弱、无")] = "较强",
    at: At = None,
    xlsx: Xlsx = None,
    drill: Drill = None,
    record: Record = False,
    as_json: Json = False,
) -> None:
    """供需推送：需求推给合适的成果、博士和院所，成果推给行业龙头，推送过的不再推。"""
    if least not in LABELS:
        raise UsageError(f"没有“{least}”这一等", f"--at-least 可用：{'、'.join(reversed(LABELS))}")

    def options(app: App) -> push.Options:
        found = app.find(institute, ("Institute",)).id if institute else ""
        return push.Options(county_code(county), found, limit, least)

    wanted = Wanted(at, xlsx, drill, record, as_json)
    answer("push", lambda app, world: push.plan(world, options(app)), wanted)
