"""`plan chain`: the map of industries and fields, as a table, a drawing and a workbook."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from commands.plan import At, County, Drill, Record, Wanted, Xlsx, answer, county_code, plan
from commands.shared import Json
from errors import UsageError
from programme.chain import Options
from programme.chain import plan as chain
from programme.chain_items import LEVELS
from programme.model import Plan
from show.drawing import draw, write

Svg = Annotated[Path | None, typer.Option("--svg", help="另外画成一张 .svg")]
Level = Annotated[str, typer.Option("--level", help="行业看到哪一级：门类、大类、中类、小类")]


@plan.command("chain")
def plan_chain(
    county: County = None,
    level: Level = "大类",
    at: At = None,
    svg: Svg = None,
    xlsx: Xlsx = None,
    drill: Drill = None,
    record: Record = False,
    as_json: Json = False,
) -> None:
    """创新链产业链耦合图谱：行业 × 学科，红是有需求没供给，蓝是有成果没人接。"""
    if level not in LEVELS:
        raise UsageError(f"没有“{level}”这一级行业", f"--level 可用：{'、'.join(LEVELS)}")
    options = Options(county_code(county), level)

    def drawn(made: Plan) -> None:
        if svg:
            write(svg, draw(made))

    wanted = Wanted(at, xlsx, drill, record, as_json, drawn)
    answer("chain", lambda _, world: chain(world, options), wanted)
