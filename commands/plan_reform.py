"""The command on 三项改革."""

from __future__ import annotations

from typing import Annotated

import typer

from app import App
from commands.plan import At, County, Drill, Record, Wanted, Xlsx, answer, county_code, plan
from commands.shared import Json
from errors import UsageError
from programme import reform
from programme.model import Plan
from programme.reform_part import PARTS, Options
from programme.world import World


@plan.command("reform")
def plan_reform(
    institute: Annotated[
        str | None, typer.Option("--institute", "-i", help="只看这家院所的成果和人：编号、名称或简称")
    ] = None,
    county: County = None,
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, max=50, help="每项成果最多几家企业")] = 3,
    candidate: Annotated[
        list[str] | None,
        typer.Option("--candidate", help="科技副总候选，博士:企业，如 BS-095:步健康；可以写多次"),
    ] = None,
    part: Annotated[
        list[str] | None, typer.Option("--part", help=f"只要这部分：{'、'.join(PARTS.values())}；可以写多次")
    ] = None,
    at: At = None,
    xlsx: Xlsx = None,
    drill: Drill = None,
    record: Record = False,
    as_json: Json = False,
) -> None:
    """三项改革：先使用后付费、留存份额、科技副总核对、完成人优先受让和统计，逐条给出依据。"""
    parts = tuple(map(_part, part or ())) or tuple(PARTS)
    code = county_code(county)

    def make(app: App, world: World) -> Plan:
        owner = app.find(institute, ("Institute",)) if institute else None
        candidates = tuple(_candidate(app, one) for one in candidate or ())
        options = Options(owner.id if owner else "", code, limit, candidates, parts)
        return reform.plan(world, options, str(owner.properties["name"]) if owner else "")

    answer("reform", make, Wanted(at, xlsx, drill, record, as_json))


def _part(text: str) -> str:
    """The part a person names by its name or label."""
    for name, label in PARTS.items():
        if text in (name, label):
            return name
    raise UsageError(f"没有“{text}”这一部分", f"可用：{'、'.join(PARTS.values())}")


def _candidate(app: App, text: str) -> tuple[str, str]:
    """The ids behind DOCTOR:FIRM."""
    doctor, _, firm = text.replace("：", ":").partition(":")
    if not doctor.strip() or not firm.strip():
        raise UsageError(f"--candidate 要写成 博士:企业，不是“{text}”", "如 --candidate BS-095:步健康")
    return app.find(doctor.strip(), ("Doctor",)).id, app.find(firm.strip(), ("Enterprise",)).id
