"""The command on this task of the programme."""

from __future__ import annotations

from commands.plan import At, County, Drill, Record, Wanted, Xlsx, answer, county_code, plan
from commands.shared import Json
from programme import survey


@plan.command("survey")
def plan_survey(
    county: County = None,
    at: At = None,
    xlsx: Xlsx = None,
    drill: Drill = None,
    record: Record = False,
    as_json: Json = False,
) -> None:
    """需求调查：各县回表率、谁没回、需求写得全不全和要追问什么、企业与院所的合作底数。--record 记下催报。"""
    options = survey.Options(county_code(county))
    answer("survey", lambda _, world: survey.plan(world, options), Wanted(at, xlsx, drill, record, as_json))
