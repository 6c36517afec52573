"""Who said what: the versions of an entity's records with the cells they were read from, and from these the
statements each value rests on.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from ingest.headings import fold_heading
from ingest.ledger import Ledger
from ingest.moments import Moment, moment
from ontology.display import written
from ontology.entity import Properties, Value
from ontology.model import Kind
from ontology.values.base import Raw

HIDDEN = "〔已隐去〕"
"""What stands for a private value."""


class Place(NamedTuple):
    """A row of a sheet ("" where the file has none) of a file, by the number the file shows."""

    file: str
    sheet: str
    row: int


@dataclass(frozen=True)
class Version:
    """One version of what a row says of an entity; `ended` is the run that replaced it or took it back."""

    id: int
    entity: str
    source: str
    ordinal: int
    run: int
    ended: int | None
    properties: Properties
    file: int
    place: Place
    raw: str

    def holds(self, run: int) -> bool:
        """Whether it stood after a run."""
        return self.run <= run and (self.ended is None or self.ended > run)

    @cached_property
    def cells(self) -> Mapping[str, Raw]:
        """The raw cells by heading, personal numbers redacted."""
        body: dict[str, Raw] = json.loads(self.raw)
        return body


def versions(ledger: Ledger, entity: str, until: int) -> list[Version]:
    """The versions up to a run, in the order in which the later overrules the earlier."""
    return [_version(row) for row in ledger.db.execute(_VERSIONS, (entity, until))]


def _version(row: tuple[Any, ...]) -> Version:
    identity, entity, source, ordinal, run, ended, properties, file, path, sheet, number, raw = row
    place = Place(path, sheet, number)
    return Version(identity, entity, source, ordinal, run, ended, json.loads(properties), file, place, raw)


_VERSIONS = """
    SELECT record.id, entity, record.source, ordinal, record.run, superseded, properties, file.id, path,
        sheet, number, cells
    FROM record JOIN row ON row.id = record.row JOIN file ON file.id = row.file
    WHERE entity = ? AND record.run <= ? ORDER BY record.run, record.id
"""


@dataclass(frozen=True, slots=True)
class Statement:
    """One row's word for a value: the place it stands, the cell as the sender wrote it (`raw`, "" where that
    is the value itself), the run that brought this reading, and since and until when the table said so.
    """

    value: Value
    raw: str
    file: str
    source: str
    sheet: str
    row: int
    heading: str
    brought: Moment
    since: Moment
    until: Moment | None


Span = tuple[Version, Version]
"""The first and the last of successive versions that give a property the same value."""


def spans(found: Sequence[Version], name: str) -> list[Span]:
    """How long each table went on giving a property the same value, by the last version's place in order."""
    latest: dict[tuple[str, str, int], Version] = {}
    spanned: dict[int, Span] = {}
    for one in found:
        place = one.entity, one.source, one.ordinal
        before = latest.get(place)
        latest[place] = one
        if name not in one.properties:
            continue
        goes_on = before and before.ended == one.run and before.properties.get(name) == one.properties[name]
        first = spanned.pop(before.id)[0] if before and goes_on else one
        spanned[one.id] = first, one
    return list(spanned.values())


class Reader:
    """Reads statements as they stood after a run."""

    def __init__(self, ledger: Ledger, run: int) -> None:
        self.ledger = ledger
        self.run = run
        self._moments: dict[int, Moment] = {}
        self._headings: dict[tuple[int, str], dict[str, str]] = {}

    def moment(self, run: int) -> Moment:
        """A run with its date."""
        if run not in self._moments:
            self._moments[run] = moment(self.ledger, run)
        return self._moments[run]

    def statement(self, kind: Kind, name: str, span: Span) -> Statement:
        """What a span of versions says of a property; private values and their cells are hidden."""
        first, last = span
        value = last.properties[name]
        headings = list(self.headings(kind, last, name))
        raw = "；".join(written(last.cells[heading]) for heading in headings)
        if kind.properties[name].private:
            value, raw = HIDDEN, ""
        ended = last.ended is not None and last.ended <= self.run
        return Statement(
            value,
            raw if raw != written(value) else "",
            last.place.file,
            last.source,
            last.place.sheet,
            last.place.row,
            "、".join(headings),
            self.moment(last.run),
            self.moment(first.run),
            self.moment(last.ended or 0) if ended else None,
        )

    def headings(self, kind: Kind, version: Version, name: str) -> Iterator[str]:
        """The headings under which a row gives a property, as its reading mapped them; for a reading of
        before that was kept, as the kind's own headings say.
        """
        place = version.file, version.place.sheet
        if place not in self._headings:
            text = "SELECT heading, property FROM heading WHERE file = ? AND sheet = ?"
            self._headings[place] = dict(self.ledger.db.execute(text, place))
        known = self._headings[place]
        named = {fold_heading(heading)[0]: one for heading, one in reversed(kind.headings.items())}
        for heading in version.cells:
            fed = known.get(heading) if known else named.get(fold_heading(heading)[0])
            if fed == name:
                yield heading
