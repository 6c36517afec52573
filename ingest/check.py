"""From a raw row to checked properties: every mapped cell goes through its value type, or is a problem."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from ingest.faults import fault
from ingest.screen import Problem, admitted, identity_problem, warning
from ontology.entity import Value
from ontology.model import Kind
from ontology.values import VALUE_TYPES
from ontology.values.base import InvalidValue, Options, Raw, Said

_SPLIT = re.compile(r"[；;、\n|]+")
_KEPT = 4096
"""Different cells of a column whose meaning is kept at hand."""


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


@dataclass(frozen=True, slots=True)
class _Taken:
    """What one cell says: values by the suffix of their property, or the `parts` of a `many` one; or why it
    cannot be taken. `hidden`: kinds of personal numbers that were hidden in it.
    """

    values: Mapping[str, Value] = field(default_factory=dict)
    parts: Sequence[str] = ()
    problem: tuple[str, str] | None = None
    hidden: Sequence[str] = ()
    personal: Sequence[str] = field(default=(), repr=False)


class _Field:
    """A column with what its property says of its cells. What a cell says is kept, since most columns of a
    table hold few different values.
    """

    def __init__(self, kind: Kind, column: Column) -> None:
        self.column = column
        self.spec = kind.properties[column.property]
        self.type = VALUE_TYPES[self.spec.type]
        self.options = Options(unit=column.unit or self.spec.unit, choices=self.spec.choices)
        self.suffixes = ("", *self.type.companions)
        self.read = lru_cache(maxsize=_KEPT, typed=True)(self._read)

    def _read(self, raw: Raw) -> _Taken:
        if wrong := fault(raw, self.spec.type):
            return _Taken(problem=wrong)
        hidden: tuple[str, ...] = ()
        try:
            raw, hidden = admitted(self.type, raw, self.options)
            if self.spec.many:
                pieces = [part for piece in _SPLIT.split(str(raw)) if (part := piece.strip())]
                parts = [str(self.type.clean(part, self.options)) for part in pieces]
                return _Taken(parts=parts, hidden=hidden, personal=self._whole(pieces))
            value = self.type.clean(raw, self.options)
            values = value.parts() if isinstance(value, Said) else {"": value}
            return _Taken(values, hidden=hidden, personal=self._whole([raw]))
        except InvalidValue as error:
            return _Taken(problem=(error.code, error.message), hidden=hidden)

    def _whole(self, cells: Sequence[Raw]) -> list[str]:
        """The whole values of a personal type; a cell that is masked already gives none."""
        return [value for cell in cells if self.type.whole and (value := self.type.whole(cell))]


class Checker:
    """Checks the rows of one table: cells of `columns`, and `constants` (property -> text) for every row.
    Several columns may feed one `many` property.
    """

    def __init__(self, kind: Kind, columns: Sequence[Column], constants: Mapping[str, str]) -> None:
        self.kind = kind
        self.columns = columns
        self.fields = [_Field(kind, column) for column in columns]
        self.constants = [(_Field(kind, Column(name, name)), text) for name, text in constants.items()]
        self.types = {one.column.heading: one.type for one in self.fields}

    def row(self, cells: Mapping[str, Raw]) -> Checked:
        """Clean a row; an empty cell says nothing. An identity number in whatever column is a problem, and
        nothing more is said of its cell.
        """
        checked = Checked()
        for heading, cell in cells.items():
            if cell != "" and (refused := identity_problem(heading, cell, self.types.get(heading))):
                checked.problems.append(refused)
        told = {heading for heading, _, _ in checked.problems}
        for one, text in self.constants:
            _take(checked, one, one.read(text))
        for one in self.fields:
            raw = cells.get(one.column.heading)
            if raw is not None and raw != "" and one.column.heading not in told:
                _take(checked, one, one.read(raw))
        _require(checked, self.kind, self.columns)
        return checked


def _take(checked: Checked, one: _Field, taken: _Taken) -> None:
    heading, name = one.column.heading, one.column.property
    if taken.hidden:
        checked.warnings.append(warning(heading, taken.hidden))
    if taken.problem:
        checked.problems.append((heading, *taken.problem))
        return
    if one.type.whole:
        checked.personal.setdefault(name, []).extend(taken.personal)
    if one.spec.many:
        known = checked.properties.get(name, [])
        before = known if isinstance(known, list) else []
        checked.properties[name] = list(dict.fromkeys([*before, *taken.parts]))
        return
    for suffix in one.suffixes:
        checked.properties.pop(name + suffix, None)
    for suffix, value in taken.values.items():
        checked.properties[name + suffix] = value


def _require(checked: Checked, kind: Kind, columns: Sequence[Column]) -> None:
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
