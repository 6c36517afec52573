"""The command on this task of the programme."""

from __future__ import annotations

from commands.plan import At, County, Drill, Record, Wanted, Xlsx, answer, county_code, plan
from commands.shared import Json
from programme import agreements


@plan.command("agreements")
def plan_agreements(
    county: County = None,
    at: At = None,
    xlsx: Xlsx = None,
    drill: Drill = None,
    record: Record = False,
    as_json: Json = False,
) -> None:
    """协同创新协议：台账、到期的、久未联系的、共建的平台、可以去谈的企业与院所。--record 记下去谈谁。"""
    options, wanted = agreements.Options(county_code(county)), Wanted(at, xlsx, drill, record, as_json)
    answer("agreements", lambda _, world: agreements.plan(world, options), wanted)
