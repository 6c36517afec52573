"""Commands that bring facts in."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

import show
from app import App
from commands.shared import Json, cli, emit
from ingest.load import Options
from settings import Settings


@cli.command()
def demo(
    home: Annotated[Path, typer.Option("--home", help="示例数据放在哪个文件夹")] = Path(".demo"),
    as_json: Json = False,
) -> None:
    """装入示例数据，给一家示例企业推荐，再告诉接下来可以试什么。"""
    with App(Settings(home=home), command="demo") as app, show.progress(as_json) as progress:
        report, answer = app.demo(progress)
    body = {"ingest": report.as_json(), "recommend": show.answer_json(answer)}
    emit(as_json, body, lambda: show.demo(report, answer, app.ontology, home))


@cli.command()
def ingest(
    paths: Annotated[list[Path], typer.Argument(help="表格（xlsx csv jsonl，可加 .gz）或文件夹")],
    kind: Annotated[str | None, typer.Option("--as", help="表里是哪一类，如 企业；省略时按表头认")] = None,
    mapping: Annotated[
        Path | None, typer.Option("--map", help="对应关系文件（YAML），用于表头不认识的表")
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="只检查，列出会新增、改动、收回什么和哪里矛盾，不写入")
    ] = False,
    report_path: Annotated[
        Path | None,
        typer.Option("--report", help="发回填表人的报告：一个文件给 .xlsx，几个文件给文件夹（每个文件一份）"),
    ] = None,
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, help="试运行时每类改动最多列出几条")] = 50,
    retire: Annotated[bool, typer.Option("--retire", help="这次的表里没有了的行，收回它们说的事实")] = False,
    as_json: Json = False,
) -> None:
    """导入表格：好行进账本、图和索引，坏行逐格报告；有坏行时退出码 1。"""
    options = Options(kind=kind, mapping=mapping, dry_run=dry_run, retire=retire, limit=limit)
    options = replace(options, report=report_path is not None)
    written: list[Path] = []
    if report_path:
        from workbooks.report import reserve  # openpyxl costs start-up time that most runs need not pay

        reserve(report_path, paths)
    with App(command="ingest") as app, show.progress(as_json) as progress:
        report = app.ingest(paths, options, progress)
    if report_path:
        from workbooks.report import write

        written = write(report_path, report, dry_run=dry_run)
    body = report.as_json() | {"reports": [str(path) for path in written]}
    emit(as_json, body, lambda: show.report(report, app.ontology, written))
    if report.rejected:
        raise typer.Exit(1)
