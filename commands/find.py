"""Commands that find: search, and who fits whom."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

import show
from app import App
from commands.shared import Json, Kind, cli, code_value, emit, kind_name, labels
from errors import UsageError
from recommend.batch import Tally
from search.index import SearchQuery


@cli.command()
def search(
    text: Annotated[str, typer.Argument(help="要找的词；放在引号里的须连在一起")],
    kind: Kind = None,
    county: Annotated[str | None, typer.Option("--county", "-c", help="只要这个区县")] = None,
    field: Annotated[str | None, typer.Option("--field", "-f", help="只要这个学科")] = None,
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, max=1000, help="最多几条")] = 10,
    as_json: Json = False,
) -> None:
    """按关键词搜索技术、成果、需求、人和单位。"""
    with App(command="search") as app:
        query = SearchQuery(
            text,
            kinds=(kind_name(app, kind),) if kind else (),
            counties=(code_value("county", county),) if county else (),
            fields=(code_value("field", field),) if field else (),
            limit=limit,
        )
        result = app.search(query)
    emit(as_json, result, lambda: show.search(result, labels(app.ontology)))


@cli.command()
def complete(
    text: Annotated[str, typer.Argument(help="开头几个字、拼音或拼音首字母")],
    kind: Kind = None,
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, max=100, help="最多几条")] = 10,
    as_json: Json = False,
) -> None:
    """输入时补全：以此开头的单位、人和技术词。"""
    with App(command="complete") as app:
        found = app.complete(text, (kind_name(app, kind),) if kind else (), limit)
    emit(as_json, {"completions": found}, lambda: show.completions(found, labels(app.ontology)))


@cli.command()
def recommend(
    subject: Annotated[
        str | None, typer.Argument(help="企业、需求、成果、博士或院所的编号、代码、名称或简称")
    ] = None,
    aim: Annotated[
        str,
        typer.Option(
            "--for",
            help="企业、需求：achievement、doctor、institute；成果：need、enterprise；博士、院所：need；all",
        ),
    ] = "all",
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, max=200, help="每种最多几条")] = 5,
    xlsx: Annotated[Path | None, typer.Option("--xlsx", help="另外写成一个 .xlsx")] = None,
    batch: Annotated[
        Path | None, typer.Option("--batch", help="一张表，有一列名称或编号，逐行推荐；要写明 --xlsx")
    ] = None,
    as_json: Json = False,
) -> None:
    """给企业或需求推荐成果、博士和院所，给成果、博士和院所推荐需求和企业，并说明理由。"""
    if (subject is None) == (batch is None):
        raise UsageError("要写明给谁推荐：一个名称，或者 --batch 一张表", "两样给一样")
    aims = () if aim == "all" else (aim,)
    if batch:
        _each(batch, xlsx, (aims, limit), as_json=as_json)
        return
    with App(command="recommend") as app:
        answer = app.recommend(subject or "", aims, limit)
    if xlsx:
        import export

        export.write_answer(xlsx, answer, labels(app.ontology))
    emit(as_json, show.answer_json(answer), lambda: show.answer(answer, app.ontology))


def _each(batch: Path, xlsx: Path | None, ask: tuple[tuple[str, ...], int], *, as_json: bool) -> None:
    """A sheet of names; exit status 1 where a row has no answer."""
    import export

    if not xlsx:
        raise UsageError("--batch 的结果要写成一个 .xlsx", "加上 --xlsx 文件名")
    tally = Tally()
    with App(command="recommend") as app:
        asked = app.recommend_each(batch, *ask)
        kept = list(asked) if as_json else []  # one JSON document holds them all
        shown = app.features(ask[0])
        export.write_each(xlsx, tally.through(kept or asked), shown, labels(app.ontology))
    emit(as_json, show.each_json(kept), lambda: show.each(tally))
    if tally.without:
        raise typer.Exit(1)
