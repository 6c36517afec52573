"""The named queries: literal Cypher in queries/*.cypher, under a header that says what it is for:

    // name: needs-by-field                        the file's name
    // purpose: 各学科的需求数                      one Chinese sentence
    // param: limit integer = 20 | 最多几行 | 5     name, type, default (none: required) | meaning | example
    // column: field | 学科                        name | meaning, in the order of RETURN
    // for: program                                where only the program itself asks it
    // template: KIND                              where it has places to fill

A file whose header is not what its text says does not load. A label or relationship type cannot be a Cypher
parameter, so the few queries that write or scan by kind are templates: __KIND__, __SOURCE__, __TARGET__ and
__RELATION__ are replaced by names of the ontology and by nothing else. No text a person typed becomes Cypher.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from errors import UsageError
from ontology.model import ontology
from ontology.values import VALUE_TYPES
from ontology.values.base import InvalidValue, Options, Said

FOLDER = Path(__file__).parent / "queries"
TYPES = {"string": "文字", "integer": "整数", "list": "列表"} | {
    name: VALUE_TYPES[name].label for name in ("date", "county", "field", "industry")
}
"""Types of parameters and what people call them; a value type's is written in any way that one takes, and
comes to the query as its code."""

_LINE = re.compile(r"// (name|purpose|param|column|for|template): (\S.*)")
_PARAM = re.compile(r"(\w+) (\w+)(?: = (\S+))? \| (.+) \| (\S.*)")
_PLACE = re.compile(r"__(KIND|SOURCE|TARGET|RELATION)__")
_STRING = re.compile(r"'(?:[^'\\]|\\.)*'")
_INNER = re.compile(r"\{[^{}]*\}|\([^()]*\)|\[[^\[\]]*\]")


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter as its line says; `default` is None where one must be given."""

    name: str
    type: str
    default: Any
    meaning: str
    example: str

    def read(self, value: Any) -> Any:
        """A value of this type from what was given, text or already a value; UsageError for another one."""
        try:
            return _value(self.type, value)
        except ValueError as error:
            reason = error.message if isinstance(error, InvalidValue) else f"要填{TYPES[self.type]}"
            raise UsageError(f"参数 {self.name}（{self.meaning}）：{reason}", self.cure) from error

    @property
    def cure(self) -> str:
        """How to give it."""
        return f"例如 --param {self.name}={self.example}"


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """A query as its file says; `audience` is "program" where no person asks it, `template` names the places
    to fill, `columns` are names and meanings in their order.
    """

    name: str
    purpose: str
    params: tuple[Parameter, ...]
    columns: dict[str, str]
    audience: str
    template: str
    text: str

    def fill(self, **names: str) -> str:
        """The Cypher of a template for kinds and a relation; ValueError for a name the ontology lacks."""
        known = {*ontology().kinds, *ontology().relations}
        for name in names.values():
            if name not in known:
                raise ValueError(f"not a kind or relation: {name}")
        return _PLACE.sub(lambda match: names[match[1].lower()], self.text)

    def bind(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """Values for all parameters, defaults for those not given or empty; UsageError for one that is
        missing, unknown, or not of its type, and for a template.
        """
        if self.template:
            raise UsageError(f"{self.name} 是程序自己用的模板", "--list 列出可以运行的查询")
        known = {one.name: one for one in self.params}
        for name in given:
            if name not in known:
                listed = "；".join(f"{one.name}（{one.meaning}）" for one in self.params)
                raise UsageError(f"查询 {self.name} 没有参数“{name}”", f"可用：{listed or '没有'}")
        said = {name: known[name].read(value) for name, value in given.items() if value not in (None, "")}
        for one in self.params:
            if one.default is None and one.name not in said:
                raise UsageError(f"查询 {self.name} 缺少参数 {one.name}：{one.meaning}", one.cure)
        return {name: said.get(name, one.default) for name, one in known.items()}


@cache
def queries() -> dict[str, NamedQuery]:
    """All named queries by name; ValueError for a file that is not what its header says."""
    found = (read(path) for path in sorted(FOLDER.glob("*.cypher")))
    return {query.name: query for query in found}


def named(name: str) -> NamedQuery:
    """A named query; UsageError listing the names when there is none."""
    try:
        return queries()[name]
    except KeyError as error:
        known = "、".join(one.name for one in readable())
        raise UsageError(f"没有名为“{name}”的查询", f"可用：{known}") from error


def readable() -> list[NamedQuery]:
    """The library: the queries that are there for people."""
    return [query for query in queries().values() if not query.audience]


def read(path: Path) -> NamedQuery:
    """The query in a file; ValueError where its header lacks something or is not what its text says."""
    header, _, text = path.read_text(encoding="utf-8").partition("\n\n")
    said: dict[str, list[str]] = {}
    for line in header.splitlines():
        if not (match := _LINE.fullmatch(line)):
            raise ValueError(f"{path.name}: not a line of a header: {line}")
        said.setdefault(match[1], []).append(match[2])
    single = {key: said.get(key, [""]) for key in ("name", "purpose", "for", "template")}
    if any(len(found) > 1 for found in single.values()) or not single["purpose"][0]:
        raise ValueError(f"{path.name}: name and purpose are needed, and nothing but param and column twice")
    name, purpose, audience, template = (found[0] for found in single.values())
    params = tuple(_parameter(path.name, line) for line in said.get("param", []))
    columns = dict(_pair(path.name, line) for line in said.get("column", []))
    query = NamedQuery(name, purpose, params, columns, audience, template, text.strip())
    _check(path, query)
    return query


def _parameter(file: str, line: str) -> Parameter:
    match = _PARAM.fullmatch(line)
    if not match or match[2] not in TYPES:
        raise ValueError(f"{file}: not a parameter, as in `limit integer = 20 | 最多几行 | 5`: {line}")
    default = None if match[3] is None else json.loads(match[3])
    return Parameter(match[1], match[2], default, match[4], match[5])


def _pair(file: str, line: str) -> tuple[str, str]:
    name, bar, meaning = line.partition(" | ")
    if not bar:
        raise ValueError(f"{file}: not a column, as in `field | 学科`: {line}")
    return name, meaning


def _check(path: Path, query: NamedQuery) -> None:
    text = _STRING.sub("''", query.text)
    pairs = {
        "name": (query.name, path.stem),
        "for": (query.audience, "program" if query.audience or query.template else ""),
        "params": (sorted(one.name for one in query.params), sorted(set(re.findall(r"\$(\w+)", text)))),
        "columns": (list(query.columns), _returned(text)),
        "template": (sorted(query.template.split()), sorted(set(_PLACE.findall(text)))),
    }
    for part, (told, found) in pairs.items():
        if told != found:
            raise ValueError(f"{path.name}: {part} of the header is {told}, of the file {found}")


def _returned(text: str) -> list[str]:
    """Names of the columns, which the last RETURN outside of all brackets gives."""
    while (outer := _INNER.sub("", text)) != text:
        text = outer
    _, found, items = text.rpartition("RETURN ")
    items = re.split(r"\b(?:ORDER BY|SKIP|LIMIT)\b", items)[0].removeprefix("DISTINCT ")
    return [item.split()[-1] for item in items.split(",")] if found else []


def _value(name: str, value: Any) -> Any:
    """A value of a type of parameter; ValueError for what is none."""
    if name == "list":
        value = json.loads(value) if isinstance(value, str) else value
        if not isinstance(value, list):
            raise ValueError("not a list")
        return value
    if name in ("string", "integer"):
        return str(value) if name == "string" else int(value)
    found = VALUE_TYPES[name].clean(str(value).removeprefix(f"{name}-"), Options())
    if isinstance(found, Said) or (name == "date" and len(str(found)) < len("2026-01-01")):
        raise InvalidValue("date_part", "要写到日，如 2026-12-31")
    return found
