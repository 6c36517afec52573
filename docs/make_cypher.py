"""Makes docs/cypher.md from the headers and texts of graph/queries: `python docs/make_cypher.py`."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from graph.named import TYPES, NamedQuery, Parameter, readable  # noqa: E402  the root goes on the path first

PAGE = ROOT / "docs" / "cypher.md"
HEAD = """# 命名查询

本页由 `python docs/make_cypher.py` 从 `graph/queries/` 生成，不要手改。

`shuangjin cypher --list` 列出全部；`--format csv` 或 `--json` 换一种写法；`--limit` 是任何查询的行数上限，
与参数 `limit` 谁小听谁。区县、学科、行业写名称或代码都可以。例子用示例数据（`shuangjin demo`）。
同样的文字在 Neo4j 和内嵌的 ArcadeDB 上都能运行，可以抄去改成自己的查询。
"""


def page() -> str:
    """The whole page."""
    links = "".join(f"- [{one.name}](#{one.name})：{one.purpose}\n" for one in readable())
    return f"{HEAD}\n{links}" + "".join(f"\n{_section(one)}" for one in readable())


def command(query: NamedQuery) -> str:
    """The command line of a query, with examples of what it needs, or of all it takes if it needs nothing."""
    needed = [one for one in query.params if one.default is None] or query.params
    words = [f"--param {shlex.quote(f'{one.name}={one.example}')}" for one in needed]
    return " ".join(["shuangjin cypher --named", query.name, *words])


def _section(query: NamedQuery) -> str:
    rows = [["参数", "类型", "省略时", "说明", "例子"], ["---"] * 5, *(_row(one) for one in query.params)]
    params = "".join(_line(row) for row in rows) if query.params else "没有参数。\n"
    columns = "".join(_line(row) for row in _columns(query))
    code = f"```cypher\n{query.text}\n```\n"
    return (
        f"## {query.name}\n\n{query.purpose}。\n\n{params}\n{columns}\n```sh\n{command(query)}\n```\n\n{code}"
    )


def _row(one: Parameter) -> list[str]:
    left_out = "必填" if one.default is None else str(one.default) or "空"
    return [f"`{one.name}`", TYPES[one.type], left_out, one.meaning, one.example]


def _columns(query: NamedQuery) -> Iterator[list[str]]:
    yield ["列", "是什么"]
    yield ["---"] * 2
    for name, meaning in query.columns.items():
        yield [f"`{name}`", meaning]


def _line(cells: list[str]) -> str:
    return "| " + " | ".join(cells) + " |\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
