"""Forms are data: one YAML a form, in ontology/forms; what is written for people to fill, and how it is read.

A form is one sheet of blocks, each feeding one kind: pairs of label and value (one entity), or rows below a
heading (one entity a row). `given` takes a property of every row from the block of pairs.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal

import yaml
from pydantic import Field, model_validator

from ontology.entity import digest
from ontology.model import Kind, Part, PropertySpec, ontology

HERE = Path(__file__).parent / "forms"
MARK = "双进模板"
"""First cell of the hidden first line of all we give out to be filled; what it is and its version follow."""
ASIDE = "附页"
"""What a sheet is that holds explanations or choices, and no data."""
EXAMPLE = "示例"
"""What stands in the serial number's column of a row that only shows how to fill."""


class Block(Part):
    """A part of a form."""

    title: str
    kind: str
    layout: Literal["pairs", "rows"]
    fields: tuple[str, ...] = Field(description="properties of the kind, in order")
    rows: int = Field(default=0, description="empty rows to be filled")
    given: dict[str, str] = Field(
        default_factory=dict,
        description="property of a row -> property of the block of pairs it is taken from",
    )

    @model_validator(mode="after")
    def _known(self) -> Block:
        unknown = {*self.fields, *self.given} - set(ontology().kinds[self.kind].properties)
        if unknown:
            raise ValueError(f"{self.kind} has no {', '.join(sorted(unknown))}")
        return self


class Form(Part):
    """A form: its name on the command line, its title, and its blocks from top to bottom."""

    form: str
    label: str
    hint: str = ""
    blocks: tuple[Block, ...]

    @property
    def version(self) -> str:
        """Changes when what is asked for does."""
        return digest(
            self.model_dump_json(), *(version(ontology().kinds[one.kind]) for one in self.blocks), size=4
        )


def forms(folder: Path = HERE) -> dict[str, Form]:
    """The forms of a folder by name; ValueError naming the file at fault."""
    return _load(folder)


@cache
def _load(folder: Path) -> dict[str, Form]:
    found = {}
    for path in sorted(folder.glob("*.yaml")):
        try:
            form = Form.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
        except (ValueError, KeyError) as error:
            raise ValueError(f"{path.name}: {error}") from error
        found[form.form] = form
    return found


def heading(spec: PropertySpec) -> str:
    """A property's heading in a form: a star where it is required, the unit of its bare numbers."""
    return f"{'*' if spec.required else ''}{spec.label}{f'（{spec.unit}）' if spec.unit else ''}"


def version(kind: Kind) -> str:
    """The version of a kind's template; changes when its columns or their choices do."""
    parts = [
        f"{name} {heading(one)} {one.type} {'|'.join(one.choices)}" for name, one in kind.properties.items()
    ]
    return digest(kind.kind, *parts, size=4)


def fillable() -> dict[str, Kind]:
    """The kinds that come from sheets, by name."""
    return {name: one for name, one in ontology().kinds.items() if not one.derived and not one.codes}
