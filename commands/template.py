"""The command that gives out forms."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

import show
from commands.shared import Json, cli, emit
from errors import UsageError
from ontology.form import fillable, forms, version


@cli.command()
def template(
    what: Annotated[
        str | None, typer.Argument(metavar="KIND", help="一类（如 企业）或一张表（survey）")
    ] = None,
    out: Annotated[Path | None, typer.Argument(metavar="OUT.xlsx", help="写到哪个 .xlsx")] = None,
    listed: Annotated[bool, typer.Option("--list", help="列出有哪些模板")] = False,
    as_json: Json = False,
) -> None:
    """写出填表用的模板：下拉框、文本格式、填表说明都在里面；survey 是《企业科技创新需求调查表》。"""
    kinds = {**{kind.label: kind for kind in fillable().values()}, **fillable()}
    if listed:
        found = [{"template": one.form, "label": one.label} for one in forms().values()]
        found += [{"template": one.kind, "label": one.label} for one in fillable().values()]
        emit(as_json, found, lambda: show.templates(found))
        return
    if what is None or out is None or out.suffix.lower() != ".xlsx":
        raise UsageError("要说写哪一种模板、写到哪里", "如 template 企业 企业.xlsx；template --list 列出全部")
    form = next((one for one in forms().values() if what in (one.form, one.label)), None)
    kind = kinds.get(what) or {name.lower(): one for name, one in fillable().items()}.get(what.lower())
    if form:
        from workbooks.form import write_form  # a writer of workbooks costs start-up time

        body = {"kind": form.form, "version": form.version, "columns": write_form(out, form)}
    elif kind:
        from workbooks.template import write_template

        body = {"kind": kind.kind, "version": version(kind), "columns": write_template(out, kind)}
    else:
        names = "、".join([*forms(), *(one.label for one in fillable().values())])
        raise UsageError(f"没有“{what}”的模板", f"可用：{names}")
    emit(as_json, {"path": str(out), **body}, lambda: show.say(f"写好了 {out}（版本 {body['version']}）"))
