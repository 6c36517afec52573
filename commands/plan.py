"""The group of commands on the nine tasks: what all of them take, how they answer, and what was decided."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

import show
from app import App
from commands.shared import Json, cli, code_value, emit
from errors import UsageError
from ontology.tables import table
from programme.events import CITY
from programme.model import Plan
from programme.world import World

plan = typer.Typer(
    name="plan",
    help="双进九项任务：登高、政策、需求调查、派驻、推送、协议、路演、三项改革、签约",
    no_args_is_help=True,
)
cli.add_typer(plan, name="plan")

County = Annotated[str | None, typer.Option("--county", "-c", help="只看这个区县；省略时全市")]
At = Annotated[str | None, typer.Option("--at", help="按哪一天的规则和日期，如 2026-06-30；省略时今天")]
Xlsx = Annotated[Path | None, typer.Option("--xlsx", help="另外写成一个 .xlsx")]
Drill = Annotated[str | None, typer.Option("--drill", help="打开这个数：列出它的每一行和来源文件")]
Record = Annotated[bool, typer.Option("--record", help="把结果里的决定记在账上，可以撤销")]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What every plan is asked for; `also` is done with it before it is told."""

    at: str | None = None
    xlsx: Path | None = None
    drill: str | None = None
    record: bool = False
    as_json: bool = False
    also: Callable[[Plan], object] = lambda _: None


def answer(task: str, make: Callable[[App, World], Plan], wanted: Wanted) -> Plan:
    """Make the plan of a task and tell it as it is wanted."""
    return answer_as(f"plan {task}", make, wanted)


def answer_as(command: str, make: Callable[[App, World], Plan], wanted: Wanted) -> Plan:
    """Make a plan for a command of any name and tell it as it is wanted: last of all, so that what goes wrong
    with a file or the record leaves no second document behind the first.
    """
    with App(command=command) as app:
        made = app.plan(lambda world: make(app, world), day(wanted.at))
        if wanted.xlsx:
            from workbooks.plans import write_plan

            write_plan(wanted.xlsx, made)
        wanted.also(made)
        opened = app.drill(made, wanted.drill) if wanted.drill else None
        kept = app.keep_plan(made) if wanted.record else None
        body = show.drilled_json(made, *opened) if opened else show.plan_json(made)
        body["recorded"] = kept.code if kept else None
        emit(wanted.as_json, body, lambda: show.drilled(made, *opened) if opened else show.plan(made))
        if kept and not wanted.as_json:
            show.kept(kept)
    return made


def day(text: str | None, option: str = "--at") -> dt.date | None:
    """A day a person writes for an option, to the day; UsageError for less."""
    if text is None:
        return None
    said = code_value("date", text)
    try:
        return dt.date.fromisoformat(said)
    except ValueError as error:
        raise UsageError(f"{option} 要写到日：{text}", f"如 {option} 2026-06-30") from error


def county_code(text: str | None) -> str:
    """The code of a county a person names, one of the city's own; "" for none."""
    code = code_value("county", text) if text else ""
    if code and CITY not in table("county").chain(code):
        city = table("county").name(CITY)
        raise UsageError(f"{text}不在{city}", f"写{city}的区县，如 山阳县；别处的企业和院所用 cypher 查")
    return code


@plan.command("log")
def plan_log(as_json: Json = False) -> None:
    """记在账上的计划，最近的在前。"""
    with App(command="plan log") as app:
        found = app.kept_plans()
    emit(as_json, {"plans": found}, lambda: show.plans(found))


@plan.command("undo")
def plan_undo(
    code: Annotated[str, typer.Argument(metavar="CODE", help="计划编号，见 plan log")],
    as_json: Json = False,
) -> None:
    """撤销一次 plan --record。"""
    with App(command="plan undo") as app:
        undone = app.undo_plan(code)
    emit(as_json, undone, lambda: show.say(f"已撤销计划 {undone.code}：{undone.head.title}"))
