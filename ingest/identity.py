"""Who is who: the keys an entity is known by, and the entity a row or a mention means.

A row joins the entity that holds its strongest key, unless the two disagree on a property of a stronger
key (same name, another credit code: another firm). What names several is refused, never guessed, unless
decisions make all of them one.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

from errors import AmbiguousError
from ingest.ledger import Ledger
from ingest.members import one_chain, shown
from ontology.entity import Properties, Value, digest
from ontology.model import Kind
from ontology.names.institute import known_as
from ontology.values import VALUE_TYPES

Keys = Sequence[tuple[str, str]]
"""(key name, value) as `identity_keys` gives them."""
_SAFE = re.compile(r"[0-9A-Za-z.\-]{1,40}")


def folded(kind: Kind, name: str, value: Value) -> str:
    """A property's value as compared between entities."""
    one = value[0] if isinstance(value, list) and value else value
    return _key(kind.properties[name].type, str(one))


@lru_cache(maxsize=4096)
def _key(value_type: str, text: str) -> str:
    """Cached, since one row's values are folded to find its entity, to name it, and to make it known."""
    return VALUE_TYPES[value_type].key(text)


def identity_keys(kind: Kind, properties: Properties) -> list[tuple[str, str]]:
    """(key name, value) for every identity set the properties fill, strongest first."""
    found = []
    for names in kind.identity:
        values = [folded(kind, name, properties[name]) for name in names if properties.get(name)]
        if len(values) == len(names):
            found.append((",".join(names), "\x1f".join(values)))
    return found


def reference_keys(kind: Kind, properties: Properties) -> Iterator[tuple[str, str]]:
    """("~", value) for every text by which another row may name the entity, and for what a well-known
    institute is commonly called.
    """
    for name in kind.reference:
        value = properties.get(name)
        for one in value if isinstance(value, list) else [value] if value else []:
            yield "~", _key(kind.properties[name].type, str(one))
    if kind.properties[kind.caption].type == "org_name":
        yield from (("~", alias) for alias in known_as(str(properties.get(kind.caption, ""))))


def resolve(ledger: Ledger, kind: Kind, properties: Properties, keys: Keys) -> str | None:
    """The id of the entity these properties, by their `keys`, mean, or None for a new one; AmbiguousError
    for several.
    """
    for name, value in keys:
        holders = _holders(ledger, kind, name, value)
        if not holders:
            continue
        stronger = _stronger(kind.identity, name)
        found = [one for one in holders if not _contradicts(ledger, kind, one, (properties, stronger))]
        if len(found) > 1 and not one_chain(ledger, found):
            raise AmbiguousError(
                f"有 {len(found)} 个{kind.label}都符合：{'、'.join(found[:5])}",
                "补填代码或区县后再导入",
                choices=tuple(found),
            )
        if found:
            return found[0]
    return None


def refer(ledger: Ledger, kinds: list[Kind], text: str) -> list[str]:
    """Ids of the living entities of `kinds` that go by `text` (code, name, short name), as they are shown."""
    return shown(ledger, named(ledger, kinds, text))


def named(ledger: Ledger, kinds: list[Kind], text: str) -> list[str]:
    """The same, each as it is by itself."""
    found: dict[str, None] = {}
    for kind in kinds:
        forms = {VALUE_TYPES[kind.properties[name].type].key(text) for name in kind.reference}
        for form in sorted(forms):
            found.update(dict.fromkeys(_holders(ledger, kind, "~", form)))
    return list(found)


def new_id(ledger: Ledger, kind: Kind, keys: Keys) -> tuple[str, bool]:
    """(id for an entity nobody holds, whether it is new): made from its strongest key, and once again that
    of the same entity where it had been taken back.
    """
    name, value = keys[0]
    base = f"{kind.prefix}-{value.upper() if _SAFE.fullmatch(value) else digest(name, value, size=6)}"
    candidate, attempt = base, 1
    while found := ledger.db.execute("SELECT deleted FROM own WHERE id = ?", (candidate,)).fetchone():
        if found[0]:
            return candidate, False
        attempt += 1
        candidate = f"{base}.{attempt}"
    return candidate, True


def write_keys(ledger: Ledger, kind: Kind, entity: str, properties: Properties, keys: Keys) -> None:
    """Make the entity known by its `keys`, and by what others may call it."""
    pairs = {*keys, *reference_keys(kind, properties)}
    ledger.db.executemany(
        "INSERT OR IGNORE INTO key VALUES (?, ?, ?, ?)",
        [(kind.kind, name, value, entity) for name, value in sorted(pairs)],
    )


def rewrite_keys(ledger: Ledger, kind: Kind, entity: str, properties: Properties) -> None:
    """Make the entity known by its keys, and by no others."""
    ledger.db.execute("DELETE FROM key WHERE entity = ?", (entity,))
    write_keys(ledger, kind, entity, properties, identity_keys(kind, properties))


def preferred(kinds: list[Kind], text: str) -> Kind:
    """The kind a bare name most likely belongs to: by the kinds' name patterns, else the unpatterned one."""
    for kind in kinds:
        if kind.pattern and re.search(kind.pattern, text):
            return kind
    return next((kind for kind in kinds if not kind.pattern), kinds[0])


def _holders(ledger: Ledger, kind: Kind, name: str, value: str) -> list[str]:
    text = "SELECT entity FROM key WHERE kind = ? AND name = ? AND value = ? ORDER BY entity"
    return [row[0] for row in ledger.db.execute(text, (kind.kind, name, value))]


@cache
def _stronger(identity: tuple[tuple[str, ...], ...], name: str) -> set[str]:
    sets = [",".join(names) for names in identity]
    above = identity[: sets.index(name)]
    return {one for names in above for one in names} - set(name.split(","))


def _contradicts(ledger: Ledger, kind: Kind, entity: str, claim: tuple[Properties, set[str]]) -> bool:
    """Whether a row cannot mean an entity, by what that is itself and, where it says nothing, its chain."""
    ours, names = claim
    asked = [name for name in names if ours.get(name)]
    if not asked:
        return False
    text = (
        "SELECT properties FROM own WHERE id = ?1 UNION ALL "
        "SELECT other.properties FROM member JOIN member AS other ON other.canonical = member.canonical "
        "WHERE member.entity = ?1 AND other.entity != ?1"
    )
    own, *others = [json.loads(row[0]) for row in ledger.db.execute(text, (entity,))]
    for name in asked:
        bodies = [own] if own.get(name) else others
        known = {folded(kind, name, body[name]) for body in bodies if body.get(name)}
        if known and folded(kind, name, ours[name]) not in known:
            return True
    return False
