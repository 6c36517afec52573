"""The command on 登高培育."""

from __future__ import annotations

from typing import Annotated

import typer

from app import App
from commands.plan import At, County, Drill, Record, Wanted, Xlsx, answer, county_code, plan
from commands.shared import Json
from errors import UsageError
from ontology.model import ontology
from ontology.values import VALUE_TYPES, InvalidValue
from ontology.values import Options as ValueOptions
from ontology.values.base import Said
from programme import ladder

SHORT = {"rd": "rd_spend", "staff": "staff", "revenue": "revenue"}
"""Short names of what is set most."""
SETTABLE = ("integer", "money", "number", "flag", "keyword")


@plan.command("ladder")
def plan_ladder(
    enterprise: Annotated[str | None, typer.Argument(help="只看这一家：编号、代码、全称或简称")] = None,
    county: County = None,
    changes: Annotated[
        list[str] | None,
        typer.Option("--set", help="假设 名=值，如 rd=380（金额不写单位按万元）；可以写几个"),
    ] = None,
    nearest: Annotated[int, typer.Option("--nearest", min=1, help="列出离下一级最近的几家")] = ladder.NEAREST,
    at: At = None,
    xlsx: Xlsx = None,
    drill: Drill = None,
    record: Record = False,
    as_json: Json = False,
) -> None:
    """登高培育：每家企业在哪一级，下一级的条件差多少；--set 试算。"""
    values = dict(_change(one) for one in changes or ())

    def options(app: App) -> ladder.Options:
        found = app.find(enterprise).id if enterprise else ""
        return ladder.Options(county_code(county), found, values, nearest)

    wanted = Wanted(at, xlsx, drill, record, as_json)
    answer("ladder", lambda app, world: ladder.plan(world, options(app)), wanted)


def _change(text: str) -> tuple[str, float | bool | str]:
    """(property, value as the graph would hold it); UsageError for what is none."""
    name, equals, value = text.partition("=")
    specs = ontology().kinds["Enterprise"].properties
    known = {key: spec for key, spec in specs.items() if spec.type in SETTABLE and not spec.many}
    labels = {spec.label: key for key, spec in known.items()}
    key = SHORT.get(name.strip(), labels.get(name.strip(), name.strip()))
    if not equals or key not in known:
        told = "、".join(f"{key}（{spec.label}）" for key, spec in known.items() if spec.type != "keyword")
        raise UsageError(f"--set 写成 名=值：{text}", f"可用：{told}；rd 是研发投入")
    spec = known[key]
    try:
        said = VALUE_TYPES[spec.type].clean(value, ValueOptions(unit=spec.unit))
    except InvalidValue as error:
        raise UsageError(f"--set {text}：{error.message}", f"如 --set {name}=380") from error
    if isinstance(said, Said) or not isinstance(said, str | int | float):
        raise UsageError(f"--set {text}：要填一个确定的数", f"如 --set {name}=380")
    return key, said
