"""Makes docs/reference.md from the program itself: `python docs/make_reference.py`."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, get_args, get_type_hints

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import cli
import errors
from graph.named import readable
from ontology.model import Kind, PropertySpec, ontology
from ontology.values import VALUE_TYPES
from settings import Settings

PAGE = ROOT / "docs" / "reference.md"
STATUSES = {
    0: "做完了",
    1: "有的行被退回",
    2: "命令用法不对，或要做不许做的事",
    3: "输入读不了，或没有找到",
    4: "库打不开、没有应答或正被占用",
    5: "账本、图和索引不一致",
    130: "被中断",
}


def reference() -> str:
    """The whole page."""
    parts = (_commands, _settings, _errors, _kinds, _relations, _values, _queries)
    heading = "# 参考\n\n本页由 `python docs/make_reference.py` 从程序生成，不要手改。\n"
    return heading + "".join(f"\n{part()}" for part in parts)


def _table(heading: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    lines = [heading, ["---"] * len(heading), *rows]
    return "".join("| " + " | ".join(_cell(cell) for cell in line) + " |\n" for line in lines)


def _cell(value: object) -> str:
    return str(value).replace("|", "\\|").replace("\n", " ")


def _commands() -> str:
    text = "## 命令\n"
    for name, callback in _named_commands(cli.cli):
        rows = [_parameter(*one) for one in _parameters(callback)]
        text += f"\n### {name}\n\n{inspect.getdoc(callback)}\n\n"
        text += _table(["写法", "说明", "省略时"], rows)
    return text


def _named_commands(group: Any, before: str = "") -> Iterator[tuple[str, Callable[..., Any]]]:
    """(what a person types, function) of a Typer application's commands, then of those in its groups."""
    for info in group.registered_commands:
        # The name a person types: Typer puts hyphens for the underscores of a function's name.
        yield before + (info.name or info.callback.__name__.replace("_", "-")), info.callback
    for inner in group.registered_groups:
        yield from _named_commands(inner.typer_instance, f"{before}{inner.name} ")


def _parameters(command: Callable[..., Any]) -> Iterator[tuple[str, Any, object]]:
    """(name, Typer's description, default) of each parameter."""
    hints = get_type_hints(command, include_extras=True)
    for name, parameter in inspect.signature(command).parameters.items():
        yield name, get_args(hints[name])[1], parameter.default


def _parameter(name: str, described: Any, default: object) -> list[object]:
    # Inside Annotated, Typer keeps an option's first name where its default would stand.
    names = [one for one in (described.default, *(described.param_decls or ())) if isinstance(one, str)]
    written = "、".join(f"`{one}`" for one in names) or f"`{name.upper()}`"
    # By identity: 0 equals False, yet a default of 0 must be told.
    silent = default is None or default is False
    left_out = "必填" if default is inspect.Parameter.empty else "" if silent else default
    return [written, described.help or "", left_out]


def _settings() -> str:
    prefix = str(Settings.model_config.get("env_prefix", ""))
    rows = [
        [f"`{prefix}{name.upper()}`", field.description or "", field.default]
        for name, field in Settings.model_fields.items()
    ]
    return "## 环境变量\n\n" + _table(["变量", "说明", "省略时"], rows)


def _errors() -> str:
    kinds = [
        one for _, one in inspect.getmembers(errors, inspect.isclass) if issubclass(one, errors.AppError)
    ]
    used = sorted({(one.exit_code, one.code) for one in kinds if one is not errors.AppError})
    text = "## 退出码\n\n" + _table(["退出码", "意思"], [[code, said] for code, said in STATUSES.items()])
    return (
        text
        + '\n`--json` 时错误写作 `{"error": {"code", "message", "cure"}}`：\n\n'
        + _table(["code", "退出码"], [[f"`{name}`", code] for code, name in used])
    )


def _kinds() -> str:
    return "## 类别\n" + "".join(f"\n{_kind(kind)}" for kind in ontology().kinds.values())


def _kind(kind: Kind) -> str:
    keys = "；".join("＋".join(kind.properties[one].label for one in names) for names in kind.identity)
    rows = [_property(kind, name, spec) for name, spec in kind.properties.items()]
    heading = ["列名", "属性", "类型", "必填", "也认", "选项或单位", "搜索", "说明"]
    told = f"{kind.description}编号以 `{kind.prefix}-` 开头；识别依据：{keys}。"
    return f"### {kind.label} {kind.kind}\n\n{told}\n\n" + _table(heading, rows)


def _property(kind: Kind, name: str, spec: PropertySpec) -> list[object]:
    notes = ["可以有几个"] if spec.many else []
    notes += ["只留在账本里"] if spec.private else []
    notes += [f"没有填时随“{kind.properties[spec.inherit].label}”"] if spec.inherit else []
    notes += [f"连线 {spec.link.relation}"] if spec.link else []
    beside = "、".join(f"`{one}`" for one in kind.companions.get(name, ()))
    notes += [f"不是一个定数时另见 {beside}"] if beside else []
    searched = {"title": "题名", "body": "正文"}.get(spec.search, "")
    return [
        spec.label, f"`{name}`", VALUE_TYPES[spec.type].label, "是" if spec.required else "",
        "、".join(spec.aliases), "、".join(spec.choices) or spec.unit, searched, "，".join(notes),
    ]  # fmt: skip


def _relations() -> str:
    rows = [
        [
            one.relation,
            one.label,
            "、".join(one.source),
            "、".join(one.target),
            "、".join(f"`{name}`（{label}）" for name, label in one.properties.items()),
            one.description,
        ]
        for one in ontology().relations.values()
    ]
    return "## 关系\n\n" + _table(["关系", "名称", "从", "到", "属性", "说明"], rows)


def _values() -> str:
    rows = []
    for name, value_type in sorted(VALUE_TYPES.items()):
        module = inspect.getmodule(value_type.clean)
        rows.append([f"`{name}`", value_type.label, (inspect.getdoc(module) or "").split("\n\n")[0]])
    return "## 取值类型\n\n" + _table(["类型", "名称", "规则"], rows)


def _queries() -> str:
    rows = [[f"`{one.name}`", one.purpose] for one in readable()]
    told = "`shuangjin cypher --named 名称 --param 名=值`；参数、列和例子见 [命名查询](cypher.md)。"
    return f"## 命名查询\n\n{told}\n\n" + _table(["名称", "用途"], rows)


if __name__ == "__main__":
    PAGE.write_text(reference(), encoding="utf-8")
