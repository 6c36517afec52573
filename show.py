"""What people see: tables and sentences in Chinese on stdout, progress and errors on stderr."""

from __future__ import annotations

import csv
import json
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, is_dataclass
from itertools import groupby, zip_longest
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TextColumn
from rich.table import Table
from rich.text import Text

from errors import AppError
from graph.named import NamedQuery
from graph.store import Result
from ingest.bulk_files import Manifest
from ingest.load import Report
from ingest.verify import Difference
from ontology.model import Ontology
from recommend.features import LABELS
from recommend.model import Answer
from search.index import SearchResult

OUT = Console(markup=False, emoji=False)
ERR = Console(stderr=True, markup=False, emoji=False)
STORES = {"graph": "图", "index": "全文索引"}
"""What people call the projections."""


def as_json(body: object) -> None:
    """One JSON document on stdout."""
    sys.stdout.write(json.dumps(body, ensure_ascii=False, default=_jsonable) + "\n")


def _jsonable(value: object) -> object:
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    return str(value)


def error(failure: AppError, json_wanted: bool) -> None:
    """A failure: JSON on stdout when wanted, else message, cure and choices on stderr."""
    if json_wanted:
        as_json(failure.as_json())
        return
    ERR.print(Text("错误 ", style="bold red").append(failure.message, style="not bold default"))
    for choice in failure.choices:
        ERR.print(f"  · {choice}", highlight=False)
    if failure.cure:
        ERR.print(Text("怎么办 ", style="bold").append(failure.cure, style="not bold"))


class _Rate(ProgressColumn):
    """Rows or changes a second."""

    def render(self, task: Task) -> Text:
        """The rate, or nothing while there is none yet."""
        return Text(f"{task.speed:,.0f}/秒" if task.speed else "")


@contextmanager
def progress(quiet: bool) -> Iterator[Callable[[str, int, int], None]]:
    """A progress bar on stderr; silent where stderr is no terminal or JSON is wanted."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        _Rate(),
    )
    with Progress(*columns, console=ERR, disable=quiet or not ERR.is_terminal) as bar:
        tasks: dict[str, Any] = {}

        def advance(name: str, done: int, total: int) -> None:
            if name not in tasks:
                tasks[name] = bar.add_task(STORES.get(name, name), total=total or None)
            bar.update(tasks[name], completed=done, total=total or None)

        yield advance


SHOWN = 50
"""Problems shown on the terminal; `--report` writes all of them."""


def report(body: Report) -> None:
    """What became of each file, and the first problems with their places."""
    table = Table("文件", "行", "收下", "退回", "提醒", title="导入结果")
    for file in body.files:
        warnings = sum(one.level == "warning" for one in file.problems)
        name = f"{Path(file.path).name}{'（与上次相同，未重读）' if file.unread else ''}"
        table.add_row(name, str(file.rows), str(file.accepted), str(file.rejected), str(warnings))
    OUT.print(table)
    places = [(Path(file.path).name, one) for file in body.files for one in file.problems]
    for name, one in places[:SHOWN]:
        where = " ".join(part for part in (name, one.sheet, f"第 {one.row} 行", one.column) if part)
        _say(f"{'退回' if one.level == 'error' else '提醒'} {where} [{one.code}] {one.message}")
    if len(places) > SHOWN:
        _say(f"……还有 {len(places) - SHOWN} 处；用 --report 问题.xlsx 写出全部")
    for file in body.files:
        if file.unknown_columns:
            _say(f"{Path(file.path).name} 没有用到的列：{'、'.join(dict.fromkeys(file.unknown_columns))}")
    for name in body.skipped:
        _say(f"跳过 {name}：不是 .xlsx、.csv 或 .jsonl")
    what = "已收回" if body.retired else "确认后用 --retire 收回"
    for gone in body.vanished[:SHOWN]:
        _say(f"消失 {gone['source']} 不再有 {gone['id']}；{what}")
    _say(f"新增 {body.added}，改动 {body.changed}，未变 {body.unchanged}，消失 {len(body.vanished)}")


def search(result: SearchResult, labels: Mapping[str, str]) -> None:
    """Hits with their snippets, facets below; `labels` names the kinds."""
    _say(f"共 {result.total} 条")
    for rank, hit in enumerate(result.hits, start=1):
        line = Text(f"{rank}. ").append(_marked(hit.highlights.get("title") or hit.name))
        OUT.print(line.append(f"  {labels[hit.kind]}  {hit.score:.2f}  {hit.id}", style="dim"))
        if "body" in hit.highlights:
            OUT.print(Padding(_marked(hit.highlights["body"]), (0, 0, 0, 3)))
    kinds = result.facets.get("kind", {})
    if kinds:
        _say("分类：" + "，".join(f"{labels[kind]} {count}" for kind, count in kinds.items()))


def _marked(text: str) -> Text:
    """Highlights in bold, without their marks."""
    shown = Text()
    for piece in re.split("(【.*?】)", text):
        inside = piece.startswith("【") and piece.endswith("】")
        shown.append(piece[1:-1] if inside else piece, style="bold" if inside else "")
    return shown


def answer(body: Answer, model: Ontology) -> None:
    """Recommendations by kind, each with its evidence, path and features."""
    name = body.enterprise.properties.get("name")
    basis = "按登记的需求" if body.basis == "need" else "没有登记需求，按经营范围和行业"
    _say(f"{name}（{body.enterprise.id}），{basis}")
    if not body.recommendations:
        _say("没有找到合适的；可以先导入需求、成果和博士，或用 search 看看有什么")
    for kind, group in groupby(body.recommendations, key=lambda one: one.kind):
        OUT.print(f"\n推荐{model.kinds[kind].label}", style="bold cyan")
        for rank, one in enumerate(group, start=1):
            OUT.print(f"{rank}. {one.name}  {one.score:.3f}  {one.id}", markup=False, style="bold")
            OUT.print(Padding(Text(one.evidence), (0, 0, 0, 3)))
            for path in one.paths[:1]:
                OUT.print(Padding(Text("路径 " + _path(path, model), style="green"), (0, 0, 0, 3)))
            features = "；".join(f"{LABELS[f.name]} {f.score:.2f}（{f.reason}）" for f in one.features)
            OUT.print(Padding(Text("打分 " + features, style="dim"), (0, 0, 0, 3)))


def _path(path: Sequence[Mapping[str, str]], model: Ontology) -> str:
    """A path in words: 甲 —提出需求→ 乙 —提到→ 词 ←提到— 丙."""
    words: list[str] = []
    for step in path:
        if "relation" not in step:
            words.append(step["name"])
            continue
        if "words" in step:
            label = f"同见“{step['words']}”"
        else:
            label = "或".join(model.relations[one].label for one in step["relation"].split("|"))
        arrows = {"->": ("—", "→"), "<-": ("←", "—")}.get(step["direction"], ("—", "—"))
        words.append(f"{arrows[0]}{label}{arrows[1]}")
    return " ".join(words)


def _say(text: str) -> None:
    OUT.print(text, markup=False, highlight=False)


def demo(loaded: Report, body: Answer, model: Ontology, home: Path) -> None:
    """The demo's recommendation, and three commands to go on with."""
    report(loaded)
    OUT.print()
    answer(body, model)
    called = Path(sys.argv[0]).name
    program = "python cli.py" if called == "cli.py" else sys.argv[0]
    _say(f"\n接下来可以试：\n  export SHUANGJIN_HOME={home}")
    for line in ("search 尾矿制砖", "recommend 示例绿尾 --for doctor", "cypher --named top-terms -p limit=5"):
        _say(f"  {program} {line}")


