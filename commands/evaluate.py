"""The command that says how good the ranking is."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

import show
from commands.shared import Json, cli, emit
from errors import UsageError
from settings import Settings

evaluate = typer.Typer(help="用评判过的需求和成果衡量推荐的排序。", invoke_without_command=True)
cli.add_typer(evaluate, name="evaluate")


@evaluate.callback()
def ranking(
    context: typer.Context,
    needs: Annotated[Path | None, typer.Option("--needs", help="需求表：need_id、title、content")] = None,
    achievements: Annotated[
        Path | None,
        typer.Option("--achievements", help="成果表：achievement_id、title 或 title_terms，可有 content"),
    ] = None,
    judgements: Annotated[
        Path | None, typer.Option("--judgements", help="评判表：need_id、achievement_id、level（1 到 4）")
    ] = None,
    run: Annotated[Path | None, typer.Option("--run", help="把排序写成这个 .csv")] = None,
    depth: Annotated[int, typer.Option("--depth", min=1, max=10000, help="每项需求最多排多少条")] = 1000,
    fit: Annotated[Path | None, typer.Option("--fit", help="学习各特征的权重，写成这个 .yaml")] = None,
    as_json: Json = False,
) -> None:
    """用评判过的需求和成果衡量推荐的排序：装进一个临时的数据目录，按 recommend 的办法排，再与评判比。

    打印 nDCG@10、MAP、召回率和校准后的接近程度，各带 95% 区间；去掉或只留一个特征的同样打印。
    评判只用来衡量（和 --fit），不进入排序。
    """
    if context.invoked_subcommand:
        return
    if not needs or not achievements or not judgements:
        raise UsageError(
            "evaluate 要三张表", "加上 --needs、--achievements、--judgements；列名见 docs/evaluate.md"
        )
    import trial  # with what it measures by, which takes a second to load
    from recommend.weights import strategies

    settings = Settings()
    with show.progress(as_json) as progress:
        told, tables, found = trial.evaluated(
            (needs, achievements, judgements), settings, run, depth, progress
        )
        if fit:
            table = strategies(settings.weights_path)["achievement"]
            learnt = trial.fitted(tables, found, table, judgements.name, fit)
            told = replace(told, fitted=learnt.weights, fitted_ndcg=learnt.crossed)
    emit(as_json, told, lambda: show.evaluation(told))
    if told.problems:
        raise typer.Exit(1)


@evaluate.command()
def search(
    papers: Annotated[list[Path], typer.Argument(help="论文表：title、abstract、keywords（分号隔开）")],
    limit: Annotated[int, typer.Option("--limit", "-n", min=2, help="最多用多少篇")] = 10_000,
    as_json: Json = False,
) -> None:
    """用论文衡量搜索：拿题目找摘要，拿关键词找论文；要找的那段文字本身不在库里。"""
    import known_items  # with what it measures by

    with show.progress(as_json) as progress:
        told = known_items.measured(papers, Settings(), limit, progress)
    emit(as_json, {"measured": told}, lambda: show.known_items(told))
