"""Who in a ledger may share a block with a few entities, by what the key table holds: so that one row that
comes in does not have every name taken apart. It lets more through than blocking does, and never less.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from ingest.ledger import Ledger
from ingest.members import Members
from ingest.profile import SHORT, Profile
from ontology.model import Kind
from ontology.names.institute import known_as
from ontology.values.org_name import key

FEW = 50
"""Entities for which looking along the names is cheaper than taking them all apart."""
Known = Sequence[tuple[str, str]]
"""(what an entity goes by, as compared; the entity)."""


def nearby(ledger: Ledger, kind: Kind, given: Sequence[Profile]) -> set[str]:
    """Ids of the given and of all that blocking may put beside them."""
    members = Members(ledger)
    text = "SELECT value, entity FROM key WHERE kind = ? AND name = '~'"
    known = [(value, members.canonical(one)) for value, one in ledger.db.execute(text, (kind.kind,))]
    found = {one.id for one in given} | set(_same(known, given))
    if kind.properties[kind.caption].type == "org_name":
        found.update(chain.from_iterable(_alike(known, one) for one in given))
        found.update(_short(known, given))
    return found


def _same(known: Known, given: Iterable[Profile]) -> Iterator[str]:
    """Those that go by a name of the given, or have an organisation code of theirs."""
    names: set[str] = set()
    codes: set[str] = set()
    for one in given:
        names.update((one.key, one.official, *one.declared, *known_as(one.name)))
        codes.add(one.codes.get("uscc", "")[8:17].lower())
    plain = {_plain(name) for name in names} - {""}
    for value, entity in known:
        if value in names or (len(value) == 18 and value[8:17] in codes) or _plain(value) in plain:
            yield entity


def _plain(title: str) -> str:
    return "".join(filter(str.isalnum, title))


def _alike(known: Known, one: Profile) -> Iterator[str]:
    """Those whose name holds the brand, but for one character of a long one."""
    brand = key(one.parts.brand)
    wanted = set(brand if len(brand) > 1 else key(one.parts.core))
    slips = int(len(brand) > 2)
    if wanted:
        yield from (entity for value, entity in known if len(wanted.difference(value)) <= slips)


def _short(known: Known, given: Sequence[Profile]) -> Iterator[str]:
    """Short names the given may have, and all names these and the given short ones may stand for."""
    ours = [set(one.key) for one in given]
    wanted = {frozenset(one.key) for one in given if one.is_short}
    for value, _ in known:
        if 2 <= len(value) <= SHORT and any(letters.issuperset(value) for letters in ours):
            wanted.add(frozenset(value))
    for letters in wanted:
        yield from (entity for value, entity in known if not letters.difference(value))
