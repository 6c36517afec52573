"""What became of matches, and what is new for a standing query."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from rich.text import Text

from ingest.caption import side
from ingest.ledger import Ledger
from matches.funnel import Funnel
from matches.returned import Returned
from matches.told import ToldMatch, ToldRecord, ToldStep
from matches.watches import Watch
from ontology.tables import table
from outcomes import Listed
from show.console import OUT, say

_SCOPES = {"county": "区县", "institute": "院所", "enterprise": "企业"}


def recorded(told: ToldRecord) -> None:
    """What was recorded."""
    what = f"{told.subject} 与 {told.candidate}：{told.label} {told.dated}"
    _say(f"第 {told.step} 号记录早已有了：{what}" if told.already else f"第 {told.step} 号记录：{what}")
    for warning in told.warnings:
        say(f"请留意：{warning}")


def matches(total: int, found: Sequence[ToldMatch]) -> None:
    """Each match with its steps."""
    for one in found:
        OUT.print(
            Text(one.match, style="bold").append(f"  {one.subject} 与 {one.candidate}", style="not bold"),
            soft_wrap=True,
            highlight=False,
        )
        for step in one.steps:
            _say(f"    {_step(step)}")
    if not total:
        say("没有这样的记录")
        return
    more = f"，这里是最近动过的 {len(found)} 对，用 --limit 放宽" if len(found) < total else ""
    say(f"共 {total} 对{more}；记错了用 decide undo 编号 撤销")


def taken(body: Returned) -> None:
    """What became of a workbook."""
    for one in body.refused:
        _say(f"没有记上 {one.sheet} 第 {one.row} 行 {one.match}：{one.message}")
    for warning in body.warnings:
        say(f"请留意：{warning}")
    counts = (
        f"记上 {body.recorded}，早已有了 {body.already}，还没填 {body.empty}，没有记上 {len(body.refused)}"
    )
    say(counts)


def funnel(body: Funnel) -> None:
    """How many came how far, and why others did not; nothing where nothing is on record."""
    if not body.matches:
        return
    steps = " → ".join(f"{one.label} {one.reached}" for one in body.levels)
    say(f"推荐后来怎样（到过这一步的对数）：{steps}")
    if body.refused:
        why = "，".join(f"{code} {count}" for code, count in body.refused.items())
        say(f"回绝 {sum(body.refused.values())}：{why}")
    if body.paid:
        say(f"回款 {body.paid:,.0f} 元")


def watch_added(made: Watch, ledger: Ledger) -> None:
    """What is watched from now on."""
    say(f"已加订阅“{made.name}”：{_terms(made, ledger)}")


def watches(found: Sequence[tuple[Watch, int, str]], ledger: Ledger) -> None:
    """The standing queries."""
    for one, count, last in found:
        when = f"列过 {count} 条，上次 {last}" if count else "还没列过"
        say(f"{one.name}：{_terms(one, ledger)}；{when}")
    if not found:
        say("还没有订阅；先加一个：shuangjin watch add 名称 --county 区县")


def watches_json(found: Sequence[tuple[Watch, int, str]]) -> list[dict[str, Any]]:
    """The JSON shape of standing queries."""
    return [{**asdict(one), "listed": count, "last_run": last} for one, count, last in found]


def listed(found: Sequence[Listed], written: bool) -> None:
    """What is new for each query; match by match where no workbook says it."""
    for one in found:
        where = f"，写在 {one.path}，记为推送" if one.path else ""
        _say(f"{one.watch.name}：新的 {len(one.found)} 条{where}")
        for fresh in () if one.path else one.found:
            made, firm = fresh.made, fresh.enterprise.properties.get("name", "")
            _say(f"   {made.match}  {firm} 与 {made.name}  {made.reasons.grade.label}  {made.score:.3f}")
    if not written and any(one.found for one in found):
        say("只是看看，没有记为列过；加上 --xlsx 写成表才记")


def listed_json(found: Sequence[Listed]) -> list[dict[str, Any]]:
    """The JSON shape of what is new."""
    return [
        {
            "name": one.watch.name,
            "file": str(one.path) if one.path else None,
            "matches": [
                {
                    "enterprise": {
                        "id": fresh.enterprise.id,
                        "name": fresh.enterprise.properties.get("name"),
                    },
                    **asdict(fresh.made),
                }
                for fresh in one.found
            ],
        }
        for one in found
    ]


def _step(step: ToldStep) -> str:
    said = [step.label, step.dated, step.reason, f"{step.amount:,.0f} 元" if step.amount else "", step.note]
    gone = f"（已撤销，见第 {step.undone_by} 号）" if step.undone_by else ""
    return f"{step.step}  {'  '.join(filter(None, said))}  {step.by}{gone}"


def _terms(one: Watch, ledger: Ledger) -> str:
    terms = one.terms
    whom = table("county").name(terms.target) if terms.scope == "county" else side(ledger, terms.target)
    kinds = "、".join(terms.aims)
    return f"{_SCOPES[terms.scope]} {whom}，{kinds}，每种最多 {terms.most} 条，至少{terms.least}"


def _say(text: str) -> None:
    """A line that is not broken, so that an id in it can be copied."""
    OUT.print(text, markup=False, highlight=False, soft_wrap=True)
