"""The one currency of the program: frozen entities and links, the only things that cross every room."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

Value = str | int | float | bool | list[str]
Properties = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Entity:
    """A thing: `id` is "<prefix>-<key>", stable for ever; `properties` holds cleaned values only."""

    id: str
    kind: str
    properties: Properties = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Link:
    """A directed, typed relation between two entities, named by their ids and kinds."""

    id: str
    relation: str
    source: str
    source_kind: str
    target: str
    target_kind: str
    properties: Properties = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Batch:
    """One transaction's worth of changes to a graph; applying it twice changes nothing.

    `removed` and `removed_links` go first, then `entities` are upserted, then the MENTIONS of `refreshed`
    (ids) and of every source of a mention in `links` are replaced by those in `links`, then all other
    `links` are upserted; an end of a link that is not there yet is made, bare.
    """

    entities: Sequence[Entity] = ()
    links: Sequence[Link] = ()
    refreshed: Sequence[str] = ()
    removed: Sequence[Entity] = ()
    removed_links: Sequence[Link] = ()


def digest(*parts: str, size: int = 8) -> str:
    """Hex BLAKE2b of the parts, kept apart by a unit separator; `size` bytes."""
    return hashlib.blake2b("\x1f".join(parts).encode(), digest_size=size).hexdigest()


def link_id(relation: str, source: str, target: str, discriminator: str = "") -> str:
    """The id of a link; `discriminator` keeps apart two links of one relation between the same two."""
    return digest(relation, source, target, discriminator, size=12)


def canonical(properties: Properties) -> str:
    """Properties as canonical JSON: sorted keys, no spaces, whole floats as integers."""
    plain = {key: _plain(value) for key, value in properties.items()}
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _plain(value: Value) -> Value:
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value