def answer_json(body: Answer) -> dict[str, Any]:
    """The JSON shape of an answer."""
    name = str(body.enterprise.properties.get("name", ""))
    return {
        "enterprise": {"id": body.enterprise.id, "name": name},
        "basis": body.basis,
        "recommendations": [asdict(one) for one in body.recommendations],
    }


def table(result: Result, output: str) -> None:
    """Rows as a table or csv; says when the cap cut them."""
    if output == "csv":
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerows([result.columns, *result.rows])
    else:
        shown = Table()
        for column in result.columns:
            shown.add_column(column, overflow="fold")
        for row in result.rows:
            shown.add_row(*("" if cell is None else str(cell) for cell in row))
        OUT.print(shown)
    if result.truncated:
        ERR.print(f"只显示前 {len(result.rows)} 行；用 --limit 放宽")


def queries(found: list[NamedQuery]) -> None:
    """The named queries with purpose and parameters; one that may be left out stands in brackets."""
    shown = Table(box=None, pad_edge=False)
    for name in ("名称", "用途", "参数"):
        shown.add_column(name, overflow="fold", no_wrap=name == "名称")
    for query in found:
        params = (one.name if one.default is None else f"[{one.name}]" for one in query.params)
        shown.add_row(query.name, query.purpose, " ".join(params))
    OUT.print(shown)
    _say("方括号里的参数可以不给；各参数的意思和例子见 docs/cypher.md")


def status(body: dict[str, Any], model: Ontology) -> None:
    """Counts and cursors."""
    _say(f"数据目录 {body['home']}")
    table = Table("类别", "个", "关系", "条")
    kinds = [(model.kinds[name].label, str(count)) for name, count in body["entities"].items()]
    links = [(model.relations[name].label, str(count)) for name, count in body["links"].items()]
    for left, right in zip_longest(kinds, links, fillvalue=("", "")):
        table.add_row(*left, *right)
    OUT.print(table)
    for name, one in body["projections"].items():
        behind = f"落后 {one['behind']} 处改动，运行 sync 跟上" if one["behind"] else "已跟上账本"
        _say(f"{STORES[name]}：{behind}（{one['target']}）")
    for one in body["runs"]:
        _say(f"第 {one['run']} 次 {one['started']} {one['command']}")


def sync(followed: dict[str, int], mended: list[Difference]) -> None:
    """How many changes went where, and what was mended."""
    OUT.print(f"图：{followed['graph']} 处改动；索引：{followed['index']} 处改动")
    for one in mended:
        OUT.print(f"已修复 {_difference(one)}")


def exported(manifest: Manifest, folder: Path) -> None:
    """What was written, and where it says how to go on."""
    nodes, links = sum(manifest.nodes.values()), sum(manifest.links.values())
    _say(f"写了 {nodes} 个节点、{links} 条关系；接下来照 {folder / '说明.txt'} 做")


def rollback(behind: int) -> None:
    """Which index serves now."""
    _say("上一版索引已重新服务")
    if behind:
        _say(f"它比账本少 {behind} 处改动；运行 sync 会让它跟上")


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
