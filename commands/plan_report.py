"""The monthly report in Word."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

import show
from app import App
from commands.plan import County, county_code, plan
from commands.shared import Json, emit
from programme import scorecard
from programme.monthly import last_day, monthly


@plan.command("report")
def plan_report(
    path: Annotated[Path, typer.Argument(metavar="OUT.docx", help="写到哪个 .docx")],
    month: Annotated[str, typer.Option("--month", help="哪个月，如 2026-06；数截至那月最后一天")],
    county: County = None,
    template: Annotated[
        Path | None, typer.Option("--template", help="自己的 .docx 模板；省略时用随程序的")
    ] = None,
    as_json: Json = False,
) -> None:
    """月报：九项任务的数和图，写成 Word；每个数带命名查询和账本次数。"""
    from workbooks.monthly import TEMPLATE, write_monthly

    options = scorecard.Options(county_code(county))
    with App(command="plan report") as app:
        body = monthly(app.plan(lambda world: scorecard.plan(world, options), last_day(month)))
        write_monthly(path, body, template or TEMPLATE)
    told = {"path": str(path), "month": body.month, "run": body.plan.run,
            "figures": sum(len(one.figures) for one in body.groups), "charts": len(body.charts)}  # fmt: skip
    emit(
        as_json,
        told,
        lambda: show.say(f"{path}：{told['figures']} 个数，{told['charts']} 张图，截至 {body.plan.at}"),
    )
