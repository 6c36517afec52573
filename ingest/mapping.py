"""Which heading feeds which property: by the kinds' own headings, or by a small mapping file."""

from __future__ import annotations

from collections.abc import Sequence
from fnmatch import fnmatch
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from errors import InputError
from ingest.check import Column
from ingest.headings import fold_heading, meaning, unit_of
from ingest.tables import SERIAL
from ontology.model import Kind, Ontology


class Source(BaseModel):
    """One column of a mapping file: the property it feeds, and the unit of its bare numbers."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    property: str
    unit: str = ""


class Mapping(BaseModel):
    """How the tables of files that fit `file` (a glob) and `sheet` are read."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: str
    file: str = "*"
    sheet: str = "*"
    source: str = ""
    columns: dict[str, Source | str] = Field(default_factory=dict)
    constants: dict[str, str] = Field(default_factory=dict)
    ignore: tuple[str, ...] = ()
    empty: tuple[str, ...] = Field(default=(), description="texts that stand for nothing, such as “(个人)”")

    def fits(self, file: str, sheet: str) -> bool:
        """Whether a table of this file and sheet is meant."""
        return fnmatch(file, self.file) and fnmatch(sheet, self.sheet)

    def columns_for(self, headings: Sequence[str]) -> list[Column]:
        """The columns of a table, in its own order."""
        found = []
        for heading in headings:
            source = self.columns.get(heading)
            if source is None:
                continue
            source = Source(property=source) if isinstance(source, str) else source
            found.append(Column(heading, source.property, source.unit or unit_of(heading)))
        return found


def unknown_columns(mapping: Mapping, headings: Sequence[str]) -> list[str]:
    """Headings that feed nothing, do not just count the rows, and are not ignored on purpose."""
    return [
        heading
        for heading in headings
        if heading not in mapping.columns
        and heading not in mapping.ignore
        and fold_heading(heading)[0] not in SERIAL
    ]


def load_mappings(path: Path, ontology: Ontology) -> list[Mapping]:
    """The mappings of a file: one mapping, or a list under `mappings`; InputError naming what is wrong."""
    try:
        body = yaml.safe_load(path.read_text(encoding="utf-8"))
        bodies = body["mappings"] if isinstance(body, dict) and "mappings" in body else [body]
        mappings = [Mapping.model_validate(one) for one in bodies]
    except (OSError, UnicodeDecodeError, yaml.YAMLError, ValidationError) as error:
        raise InputError(
            f"对应关系文件读不了：{path}（{error}）", "照 CONTRIBUTING.md 里的例子改正"
        ) from error
    for mapping in mappings:
        _lint(mapping, ontology, path)
    return mappings


def recognise(headings: Sequence[str], ontology: Ontology, wanted: str | None, *, where: str) -> Mapping:
    """The mapping of a table by its headings: the kind that knows most of them and can be identified."""
    kinds = [kind for kind in ontology.kinds.values() if not kind.derived and not kind.codes]
    if wanted:
        try:
            kinds = [{kind.kind: kind for kind in kinds}[ontology.kind(wanted).kind]]
        except KeyError as error:
            raise InputError(
                f"不能导入“{wanted}”这一类", f"--as 可用：{'、'.join(k.label for k in kinds)}"
            ) from error
    found = [(columns, kind) for kind in kinds if _identified(kind, columns := _match(kind, headings))]
    found.sort(key=lambda one: -len(one[0]))
    if not found or (len(found) > 1 and len(found[0][0]) == len(found[1][0])):
        like = "、".join(kind.label for _, kind in found[:2])
        why = f"表头既像{like.replace('、', '又像')}" if found else "表头认不出是哪一类"
        raise InputError(
            f"{where}：{why}。看到的表头：{'、'.join(headings[:20])}",
            "用 --as 指定一类，或用 --map 给出对应关系",
        )
    columns, kind = found[0]
    return Mapping(kind=kind.kind, columns=dict(columns))


def _match(kind: Kind, headings: Sequence[str]) -> dict[str, str]:
    known = {fold_heading(heading)[0]: name for heading, name in reversed(kind.headings.items())}
    columns: dict[str, str] = {}
    for heading in headings:
        name = known.get(meaning(heading, known.keys()))
        if name and (name not in columns.values() or kind.properties[name].many):
            columns[heading] = name
    return columns


def _identified(kind: Kind, columns: dict[str, str]) -> bool:
    names = set(columns.values())
    required = {name for name, spec in kind.properties.items() if spec.required}
    return required <= names and any(set(one) <= names for one in kind.identity)


def _lint(mapping: Mapping, ontology: Ontology, path: Path) -> None:
    if mapping.kind not in ontology.kinds:
        raise InputError(f"{path.name}：没有“{mapping.kind}”这一类", f"可用：{'、'.join(ontology.kinds)}")
    properties = ontology.kinds[mapping.kind].properties
    named = [one if isinstance(one, str) else one.property for one in mapping.columns.values()]
    for name in (*named, *mapping.constants):
        if name not in properties:
            raise InputError(
                f"{path.name}：{mapping.kind} 没有属性“{name}”", f"可用：{'、'.join(properties)}"
            )
