"""What is known of one entity, and where each value came from."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, repeat
from pathlib import Path

from rich.table import Table
from rich.text import Text

from ingest.history import Decision, History, LinkGroup, Mentioners, ValueHistory
from ingest.versions import Statement
from ontology.display import text_of
from ontology.model import Ontology
from show.console import OUT, say

_STATES = {
    "recorded": "",
    "named": "只被别的表提到，还没有自己的一行",
    "table": "出自代码表",
    "derived": "由程序从文本里认出",
    "retired": "已收回：现在没有哪张表说它了",
    "unknown": "那时还没有",
}
_WORDS = 12
"""Technical words shown of an entity."""
_PLACES = 3
"""Places shown for one value or link; `--json` has all."""


def history(body: History, model: Ontology, *, past: bool) -> None:
    """An entity with its values, links, words and decisions; `past` where it is shown as it was."""
    OUT.print(Text(f"{body.label} {body.name}", style="bold").append(f"  {body.id}", style="not bold dim"))
    if past:
        say(f"{body.at.spoken} 导入之后的样子" if body.at.run else "第一次导入之前")
    if _STATES[body.state]:
        say(_STATES[body.state])
    if body.first.run:
        say(f"{body.first.spoken} 导入时第一次进账本")
    if body.values:
        _values(body, model)
    for group in body.links:
        _links(group, model)
    if body.mentions:
        more = f" 等 {len(body.mentions)} 个" if len(body.mentions) > _WORDS else ""
        say("提到的词：" + "、".join(list(body.mentions)[:_WORDS]) + more)
    if body.mentioned_by:
        _mentioners(body.mentioned_by, model)
    for decision in body.decisions:
        _decision(decision)


def _decision(one: Decision) -> None:
    verdict = {"same": "是同一个", "different": "不是同一个"}[one.verdict]
    reason = f"，理由：{one.reason}" if one.reason else ""
    undone = f"；{one.undone.spoken} 撤销" if one.undone else ""
    other = f"{one.other.name}（{one.other.id}）"
    say(f"第 {one.number} 号决定（{one.made.spoken}，{one.by}）：和{other}{verdict}{reason}{undone}")


def _values(body: History, model: Ontology) -> None:
    shown = Table("属性", "值", "出处", "导入")
    for column in shown.columns:
        column.overflow = "fold"
    for one in body.values:
        spec = model.kinds[body.kind].properties[one.property]
        heads = chain(
            [(one.label, "（已没有）" if one.value is None else text_of(spec, one.value))], repeat(("", ""))
        )
        for head, rest in zip(heads, _rests_on(one), strict=False):
            shown.add_row(*head, *rest)
        for statement in one.overruled:
            words = f"另说 {text_of(spec, statement.value)}"
            row = (words, f"{place(statement, one.label)}；后来的算数，没有采用", since(statement))
            shown.add_row("", *row, style="yellow")
        for statement in one.replaced:
            words = f"原为 {text_of(spec, statement.value)}"
            shown.add_row("", words, place(statement, one.label), since(statement), style="dim")
    OUT.print(shown)


def _rests_on(one: ValueHistory) -> Iterator[tuple[str, str]]:
    """(place, run) line by line, an empty one where nobody said it."""
    if one.inherited_from:
        yield f"随{one.inherited_from.name}（{one.inherited_from.id}）", ""
    for statement in one.statements[:_PLACES]:
        yield place(statement, one.label), since(statement)
    if len(one.statements) > _PLACES:
        yield f"等 {len(one.statements)} 处", ""
    if not one.statements and not one.inherited_from:
        yield "", ""


def place(statement: Statement, label: str) -> str:
    """Where a statement stands and what the sender wrote; the heading where it is not the label itself."""
    where = [Path(statement.file).name, statement.sheet, f"第 {statement.row} 行"]
    column = f"“{statement.heading}”" if statement.heading not in ("", label) else ""
    raw = f"原文“{_short(statement.raw)}”" if statement.raw else ""
    fixed = "" if statement.heading else "（对应关系文件里写定的）"
    return " ".join(part for part in (*where, column, raw, fixed) if part)


def since(statement: Statement, between: str = "\n") -> str:
    """The run a statement came with; where it stood longer, since when; where it ended, until when."""
    begun = "" if statement.since == statement.brought else f"{statement.since.spoken} 起"
    ended = f"{statement.until.spoken} 止" if statement.until else ""
    return between.join(part for part in (statement.brought.spoken, begun, ended) if part)


def _short(text: str, longest: int = 40) -> str:
    line = " ".join(text.split())
    return line if len(line) <= longest else f"{line[:longest]}…"


def _links(group: LinkGroup, model: Ontology) -> None:
    way = "" if group.direction == "out" else "（别的指向它）"
    OUT.print(Text(f"{group.label}{way} {group.count} 条", style="bold cyan"))
    order = model.relations[group.relation].properties
    for one in group.shown:
        own = "，".join(str(one.properties[name]) for name in order if name in one.properties)
        say(f"  {one.reading}{f'（{own}）' if own else ''}  {one.other.id}")
        for told in one.statements[:_PLACES]:
            words = f"    {place(told.statement, '')}，{since(told.statement, '，')}"
            OUT.print(Text(words, style="dim"))
        if len(one.statements) > _PLACES:
            OUT.print(Text(f"    等 {len(one.statements)} 处", style="dim"))
    if group.count > len(group.shown):
        say(f"  ……还有 {group.count - len(group.shown)} 条；用 --limit 放宽")


def _mentioners(found: Mentioners, model: Ontology) -> None:
    kinds = "，".join(f"{model.kinds[kind].label} {count}" for kind, count in found.kinds.items())
    OUT.print(Text(f"提到它的 {found.count} 个：{kinds}", style="bold cyan"))
    for one in found.shown:
        say(f"  {one.by.name}  分量 {one.weight:.2f}  {one.by.id}")
    if found.count > len(found.shown):
        say(f"  ……还有 {found.count - len(found.shown)} 个；用 --limit 放宽")
