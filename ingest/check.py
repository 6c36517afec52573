"""From a raw row to checked properties: every mapped cell goes through its value type, or is a problem."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ingest.faults import fault
from ingest.screen import Problem, admitted, identity_problem, warning
from ontology.entity import Value
from ontology.model import Kind, PropertySpec
from ontology.values import VALUE_TYPES
from ontology.values.base import InvalidValue, Options, Raw, Said, ValueType

_SPLIT = re.compile(r"[；;、\n|]+")


@dataclass(slots=True)
class Checked:
    """A row's cleaned properties, (column, code, message) of what was wrong with it or is to be told of it,
    and the whole values of personal properties, whose masked ones are among the properties.
    """

    properties: dict[str, Value] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    personal: dict[str, list[str]] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Column:
    """Where a property's value stands: its heading, and the unit of bare numbers there."""

    heading: str
    property: str
    unit: str = ""


def check(
    kind: Kind, columns: list[Column], cells: Mapping[str, Raw], constants: Mapping[str, str]
) -> Checked:
    """Clean a row. Several columns may feed one `many` property; an empty cell says nothing. An identity
    number in whatever column is a problem, and nothing more is said of its cell.
    """
    checked = Checked()
    types = {column.heading: VALUE_TYPES[kind.properties[column.property].type] for column in columns}
    for heading, cell in cells.items():
        if cell != "" and (refused := identity_problem(heading, cell, types.get(heading))):
            checked.problems.append(refused)
    told = {heading for heading, _, _ in checked.problems}
    for name, text in constants.items():
        _take(checked, kind.properties[name], Column(name, name), text)
    for column in columns:
        raw = cells.get(column.heading)
        if raw is not None and raw != "" and column.heading not in told:
            _take(checked, kind.properties[column.property], column, raw)
    _require(checked, kind, columns)
    return checked


def _take(checked: Checked, spec: PropertySpec, column: Column, raw: Raw) -> None:
    value_type = VALUE_TYPES[spec.type]
    if wrong := fault(raw, spec.type):
        checked.problems.append((column.heading, *wrong))
        return
    options = Options(unit=column.unit or spec.unit, choices=spec.choices)
    try:
        raw, hidden = admitted(value_type, raw, options)
        if hidden:
            checked.warnings.append(warning(column.heading, hidden))
        if not spec.many:
            value = value_type.clean(raw, options)
            said = value.parts() if isinstance(value, Said) else {"": value}
            for suffix in ("", *VALUE_TYPES[spec.type].companions):
                checked.properties.pop(column.property + suffix, None)
            checked.properties |= {column.property + suffix: part for suffix, part in said.items()}
            _set_apart(checked, value_type, column, [raw])
            return
        parts = [part for piece in _SPLIT.split(str(raw)) if (part := piece.strip())]
        values = [str(value_type.clean(part, options)) for part in parts]
        _set_apart(checked, value_type, column, parts)
    except InvalidValue as error:
        checked.problems.append((column.heading, error.code, error.message))
        return
    known = checked.properties.get(column.property, [])
    united = dict.fromkeys([*(known if isinstance(known, list) else []), *values])
    checked.properties[column.property] = list(united)


def _set_apart(checked: Checked, value_type: ValueType, column: Column, cells: Sequence[Raw]) -> None:
    """Keep the whole values of a personal type; a cell that is masked already gives none."""
    if value_type.whole:
        values = [value for cell in cells if (value := value_type.whole(cell))]
        checked.personal.setdefault(column.property, []).extend(values)


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
