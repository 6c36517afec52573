"""Rows that speak of persons who were removed: not taken in, or taken in without them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace

from ingest.ledger import Ledger
from ingest.named import NOTE, name_key, walk, without
from ingest.prepare import Prepared
from ingest.records import mentions, merge
from ingest.tombstones import Tombstone, Tombstones
from ontology.entity import Properties, Value
from ontology.model import Kind, LinkSpec

NOTE_ROW = json.dumps({"说明": NOTE}, ensure_ascii=False)
"""The cells of a raw row that was about a removed person."""
FORGOTTEN = "forgotten"
"""Code of the warning that a row was not taken in."""

Met = dict[str, Tombstone]
"""Removed persons by their names (folded)."""


class Admission:
    """Looks at rows before they are stored; without removed persons it costs nothing."""

    def __init__(self, ledger: Ledger) -> None:
        self.tombstones = Tombstones(ledger)
        self.kinds = ledger.ontology.kinds

    def admitted(self, kind: Kind, row: Prepared) -> tuple[Prepared, bool]:
        """(a row as it may be kept, whether it is about a removed person and so is not taken in). One that
        names such a person beside others comes without him. Either row says so.
        """
        if not self.tombstones.stones or not row.properties:
            return row, False
        stone = self.tombstones.of(kind, row.properties)
        if stone:
            message = f"此人已按要求删除（{stone.date}），这一行没有收入"
            return Prepared(row.number, NOTE_ROW, warnings=[("", FORGOTTEN, message)]), True
        kept = dict(row.properties)
        met = {**self._take_out(kind, kept, row.properties), **dict(self._in_texts(kind, kept))}
        return (_cleared(kind, replace(row, properties=kept), met) if met else row), False

    def _take_out(self, kind: Kind, kept: dict[str, Value], properties: Properties) -> Met:
        """Take removed persons out of what names them as persons."""
        met: Met = {}
        for name, spec in kind.linked.items():
            values = listed(properties.get(name))
            found = {one: stone for one in values if (stone := self._named(spec, one, properties))}
            if found:
                met |= {name_key(one): stone for one, stone in found.items()}
                leave_out(kept, name, set(found))
        return met

    def _named(self, spec: LinkSpec, value: str, properties: Properties) -> Tombstone | None:
        """The removed person a value of a link names, by a number or with what the row says beside it."""
        for kind in (self.kinds[name] for name in spec.to):
            claims: list[dict[str, Value]] = [{kind.caption: value}] if spec.context else []
            for theirs, ours in spec.context.items():
                claims = [{**claim, theirs: one} for claim in claims for one in listed(properties.get(ours))]
            claims += [{name: value} for name in kind.reference]
            found = next((stone for claim in claims if (stone := self.tombstones.of(kind, claim))), None)
            if found:
                return found
        return None

    def _in_texts(self, kind: Kind, properties: Properties) -> Iterator[tuple[str, Tombstone]]:
        """Removed persons whom the texts of a row name. Whoever a row names as a person, and was not taken
        out, is a namesake.
        """
        types = {name: spec.type for name, spec in kind.properties.items()}
        orgs = {one for name in properties if types[name] == "org_name" for one in listed(properties[name])}
        people = {
            name_key(one)
            for name in properties
            if types[name] == "person"
            for one in listed(properties[name])
        }
        texts = [
            one for value in properties.values() if isinstance(value, str | list) for one in listed(value)
        ]
        for person in self.tombstones.kinds():
            calls = [call for org in sorted(orgs) for call in self.tombstones.calls(person, org)]
            found = (one for text in texts for one in self.tombstones.in_text(person, calls, text))
            yield from ((name, stone) for name, stone in found if name not in people)


def listed(value: Value | None) -> list[str]:
    """A property's values as a list."""
    return value if isinstance(value, list) else [str(value)] if value else []


def leave_out(properties: dict[str, Value], name: str, unwanted: set[str]) -> None:
    """Take values out of a property; one without any left goes."""
    rest = [one for one in listed(properties.get(name)) if one not in unwanted]
    if rest and isinstance(properties[name], list):
        properties[name] = rest
    else:
        properties.pop(name, None)


def _cleared(kind: Kind, row: Prepared, met: Met) -> Prepared:
    """A row without the names of removed persons in its texts."""

    def clear(text: str) -> str:
        return without(text, list(met))[0]

    kept: dict[str, Value] = walk(dict(row.properties), clear)
    raw = json.dumps(walk(json.loads(row.raw), clear), ensure_ascii=False)
    date = max(stone.date for stone in met.values())
    told = ("", "forgotten_mention", f"这一行里有人已按要求删除（{date}），这一行收入时去掉了此人")
    problems = [(column, code, clear(message)) for column, code, message in row.problems]
    said = row.mentions if problems else mentions(kind, merge(kind, [kept]))
    return replace(
        row, raw=raw, properties=kept, mentions=said, problems=problems, warnings=[*row.warnings, told]
    )
