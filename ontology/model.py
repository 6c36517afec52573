"""The ontology is data: one YAML a kind, one a relation; this module loads and lints them.

From a kind's file follow the ingest headings, the identity keys, the graph constraints, the index
fields and facets, the templates and the reference page. Nothing else in the program lists kinds.
"""

from __future__ import annotations

from functools import cache, cached_property
from pathlib import Path
from typing import Literal, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, Field

from ontology.values import VALUE_TYPES

HERE = Path(__file__).parent
P = TypeVar("P", bound="Part")


class Part(BaseModel):
    """Base of every ontology part: frozen, and an unknown key in a file is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class LinkSpec(Part):
    """That a property's values name other entities, and which link follows from it."""

    relation: str
    to: tuple[str, ...] = Field(description="kinds the value may name, first preferred for a new one")
    reverse: bool = Field(default=False, description="the link runs from the named entity to this one")
    context: dict[str, str] = Field(
        default_factory=dict,
        description="property of the named entity -> property of this row that identifies it",
    )
    constants: dict[str, str] = Field(default_factory=dict, description="properties every such link has")
    properties: dict[str, str] = Field(
        default_factory=dict, description="link property -> property of this row it is taken from"
    )


class PropertySpec(Part):
    """One property of a kind: how it is called, cleaned, read from a sheet, searched and linked."""

    label: str
    type: str = Field(description="a name in ontology.values.VALUE_TYPES")
    required: bool = False
    many: bool = Field(default=False, description="several values, split at ；;、 or line breaks")
    aliases: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    unit: str = Field(default="", description="unit of a bare number where the heading names none")
    search: Literal["", "title", "body"] = Field(default="", description="field of the text index it feeds")
    mention: float = Field(default=0.0, ge=0, description="weight of its words in MENTIONS; 0: none")
    facet: Literal["", "county", "field", "industry"] = ""
    example: str = ""
    private: bool = Field(default=False, description="stays in the ledger, never in graph or index")
    inherit: str = Field(
        default="",
        description="property whose named entity lends its value of this name where a row gives none",
    )
    link: LinkSpec | None = None


class Kind(Part):
    """A kind of entity, as its YAML file says."""

    kind: str
    label: str
    description: str
    prefix: str
    caption: str = Field(default="name", description="the property that names an entity to people")
    identity: tuple[tuple[str, ...], ...] = Field(description="key property sets, strongest first")
    reference: tuple[str, ...] = Field(default=(), description="properties by which others may name it")
    stub: bool = Field(default=False, description="a bare name may create one until its own row arrives")
    pattern: str = Field(default="", description="regular expression of names that belong to this kind")
    part_of: str = Field(
        default="", description="relation to the house of which an entity's name says that it is a unit"
    )
    codes: str = Field(default="", description="code table in ontology/codes the entities come from")
    derived: bool = Field(default=False, description="made by the program, never read from a sheet")
    properties: dict[str, PropertySpec]

    @cached_property
    def headings(self) -> dict[str, str]:
        """Every heading this kind answers to -> property name (labels, aliases and the names themselves)."""
        found: dict[str, str] = {}
        for name, spec in self.properties.items():
            for heading in (name, spec.label, *spec.aliases):
                found.setdefault(heading, name)
        return found

    @cached_property
    def companions(self) -> dict[str, dict[str, PropertySpec]]:
        """Property -> the properties beside it that hold what was not one exact value: the ends of a range
        (`_min`, `_max`) and the words it was said in (`_text`). See ontology.values.base.Said.
        """
        found: dict[str, dict[str, PropertySpec]] = {}
        for name, spec in self.properties.items():
            types = VALUE_TYPES[spec.type].companions
            if types and not spec.many:
                found[name] = {name + suffix: _companion(spec, suffix, one) for suffix, one in types.items()}
        return found

    @cached_property
    def all_properties(self) -> dict[str, PropertySpec]:
        """Every property an entity of this kind may have: those of its file, each with its companions."""
        found: dict[str, PropertySpec] = {}
        for name, spec in self.properties.items():
            found |= {name: spec, **self.companions.get(name, {})}
        return found

    @cached_property
    def required(self) -> dict[str, PropertySpec]:
        """Properties every row must fill."""
        return {name: spec for name, spec in self.properties.items() if spec.required}

    @cached_property
    def private(self) -> frozenset[str]:
        """Properties that stay in the ledger."""
        return frozenset(name for name, spec in self.all_properties.items() if spec.private)

    @cached_property
    def inherited(self) -> dict[str, str]:
        """Properties an entity may have from another -> the property that names the other."""
        return {name: spec.inherit for name, spec in self.properties.items() if spec.inherit}

    @cached_property
    def linked(self) -> dict[str, LinkSpec]:
        """Properties whose values name other entities; a link takes companions along with a property."""
        return {name: self._with_companions(spec.link) for name, spec in self.properties.items() if spec.link}

    def _with_companions(self, link: LinkSpec) -> LinkSpec:
        beside = {
            theirs + companion.removeprefix(ours): companion
            for theirs, ours in link.properties.items()
            for companion in self.companions.get(ours, ())
        }
        return link.model_copy(update={"properties": {**link.properties, **beside}})


COMPANIONS = {"_min": "不少于", "_max": "不多于", "_text": "原话"}
"""What people call a companion, after its property's label."""


def _companion(spec: PropertySpec, suffix: str, value_type: str) -> PropertySpec:
    return PropertySpec(label=f"{spec.label}（{COMPANIONS[suffix]}）", type=value_type, private=spec.private)


class Relation(Part):
    """A relation; "*" in source or target stands for every kind."""

    relation: str
    label: str
    description: str
    source: tuple[str, ...]
    target: tuple[str, ...]
    properties: dict[str, str] = Field(default_factory=dict, description="property -> Chinese label")
    reading: str = Field(description="how a path says it, e.g. {source}拥有{target}")


class Ontology(Part):
    """All kinds and relations, by name, in the order of their file names."""

    kinds: dict[str, Kind]
    relations: dict[str, Relation]

    def kind(self, name: str) -> Kind:
        """The kind by its English name, Chinese label or lower-case name; KeyError when there is none."""
        if name in self.kinds:
            return self.kinds[name]
        for kind in self.kinds.values():
            if name == kind.label or name.lower() == kind.kind.lower():
                return kind
        raise KeyError(name)

    @cached_property
    def prefixes(self) -> dict[str, str]:
        """Id prefix -> kind name."""
        return {kind.prefix: kind.kind for kind in self.kinds.values()}

    def kind_of(self, entity_id: str) -> str:
        """The kind an id belongs to; KeyError for a foreign id."""
        return self.prefixes[entity_id.split("-", 1)[0]]


def load(folder: Path = HERE) -> Ontology:
    """Read kinds/*.yaml and relations/*.yaml below `folder`; raises ValueError naming the file at fault."""
    kinds = {k.kind: k for k in (_read(Kind, p) for p in sorted((folder / "kinds").glob("*.yaml")))}
    relations = {
        r.relation: r for r in (_read(Relation, p) for p in sorted((folder / "relations").glob("*.yaml")))
    }
    return Ontology(kinds=kinds, relations=relations)


@cache
def ontology() -> Ontology:
    """The shipped ontology, read once."""
    return load()


def _read(part: type[P], path: Path) -> P:
    try:
        return part.model_validate(yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER))  # noqa: S506
    except ValueError as error:
        raise ValueError(f"{path.name}: {error}") from error


_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
