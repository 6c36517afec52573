"""From a raw row to checked properties: every mapped cell goes through its value type, or is a problem."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from ontology.entity import Value
from ontology.model import Kind, PropertySpec
from ontology.values import VALUE_TYPES
from ontology.values.base import InvalidValue, Options, Raw, Said

_SPLIT = re.compile(r"[；;、\n|]+")


@dataclass(slots=True)
class Checked:
    """A row's cleaned properties, and (column, code, message) of what was wrong with it."""

    properties: dict[str, Value] = field(default_factory=dict)
    problems: list[tuple[str, str, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Column:
    """Where a property's value stands: its heading, and the unit of bare numbers there."""

    heading: str
    property: str
    unit: str = ""


def check(
    kind: Kind, columns: list[Column], cells: Mapping[str, Raw], constants: Mapping[str, str]
) -> Checked:
    """Clean a row. Several columns may feed one `many` property; an empty cell says nothing."""
    checked = Checked()
    for name, text in constants.items():
        _take(checked, kind.properties[name], Column(name, name), text)
    for column in columns:
        raw = cells.get(column.heading)
        if raw is not None and raw != "":
            _take(checked, kind.properties[column.property], column, raw)
    _require(checked, kind, columns)
    return checked


def _take(checked: Checked, spec: PropertySpec, column: Column, raw: Raw) -> None:
    clean = VALUE_TYPES[spec.type].clean
    options = Options(unit=column.unit or spec.unit, choices=spec.choices)
    try:
        if not spec.many:
            value = clean(raw, options)
            said = value.parts() if isinstance(value, Said) else {"": value}
            for suffix in ("", *VALUE_TYPES[spec.type].companions):
                checked.properties.pop(column.property + suffix, None)
            checked.properties |= {column.property + suffix: part for suffix, part in said.items()}
            return
        parts = [part.strip() for part in _SPLIT.split(str(raw))]
        values = [str(clean(part, options)) for part in parts if part]
    except InvalidValue as error:
        checked.problems.append((column.heading, error.code, error.message))
        return
    known = checked.properties.get(column.property, [])
    united = dict.fromkeys([*(known if isinstance(known, list) else []), *values])
    checked.properties[column.property] = list(united)


def _require(checked: Checked, kind: Kind, columns: list[Column]) -> None:
    for name, spec in kind.required.items():
        if any(
            checked.properties.get(one, "") not in ("", []) for one in (name, *kind.companions.get(name, ()))
        ):
            continue
        heading = next((column.heading for column in columns if column.property == name), spec.label)
        if heading not in {column for column, _, _ in checked.problems}:
            message = f"“{spec.label}”是必填项，这一行没有；请补填后再导入"
            checked.problems.append((heading, "required", message))
    if not checked.problems and not any(
        all(checked.properties.get(n) for n in names) for names in kind.identity
    ):
        sets = "，或".join("+".join(kind.properties[n].label for n in names) for names in kind.identity)
        checked.problems.append(("", "no_identity", f"认不出这一行说的是哪个{kind.label}；至少要有：{sets}"))
