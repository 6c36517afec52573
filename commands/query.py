"""The analysts' command."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Annotated, Any

import typer

import show
from app import App
from commands.shared import Json, cli, emit
from errors import UsageError
from graph.named import named as named_query
from graph.named import readable as named_queries


@cli.command()
def cypher(
    query: Annotated[str | None, typer.Argument(help="只读的 Cypher")] = None,
    named: Annotated[str | None, typer.Option("--named", help="用库里的命名查询")] = None,
    listed: Annotated[bool, typer.Option("--list", help="列出命名查询和它们的参数")] = False,
    param: Annotated[
        list[str] | None,
        typer.Option(
            "--param", "-p", help="参数 名=值；命名查询按参数的类型读，其他按 JSON 读，读不成就是文字"
        ),
    ] = None,
    output: Annotated[str, typer.Option("--format", help="table、json 或 csv")] = "table",
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, help="最多几行")] = 1000,
    timeout: Annotated[float, typer.Option("--timeout", min=0.1, help="秒")] = 30.0,
    as_json: Json = False,
) -> None:
    """分析员的只读图查询；写入、建索引、管理语句由引擎拒绝。"""
    if output not in ("table", "json", "csv"):
        raise UsageError(f"不会写成“{output}”", "--format 可用：table、json、csv")
    if listed:
        emit(as_json, named_queries(), lambda: show.queries(named_queries()))
        return
    text, params, columns = _asked(query, named, param or [])
    with App(command="cypher") as app:
        result = app.cypher(text, params, limit=limit, timeout=timeout)
    # An engine that found no rows may not say which columns there would have been.
    result = replace(result, columns=result.columns or columns)
    as_json = as_json or output == "json"
    body = {"columns": result.columns, "rows": result.rows, "truncated": result.truncated}
    emit(as_json, body, lambda: show.table(result, output))


def _asked(query: str | None, named: str | None, given: list[str]) -> tuple[str, dict[str, Any], list[str]]:
    """(text, parameters, columns where they are known) of what is to be run."""
    if bool(named) == bool(query):
        raise UsageError("要给一条查询", "写一条 Cypher，或用 --named 名称；--list 列出名称")
    pairs = _pairs(given)
    if named:
        found = named_query(named)
        return found.text, found.bind(pairs), list(found.columns)
    return query or "", {name: _value(text) for name, text in pairs.items()}, []


def _pairs(given: list[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for pair in given:
        name, equals, value = pair.partition("=")
        if not equals:
            raise UsageError(f"参数写成 名=值：{pair}", "例如 --param county=山阳县")
        found[name] = value
    return found


def _value(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text
