"""Pairs that may be one, and the decisions on them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.padding import Padding
from rich.text import Text

from ingest.decision_file import Applied
from ingest.decision_log import Ruled, Told
from ingest.waiting import Waiting
from show.console import OUT, say

_SIGNS = {"same": "＝", "different": "≠", "undone": "撤销"}


def waiting(total: int, found: Sequence[Waiting], labels: Mapping[str, str]) -> None:
    """Each pair with its sides and what its score rests on; `labels` names the kinds."""
    for one in found:
        OUT.print(Text(one.pair, style="bold").append(f"  {labels[one.kind]}  {one.score:.2f}", style="dim"))
        for side in (one.left, one.right):
            _say(f"  {side}")
        for feature in one.features:
            line = Text(f"{feature.score:+.2f} {feature.reason}", style="dim")
            OUT.print(Padding(line, (0, 0, 0, 4)), highlight=False)
    if not total:
        say("没有等着决定的对子")
        return
    more = f"，这里是前 {len(found)} 对，用 --limit 放宽" if len(found) < total else ""
    say(f"共 {total} 对等着决定{more}")
    say("是同一个：shuangjin resolve accept 短编号；不是：shuangjin resolve reject 短编号")


def ruled(found: Sequence[Ruled]) -> None:
    """What was decided, and under which id a joined entity goes on."""
    for one in found:
        same = one.verdict == "same"
        pair = f"{one.left} {_SIGNS[one.verdict]} {one.right}"
        if one.decision:
            _say(f"第 {one.decision} 号决定：{pair}{f'；合并为 {one.shown}' if same else ''}")
        else:
            _say(f"不用再决定：{pair}，从已有的决定就知道")


def undone(made: Told) -> None:
    """What no longer holds."""
    _say(f"已撤销第 {made.id} 号决定：{made.left} {_SIGNS[made.verdict]} {made.right}")


def decisions(found: Sequence[Told]) -> None:
    """The log, a line each, and why."""
    for one in found:
        what = f"撤销第 {one.undoes} 号：" if one.undoes else ""
        sign = "和" if one.undoes else _SIGNS[one.verdict]
        gone = f"（已由第 {one.undone_by} 号撤销）" if one.undone_by else ""
        _say(f"{one.id}  {one.at}  {one.by}  {what}{one.left} {sign} {one.right}{gone}")
        if one.reason:
            OUT.print(Padding(Text(one.reason, style="dim"), (0, 0, 0, 4)), highlight=False)
    if not found:
        say("还没有做过决定")


def applied(body: Applied) -> None:
    """What became of a file of decisions."""
    for one in body.refused:
        _say(f"没有用上 第 {one.line} 行 {one.left} 和 {one.right}：{one.message}")
    say(f"用上 {body.applied}，本来就是 {body.already}，没有用上 {len(body.refused)}")


def _say(text: str) -> None:
    """A line that is not broken, so that an id in it can be copied."""
    OUT.print(text, markup=False, highlight=False, soft_wrap=True)
