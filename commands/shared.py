"""What all commands share: the one Typer application, the options most of them take, how they answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

import typer

import show
from app import App
from errors import UsageError
from ontology.model import Ontology

cli = typer.Typer(
    name="shuangjin",
    help="科技“双进”供需匹配",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
Json = Annotated[bool, typer.Option("--json", help="只在标准输出打印一个 JSON 文档")]
Kind = Annotated[str | None, typer.Option("--kind", "-k", help="只要这一类，如 成果 或 Achievement")]


def kind_name(app: App, name: str) -> str:
    """The English name of a kind a person calls by any of its names; UsageError listing them."""
    try:
        return app.ontology.kind(name).kind
    except KeyError as error:
        known = "、".join(f"{kind.label}（{kind.kind}）" for kind in app.ontology.kinds.values())
        raise UsageError(f"没有“{name}”这一类", f"可用：{known}") from error


def code_value(value_type: str, text: str) -> str:
    """The code a person names by a code or a name; UsageError saying what is wrong with it."""
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


def emit(as_json: bool, body: object, print_for_people: Callable[[], None]) -> None:
    """Print either one JSON document or the people's version."""
    if as_json:
        show.as_json(body)
    else:
        print_for_people()
