"""Rows of a query, and how the stores stand."""

from __future__ import annotations

import csv
import re
import sys
from itertools import zip_longest
from pathlib import Path
from typing import Any

from rich.table import Table

from graph.named import NamedQuery
from graph.store import Result
from ingest.bulk_files import Manifest
from ingest.verify import Difference
from ontology.model import Ontology
from show.console import ERR, OUT, STORES, say, waiting_pairs
from show.outcomes import funnel

_FORMULA = re.compile(r"[=+@\t\r-]")
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?")


def table(result: Result, output: str) -> None:
    """Rows as a table or csv; says when the cap cut them."""
    if output == "csv":
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerows([as_text(cell) for cell in row] for row in [result.columns, *result.rows])
    else:
        shown = Table()
        for column in result.columns:
            shown.add_column(column, overflow="fold")
        for row in result.rows:
            shown.add_row(*("" if cell is None else str(cell) for cell in row))
        OUT.print(shown)
    if result.truncated:
        ERR.print(f"只显示前 {len(result.rows)} 行；用 --limit 放宽")


def as_text(cell: Any) -> Any:
    """A cell that no spreadsheet takes for a formula: an apostrophe goes before what would be one, as OWASP
    advises, and our own reader takes it away again. A tab would be less seen, but is itself among the
    characters that begin a formula. Numbers, and texts that are numbers, stay as they are.
    """
    text = cell if isinstance(cell, str) else ""
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else cell


def queries(found: list[NamedQuery]) -> None:
    """The named queries with purpose and parameters; one that may be left out stands in brackets."""
    shown = Table(box=None, pad_edge=False)
    for name in ("名称", "用途", "参数"):
        shown.add_column(name, overflow="fold", no_wrap=name == "名称")
    for query in found:
        params = (one.name if one.default is None else f"[{one.name}]" for one in query.params)
        shown.add_row(query.name, query.purpose, " ".join(params))
    OUT.print(shown)
    say("方括号里的参数可以不给；各参数的意思和例子见 docs/cypher.md")


def status(body: dict[str, Any], model: Ontology) -> None:
    """Counts and cursors."""
    say(f"数据目录 {body['home']}")
    table = Table("类别", "个", "关系", "条")
    kinds = [(model.kinds[name].label, str(count)) for name, count in body["entities"].items()]
    links = [(model.relations[name].label, str(count)) for name, count in body["links"].items()]
    for left, right in zip_longest(kinds, links, fillvalue=("", "")):
        table.add_row(*left, *right)
    OUT.print(table)
    for name, one in body["projections"].items():
        behind = f"落后 {one['behind']} 处改动，运行 sync 跟上" if one["behind"] else "已跟上账本"
        say(f"{STORES[name]}：{behind}（{one['target']}）")
    for one in body["runs"]:
        say(f"第 {one['run']} 次 {one['started']} {one['command']}")
    waiting_pairs(body["waiting_pairs"])
    funnel(body["matches"])


def sync(followed: dict[str, int], mended: list[Difference]) -> None:
    """How many changes went where, and what was mended."""
    OUT.print(f"图：{followed['graph']} 处改动；索引：{followed['index']} 处改动")
    for one in mended:
        OUT.print(f"已修复 {_difference(one)}")


def exported(manifest: Manifest, folder: Path) -> None:
    """What was written, and where it says how to go on."""
    nodes, links = sum(manifest.nodes.values()), sum(manifest.links.values())
    say(f"写了 {nodes} 个节点、{links} 条关系；接下来照 {folder / '说明.txt'} 做")


def rollback(behind: int) -> None:
    """Which index serves now."""
    say("上一版索引已重新服务")
    if behind:
        say(f"它比账本少 {behind} 处改动；运行 sync 会让它跟上")


def verify(found: list[Difference]) -> None:
    """One line for each kind or relation that differs, or that all agree."""
    for one in found:
        if not one.agrees:
            OUT.print(_difference(one))
    if all(one.agrees for one in found):
        OUT.print(f"一致：比对了 {len(found)} 类，共 {sum(one.ledger for one in found)} 项")
    else:
        OUT.print("运行 shuangjin sync --repair 按账本修复")


def _difference(one: Difference) -> str:
    return (
        f"{STORES[one.store]} {one.name}：账本 {one.ledger}，实有 {one.found}；"
        f"缺 {len(one.missing)}，不同 {len(one.altered)}，多 {len(one.orphans)}"
    )
