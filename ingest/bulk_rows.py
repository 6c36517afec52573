"""Rows of a bulk import: one header and one file of rows for every kind and relation.

A file holds rows whose values have the same types. The ontology says which those are as a rule; a row that
differs (an amount with a fraction where amounts are whole) goes to a further file of its kind, so that every
value comes back with the very type it would have by the driver.
"""

from __future__ import annotations

import gzip
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from errors import InputError
from ontology.entity import Entity, Link, Properties, Value
from ontology.model import Kind, Ontology

ARRAY = "\x1f"
"""Between the items of a list; cleaned values hold no control characters."""
_TYPES = {str: "string", bool: "boolean", int: "long", float: "double", list: "string[]"}
_USUAL = {"integer": "long", "money": "long", "number": "long", "flag": "boolean"}
_FAR = {"inf": "Infinity", "-inf": "-Infinity", "nan": "NaN"}
_NODE, _LINK = ("id:ID",), (":START_ID", ":END_ID", "id:string")
_Unusual = tuple[tuple[str, str], ...]
"""(property, type) of the values of a row that are not of the type they have as a rule."""


@dataclass(frozen=True, slots=True)
class _Table:
    file: TextIO
    keys: tuple[str, ...]


class Files:
    """The data files of a folder while they are written (in a `with`), and what was written."""

    def __init__(self, folder: Path, model: Ontology) -> None:
        self.folder = folder
        self.nodes: Counter[str] = Counter()
        self.links: Counter[str] = Counter()
        self.groups: list[str] = []
        self.multiline = False
        self._columns = {kind.kind: _columns(kind) for kind in model.kinds.values()}
        for one in model.relations.values():
            self._columns[one.relation] = dict.fromkeys(one.properties, "string")
        self._tables: dict[tuple[str, _Unusual], _Table] = {}
        self._closing = ExitStack()

    def __enter__(self) -> Files:
        return self

    def __exit__(self, *_: object) -> None:
        self._closing.close()

    def fill(self, entities: Iterable[Entity], links: Iterable[Link]) -> None:
        """Write everything."""
        seen: set[str] = set()
        for entity in entities:
            seen.add(entity.id)
            self._node(entity)
        for link in links:
            for kind, end in ((link.source_kind, link.source), (link.target_kind, link.target)):
                if end not in seen:
                    seen.add(end)
                    self._node(Entity(end, kind))
            self._put(link.relation, (link.source, link.target, link.id), link.properties)
            self.links[link.relation] += 1

    def _node(self, entity: Entity) -> None:
        self._put(entity.kind, (entity.id,), entity.properties)
        self.nodes[entity.kind] += 1

    def _put(self, name: str, lead: Sequence[str], properties: Properties) -> None:
        usual = self._columns[name]
        unusual = [
            (key, found)
            for key, value in properties.items()
            if (found := _TYPES[type(value)]) != usual.get(key) and key != "id"
        ]
        shape = (name, tuple(sorted(unusual)))
        table = self._tables.get(shape) or self._begin(shape, _NODE if len(lead) == 1 else _LINK)
        try:
            cells = [*map(_quoted, lead), *(_cell(properties.get(key)) for key in table.keys)]
        except ValueError as error:
            cure = "在原表里改正后重新导入，或不用文件、由 sync 装入"
            raise InputError(f"{lead[-1]} 有导入文件写不下的值（{error}）", cure) from error
        line = ",".join(cells)
        self.multiline = self.multiline or "\n" in line or "\r" in line
        table.file.write(line + "\n")

    def _begin(self, shape: tuple[str, _Unusual], lead: Sequence[str]) -> _Table:
        name, unusual = shape
        earlier = sum(one == name for one, _ in self._tables)
        stem = f"{name}-{earlier + 1}" if earlier else name
        columns = {**self._columns[name], **dict(unusual)}
        header = ",".join([*lead, *(f"{key}:{found}" for key, found in columns.items())])
        (self.folder / f"{stem}.header.csv").write_text(header + "\n", encoding="utf-8")
        path = self.folder / f"{stem}.csv.gz"
        file = self._closing.enter_context(
            gzip.open(path, "wt", compresslevel=1, encoding="utf-8", newline="\n")  # noqa: SIM115
        )
        self._tables[shape] = _Table(file, tuple(columns))
        option = "nodes" if lead is _NODE else "relationships"
        # Neo4j 2026 refuses a bare file name: it looks for its folder.
        self.groups.append(f"--{option}={name}=./{stem}.header.csv,./{path.name}")
        return self._tables[shape]


def _columns(kind: Kind) -> dict[str, str]:
    """Property -> the type its column has as a rule."""
    public = {name: spec for name, spec in kind.all_properties.items() if not spec.private}
    return {
        name: "string[]" if spec.many else _USUAL.get(spec.type, "string") for name, spec in public.items()
    }


def _cell(value: Value | None) -> str:
    """A value; nothing between the commas is none, a pair of quotes an empty text."""
    if value is None:
        return ""
    if isinstance(value, str):
        return _quoted(value)
    if isinstance(value, list):
        joined = ARRAY.join(value)
        if not joined or joined.count(ARRAY) != len(value) - 1:
            raise ValueError(f"列表 {value}")
        return _quoted(joined)
    text = repr(value)
    return text.lower() if isinstance(value, bool) else _FAR.get(text, text)


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
