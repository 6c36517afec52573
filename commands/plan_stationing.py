"""The command on this task of the programme."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Annotated

import typer

from app import App
from commands.plan import At, County, Drill, Record, Wanted, Xlsx, answer, county_code, plan
from commands.shared import Json
from errors import UsageError
from ontology.tables import table
from programme import stationing
from programme.stationing_facts import Ends, Options

Quota = tuple[str, int, int | None]
_QUOTA = re.compile(r"(?P<county>[^=]+)=(?:(?P<low>\d*)\.\.)?(?P<high>\d*)")
PAIR = "DOCTOR:FIRM"


@plan.command("stationing")
def plan_stationing(
    doctors: Annotated[
        int | None, typer.Option("--doctors", min=0, help="一共最多派多少个名额；省略时按规则，100")
    ] = None,
    per_firm: Annotated[
        int | None, typer.Option("--per-firm", min=0, help="每家企业最多几名博士；省略时按规则，2")
    ] = None,
    per_doctor: Annotated[
        int | None,
        typer.Option("--per-doctor", min=0, help="每名博士最多几家；省略时按规则，1；本人写了的按本人"),
    ] = None,
    quota: Annotated[
        list[str] | None,
        typer.Option(
            "--quota", metavar="区县=最少..最多", help="区县名额，如 山阳县=2..20；=20 只定上限；可以多次"
        ),
    ] = None,
    must: Annotated[
        list[str] | None, typer.Option("--must", metavar=PAIR, help="这一对必须派，写编号或名称；可以多次")
    ] = None,
    forbid: Annotated[
        list[str] | None, typer.Option("--forbid", metavar=PAIR, help="这一对不能派；可以多次")
    ] = None,
    keep: Annotated[
        float | None,
        typer.Option("--keep", min=0, max=1, help="续派上年的一对加多少分，0 到 1；省略时按规则，0.1"),
    ] = None,
    role: Annotated[
        str | None, typer.Option("--role", help="这次都派作什么身份；省略时续派的不变，新派为科技专员")
    ] = None,
    weak: Annotated[bool, typer.Option("--weak", help="匹配等级只到弱的也派")] = False,
    unknown: Annotated[bool, typer.Option("--unknown", help="研发活动不明的企业也派")] = False,
    county: County = None,
    at: At = None,
    xlsx: Xlsx = None,
    drill: Drill = None,
    record: Record = False,
    as_json: Json = False,
) -> None:
    """百名博士下车间：博士与企业怎样配总体最好。"""
    asked = Options(doctors, per_firm, per_doctor, tuple(map(_quota, quota or ())), keep=keep,
                    county=county_code(county), unknown=unknown, weak=weak)  # fmt: skip
    _once([one[0] for one in asked.quotas])

    def found(app: App) -> Options:
        pairs = [tuple(_pair(app, one) for one in some or ()) for some in (must, forbid)]
        return replace(asked, must=pairs[0], forbidden=pairs[1], role=_role(app, role))

    wanted = Wanted(at, xlsx, drill, record, as_json)
    answer(stationing.TASK, lambda app, world: stationing.plan(world, found(app)), wanted)


def _quota(text: str) -> Quota:
    """A county's code with its least and most."""
    said = _QUOTA.fullmatch(text.replace("…", ".."))
    if said is None or not (said["low"] or said["high"]):
        raise UsageError(
            f"看不懂名额“{text}”", "写成 山阳县=2..20、山阳县=2..（只定下限）或 山阳县=20（只定上限）"
        )
    code, low = county_code(said["county"]), int(said["low"] or 0)
    high = int(said["high"]) if said["high"] else None
    if any(table("county").parent(one) == code for one in table("county")):
        raise UsageError(f"{said['county']}下面还有区县，名额要给到区县", "全市的总数用 --doctors")
    if high is not None and high < low:
        raise UsageError(f"名额“{text}”的下限大于上限", "写成 山阳县=2..20")
    return code, low, high


def _once(counties: list[str]) -> None:
    for one in counties:
        if counties.count(one) > 1:
            raise UsageError(f"{table('county').name(one)}的名额给了两次", "合成一个 --quota")


def _pair(app: App, text: str) -> Ends:
    """The ids of a doctor and a firm; names and ids hold no colon."""
    doctor, _, firm = text.replace("：", ":").partition(":")
    if not (doctor.strip() and firm.strip()):
        raise UsageError(f"看不懂“{text}”", f"写成 {PAIR}，如 BS-003:山阳示例秦翘药业有限公司")
    return app.find(doctor, ("Doctor",)).id, app.find(firm, ("Enterprise",)).id


def _role(app: App, role: str | None) -> str | None:
    known = app.ontology.kinds["Doctor"].properties["station_role"].choices
    if role is not None and role not in known:
        raise UsageError(f"没有“{role}”这种身份", f"可用：{'、'.join(known)}")
    return role
