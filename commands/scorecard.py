"""The scorecard."""

from __future__ import annotations

from commands.plan import At, County, Drill, Wanted, Xlsx, answer_as, county_code
from commands.shared import Json, cli
from programme.scorecard import Options, plan


@cli.command("scorecard")
def scorecard(
    county: County = None,
    at: At = None,
    xlsx: Xlsx = None,
    drill: Drill = None,
    as_json: Json = False,
) -> None:
    """计分卡：九项任务和双清零的数，按区县、按月份；--drill 指标@区县@月份 打开一个数。"""
    options = Options(county_code(county))
    answer_as("scorecard", lambda _, world: plan(world, options), Wanted(at, xlsx, drill, False, as_json))
