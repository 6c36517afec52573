"""How good a ranking was found to be."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.table import Table

from recommend.features import LABELS
from recommend.strategy import FITTED_ON
from show.console import ERR, OUT, say

if TYPE_CHECKING:  # they load what they measure by
    from known_items import Found
    from recommend.evaluation import Evaluation, Measured
    from recommend.metrics import Figure
    from recommend.reliability import Reliability

SHOWN = 10
"""Problems that are printed; JSON has all."""


def evaluation(told: Evaluation) -> None:
    """A table of the ways to rank, a line each; what was left out goes to stderr."""
    say(f"{told.needs} 项需求、{told.pairs} 对评判参加衡量，{told.found} 对在排序里；不在的算排在最后")
    table = Table("排序办法", "nDCG@10", "MAP", "召回率@50", "1/(1+MAE)")
    for one in told.measured:
        figures = (one.ndcg, one.average_precision, one.recall, one.closeness)
        table.add_row(_name(one), *map(_figure, figures))
    OUT.print(table)
    say("每格下面是按需求重抽样得到的 95% 区间")
    say("nDCG 和 MAP 只排评判过的；召回率是好匹配进入前 50 的比例；1/(1+MAE) 是校准后的等级与评判的接近程度")
    if told.reliability:
        _reliability(told.reliability)
    say(f"随程序的权重定自：{FITTED_ON}")
    if told.fitted:
        learnt = "，".join(f"{LABELS.get(name, name)} {weight:g}" for name, weight in told.fitted.items())
        say(f"学到的权重：{learnt}")
        say(f"用没参加学习的需求来量：nDCG@10 {_figure(told.fitted_ndcg, '，')}（现用权重见第一行）")
    for problem in told.problems[:SHOWN]:
        ERR.print(problem, highlight=False)
    if len(told.problems) > SHOWN:
        ERR.print(f"……共 {len(told.problems)} 处没有用上；--json 里有全部", highlight=False)


def _reliability(told: Reliability) -> None:
    table = Table("等级", "评判过的对数", "说的可能（平均）", "实际至少较强")
    for one in told.bands:
        table.add_row(one.grade, str(one.pairs), f"{one.said:.1%}", f"{one.good:.1%}")
    OUT.print(table)
    say(
        f"随程序的等级和可能对不对：Brier {told.brier:.4f}（一律说平均数是 {told.blind:.4f}），"
        f"校准误差 {told.error:.4f}"
    )


def known_items(told: Sequence[Found]) -> None:
    """A table of the sets, a line for each way to look."""
    say(f"{told[0].queries} 篇论文")
    depths = list(told[0].recall)
    table = Table("拿什么找", "切成", "MRR@10", *(f"召回率@{depth}" for depth in depths))
    for one in told:
        figures = (one.reciprocal, *(one.recall[depth] for depth in depths))
        table.add_row(one.known, one.way, *map(_figure, figures))
    OUT.print(table)
    say("拿题目找摘要，拿关键词找题目和摘要；每格下面是按查询重抽样得到的 95% 区间")


def _name(one: Measured) -> str:
    sign, rest = one.name[:1], one.name[1:]
    if sign in "+-":
        return f"{'只用' if sign == '+' else '去掉'}{LABELS.get(rest, rest)}"
    return one.name


def _figure(figure: Figure | None, between: str = "\n") -> str:
    return f"{figure.value:.4f}{between}{figure.low:.3f}–{figure.high:.3f}" if figure else "—"
