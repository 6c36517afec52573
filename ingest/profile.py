"""An entity as compared with others: its names parsed, its codes and its places, read from the ontology."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from ontology.entity import Value
from ontology.model import Kind
from ontology.names.company import CompanyName, parse
from ontology.names.institute import official, parent_and_unit
from ontology.values import VALUE_TYPES
from ontology.values.fold import folded

SHORT = 6
"""Most characters of a name that may be a short one."""


@dataclass(frozen=True, slots=True)
class Roles:
    """What a kind's properties are for who is who: the name and its type, other names, codes that alone
    identify, and the context a name is only good with (county; institute and field; owner).
    """

    caption: str
    type: str
    names: Mapping[str, str]
    codes: tuple[str, ...]
    context: Mapping[str, str]

    @classmethod
    def of(cls, kind: Kind) -> Roles:
        """Read from the kind's identity and reference sets."""
        alone = {names[0] for names in kind.identity if len(names) == 1} - {kind.caption}
        others = [name for name in kind.reference if name not in alone and name != kind.caption]
        context = [one for names in kind.identity if kind.caption in names for one in names]

        def labels(names: list[str]) -> dict[str, str]:
            return {name: kind.properties[name].label for name in names if name != kind.caption}

        type_ = kind.properties[kind.caption].type
        return cls(kind.caption, type_, labels(others), tuple(sorted(alone)), labels(context))


@dataclass(frozen=True)
class Profile:
    """One entity, its names taken apart when first asked for."""

    id: str
    roles: Roles
    properties: Mapping[str, Value]

    @cached_property
    def name(self) -> str:
        """What it is called, as written."""
        return str(self.properties.get(self.roles.caption, ""))

    @cached_property
    def key(self) -> str:
        """Its name as compared."""
        return VALUE_TYPES[self.roles.type].key(self.name)

    @cached_property
    def declared(self) -> Mapping[str, str]:
        """Other names the home has stated, as compared -> the label of the property (曾用名, 简称, 别名)."""
        fold = VALUE_TYPES[self.roles.type].key
        return {
            fold(one): label
            for name, label in self.roles.names.items()
            for one in as_list(self.properties.get(name))
        }

    @cached_property
    def codes(self) -> Mapping[str, str]:
        """The properties that alone identify it, folded."""
        given = {name: self.properties.get(name) for name in self.roles.codes}
        return {name: folded(str(value)).upper() for name, value in given.items() if value}

    @cached_property
    def context(self) -> Mapping[str, list[str]]:
        """What its name is only good with, by property."""
        given = {name: as_list(self.properties.get(name)) for name in self.roles.context}
        return {name: values for name, values in given.items() if values}

    @cached_property
    def parts(self) -> CompanyName:
        """Its name as a company's."""
        return parse(self.name)

    @cached_property
    def house(self) -> tuple[str, str]:
        """(institute, unit of it)."""
        return parent_and_unit(self.name)

    @cached_property
    def official(self) -> str:
        """The full name, as compared, of what is commonly called as this is; "" where nobody says so."""
        full = official(self.name)
        return VALUE_TYPES[self.roles.type].key(full) if full else ""

    @cached_property
    def is_short(self) -> bool:
        """Whether an organisation's name looks like a short one: few characters and no legal form."""
        if self.roles.type != "org_name" or not 2 <= len(self.key) <= SHORT:
            return False
        return not self.parts.form


def as_list(value: Value | None) -> list[str]:
    """A property's values as texts; none where there is none."""
    if value is None or value == "":
        return []
    return list(value) if isinstance(value, list) else [str(value)]
