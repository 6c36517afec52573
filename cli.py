"""The command line: parse, call the app, print. Chinese for people; `--json` prints one JSON document."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer

import show
from app import App
from errors import AppError, InputError, UsageError
from graph.named import named as named_query
from graph.named import readable as named_queries
from ingest.load import Options
from ontology.model import Ontology
from recommend.strategy import STRATEGIES
from search.index import SearchQuery
from settings import Settings

cli = typer.Typer(
    name="shuangjin",
    help="科技“双进”供需匹配",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
Json = Annotated[bool, typer.Option("--json", help="只在标准输出打印一个 JSON 文档")]
Kind = Annotated[str | None, typer.Option("--kind", "-k", help="只要这一类，如 成果 或 Achievement")]


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
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只检查，不写入")] = False,
    report_path: Annotated[
        Path | None, typer.Option("--report", help="把全部问题写成一个 .xlsx，好发回填表人")
    ] = None,
    retire: Annotated[bool, typer.Option("--retire", help="这次的表里没有了的行，收回它们说的事实")] = False,
    as_json: Json = False,
) -> None:
    """导入表格：好行进账本、图和索引，坏行逐格报告；有坏行时退出码 1。"""
    options = Options(kind=kind, mapping=mapping, dry_run=dry_run, retire=retire)
    with App(command="ingest") as app, show.progress(as_json) as progress:
        report = app.ingest(paths, options, progress)
    if report_path:
        import export  # a writer of workbooks costs start-up time that most commands need not pay

        export.write_problems(report_path, report)
    emit(as_json, report.as_json(), lambda: show.report(report))
    if report.rejected:
        raise typer.Exit(1)


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
            kinds=(_kind(app, kind),) if kind else (),
            counties=(_code("county", county),) if county else (),
            fields=(_code("field", field),) if field else (),
            limit=limit,
        )
        result = app.search(query)
    emit(as_json, result, lambda: show.search(result, labels(app.ontology)))


@cli.command()
def recommend(
    enterprise: Annotated[str, typer.Argument(help="企业的编号、信用代码、全称或简称")],
    aim: Annotated[str, typer.Option("--for", help="achievement、doctor、institute 或 all")] = "all",
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, max=200, help="每种最多几条")] = 5,
    xlsx: Annotated[Path | None, typer.Option("--xlsx", help="另外写成一个 .xlsx")] = None,
    as_json: Json = False,
) -> None:
    """给企业推荐成果、博士和院所，并说明理由。"""
    aims = tuple(STRATEGIES) if aim == "all" else (aim,)
    with App(command="recommend") as app:
        answer = app.recommend(enterprise, aims, limit)
    if xlsx:
        import export

        export.write_answer(xlsx, answer, labels(app.ontology))
    emit(as_json, show.answer_json(answer), lambda: show.answer(answer, app.ontology))


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


@cli.command()
def status(as_json: Json = False) -> None:
    """账本里有什么，图和索引跟到了哪里。"""
    with App(command="status") as app:
        body = app.status()
    emit(as_json, body, lambda: show.status(body, app.ontology))


@cli.command()
def sync(
    repair: Annotated[bool, typer.Option("--repair", help="再逐项比对账本、图和索引，补缺改错")] = False,
    rollback: Annotated[bool, typer.Option("--rollback", help="让上一版索引重新服务，别的不做")] = False,
    imported: Annotated[
        Path | None, typer.Option("--imported", help="Neo4j 已经导入了 export 写的这个文件夹：核对后接着跟")
    ] = None,
    as_json: Json = False,
) -> None:
    """让图和索引跟上账本；坏了的内嵌库从账本重建。"""
    if rollback:
        with App(command="sync") as app:
            behind = app.rollback()
        emit(as_json, {"behind": behind}, lambda: show.rollback(behind))
        return
    with App(command="sync") as app, show.progress(as_json) as progress:
        if imported:
            app.adopt(imported)
        followed, mended = app.sync(repair=repair, progress=progress)
    body = {**followed, "repaired": mended} if repair else followed
    emit(as_json, body, lambda: show.sync(followed, mended))


@cli.command("export")
def export_graph(
    folder: Annotated[Path, typer.Argument(help="写到哪个文件夹，须是新的或空的")],
    output: Annotated[str, typer.Option("--format", help="现在只有 neo4j-import")] = "neo4j-import",
    as_json: Json = False,
) -> None:
    """把整个图写成 neo4j-admin 批量导入的文件，第一次装大图比 sync 快；步骤写在里面的 说明.txt。"""
    if output != "neo4j-import":
        raise UsageError(f"不会写成“{output}”", "--format 可用：neo4j-import")
    with App(command="export") as app, show.progress(as_json) as progress:
        manifest = app.export(folder, progress)
    emit(as_json, manifest, lambda: show.exported(manifest, folder))


@cli.command()
def verify(as_json: Json = False) -> None:
    """比对账本、图和索引（数量和内容）；不一致时退出码 5。"""
    with App(command="verify") as app:
        found = app.verify()
    agrees = all(one.agrees for one in found)
    emit(as_json, {"agrees": agrees, "differences": found}, lambda: show.verify(found))
    if not agrees:
        raise typer.Exit(5)


def _kind(app: App, name: str) -> str:
    try:
        return app.ontology.kind(name).kind
    except KeyError as error:
        known = "、".join(f"{kind.label}（{kind.kind}）" for kind in app.ontology.kinds.values())
        raise UsageError(f"没有“{name}”这一类", f"可用：{known}") from error


def _code(value_type: str, text: str) -> str:
    from ontology.values import VALUE_TYPES
    from ontology.values.base import InvalidValue
    from ontology.values.base import Options as ValueOptions

    try:
        return str(VALUE_TYPES[value_type].clean(text, ValueOptions()))
    except InvalidValue as error:
        raise UsageError(error.message) from error


def labels(model: Ontology) -> dict[str, str]:
    """Kind -> what people call it."""
    return {kind.kind: kind.label for kind in model.kinds.values()}


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


def emit(as_json: bool, body: object, print_for_people: Callable[[], None]) -> None:
    """Print either one JSON document or the people's version."""
    if as_json:
        show.as_json(body)
    else:
        print_for_people()


def main() -> None:
    """Run the command line, mapping every error to its exit status in this one place."""
    as_json = "--json" in sys.argv[1:]
    try:
        code = cli(standalone_mode=False)
    except AppError as error:
        show.error(error, as_json)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:
        sys.exit(1)
    except Exception as error:
        if type(error).__module__ == "sqlite3":
            damaged = InputError(
                f"账本坏了（{error}）", "从备份恢复 ledger.sqlite，或移走它并重新导入原始表格"
            )
            show.error(damaged, as_json)
            sys.exit(damaged.exit_code)
        if type(error).__module__.split(".")[0] not in ("click", "typer"):
            raise
        usage = UsageError(
            getattr(error, "format_message", lambda: "命令不对")(), "运行 shuangjin --help 看用法"
        )
        show.error(usage, as_json)
        sys.exit(usage.exit_code)
    sys.exit(code or 0)


if __name__ == "__main__":
    main()
