"""What an ingest would change, before it is written."""

from __future__ import annotations

from pathlib import Path

from rich.table import Table

from ingest.preview import Changed, Contradiction, Listed, Preview, PropertyChange
from ontology.display import text_of
from ontology.entity import Value
from ontology.model import Kind, Ontology
from show.console import OUT, say


def preview(body: Preview, model: Ontology) -> None:
    """One table for what would be added, changed and retired, one for what is only named, one for conflicts;
    each says how many it leaves out.
    """
    _changes(body, model)
    _named(body, model)
    _conflicts(body)


def _changes(body: Preview, model: Ontology) -> None:
    shown = Table("改动", "类别", "名称", "属性", "原来", "改为", "出处", title="会改动什么")
    for column in shown.columns:
        column.overflow = "fold"
    for word, found in (("新增", body.added), ("收回", body.retired)):
        for one in found:
            shown.add_row(word, model.kinds[one.kind].label, one.name, "", "", "", _place(one))
    for changed in body.changed:
        kind = model.kinds[changed.kind]
        head = ["改动", kind.label, changed.name]
        for change in changed.changes:
            shown.add_row(*head, *_change(kind, change), _place(changed) if any(head) else "")
            head = ["", "", ""]
    if shown.row_count:
        OUT.print(shown)
    _left_out(body, {"added": "新增", "changed": "改动", "retired": "收回"})


def _change(kind: Kind, change: PropertyChange) -> tuple[str, str, str]:
    def text(value: Value | None) -> str:
        return "（空）" if value is None else text_of(kind.properties[change.property], value)

    return change.label, text(change.old), text(change.new)


def _named(body: Preview, model: Ontology) -> None:
    if body.named:
        shown = Table("类别", "名称", "出处", title="账本里还没有、只被提到的：名称写错了也会列在这里")
        for one in body.named:
            shown.add_row(model.kinds[one.kind].label, one.name, _place(one))
        OUT.print(shown)
        _left_out(body, {"named": "只被提到的"})


def _conflicts(body: Preview) -> None:
    if body.conflicts:
        shown = Table("出处", "列", "矛盾", title="哪里矛盾")
        shown.columns[2].overflow = "fold"
        for one in body.conflicts:
            shown.add_row(_place(one), one.column, one.message)
        OUT.print(shown)
        _left_out(body, {"conflicts": "矛盾"})


def _left_out(body: Preview, words: dict[str, str]) -> None:
    for section, word in words.items():
        more = body.counts[section] - len(getattr(body, section))
        if more:
            say(f"……{word}还有 {more} 个；用 --limit 放宽，--json 也一样")


def _place(one: Listed | Changed | Contradiction) -> str:
    return " ".join(part for part in (Path(one.file).name, one.sheet, f"第 {one.row} 行") if part)
