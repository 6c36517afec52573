"""Those who were removed on request: known by keyed hashes alone, and not taken in again.

The key is a random one in the ledger. Without it the hashes cannot be compared with a list of names; whoever
has the whole ledger can still try a name with an institute, and learn that this person was removed.
"""

from __future__ import annotations

import hashlib
import json
import re
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from ingest.identity import folded, refer
from ingest.ledger import Ledger
from ingest.named import name_key
from ontology.entity import Properties
from ontology.model import Kind

_RUN = re.compile(r"[^\W\d_]{2,}")
"""Letters in a row: no name holds anything else once its points and spaces are gone."""

Key = tuple[str, str]
"""(by what, value); by "orcid", "name@institute", "institute" alone, "name" where that alone tells."""
_INITIAL = "initial"
"""Key name of the first characters of names, so that most places of a text cost no hash."""


@dataclass(frozen=True, slots=True)
class Tombstone:
    """One removed person: the kind, the date of the removal, the names of the keys there are of him, and how
    long each of his names was (characters).
    """

    number: int
    kind: str
    date: str
    keys: frozenset[str]
    lengths: tuple[int, ...]


class Tombstones:
    """All removed persons of a ledger, as a run needs them."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.stones: list[Tombstone] = []
        self._salt = bytes.fromhex(ledger.meta("salt") or "")
        self._of: dict[str, list[Tombstone]] = {}
        self._initials: dict[tuple[str, str], bool] = {}
        for number, kind, at, lengths in ledger.db.execute("SELECT id, kind, at, lengths FROM tombstone"):
            text = "SELECT hash, name FROM tombstone_key WHERE tombstone = ?"
            hashes = dict(ledger.db.execute(text, (number,)))
            stone = Tombstone(number, kind, at[:10], frozenset(hashes.values()), tuple(json.loads(lengths)))
            self.stones.append(stone)
            for one in hashes:
                self._of.setdefault(one, []).append(stone)

    def bury(self, kind: Kind, bodies: Sequence[Properties], reason: str, *, alone: bool) -> tuple[int, str]:
        """Keep hashes of what one person is known by in these properties, and of the name by itself where it
        tells `alone` who is meant; returns (number, date).
        """
        self._salt = self._salt or secrets.token_bytes(32)
        self.ledger.set_meta("salt", self._salt.hex())
        called = {name_key(str(body[kind.caption])) for body in bodies if kind.caption in body}
        lengths = sorted(set(map(len, called)))
        now = datetime.now().astimezone().isoformat(timespec="seconds")
        cursor = self.ledger.db.execute(
            "INSERT INTO tombstone (kind, at, reason, lengths) VALUES (?, ?, ?, ?)",
            (kind.kind, now, reason, json.dumps(lengths)),
        )
        keys = {key for body in bodies for key in self._keys(kind, body)}
        keys |= {(kind.caption, name) for name in called} if alone else set()
        keys |= {(_INITIAL, name[:1]) for name in called}
        self.ledger.db.executemany(
            "INSERT OR IGNORE INTO tombstone_key VALUES (?, ?, ?)",
            sorted((self._hash(kind, key), key[0], cursor.lastrowid) for key in keys),
        )
        assert cursor.lastrowid is not None
        return cursor.lastrowid, now[:10]

    def kinds(self) -> list[Kind]:
        """The kinds persons were removed of."""
        return [self.ledger.ontology.kinds[name] for name in sorted({stone.kind for stone in self.stones})]

    def of(self, kind: Kind, properties: Properties) -> Tombstone | None:
        """The removed person these properties speak of; one whose ORCID or number is another is not him."""
        if all(stone.kind != kind.kind for stone in self.stones):
            return None
        given = self._keys(kind, properties)
        for key in given:
            for stone in self._of.get(self._hash(kind, key), ()):
                if key[0] not in contexts(kind) and not self._contradicts(kind, stone, given):
                    return stone
        return None

    def calls(self, kind: Kind, organisation: str) -> list[Key]:
        """What an organisation tells removed persons apart by; empty for one nobody removed was at."""
        keys = (key for name in contexts(kind) for key in self._called(kind, name, organisation))
        return [key for key in keys if self._hash(kind, key) in self._of]

    def in_text(self, kind: Kind, calls: Sequence[Key], text: str) -> Iterator[tuple[str, Tombstone]]:
        """(name, removed person) for those whom a text names, their names telling alone or beside the
        organisation the `calls` are of.
        """
        stones = [stone for stone in self.stones if stone.kind == kind.kind]
        alone = any(kind.caption in stone.keys for stone in stones)
        if not (calls or alone):
            return
        beside = [(f"{kind.caption}@{by}", f"\x1f{called}") for by, called in calls]
        after = [*beside, (kind.caption, "")] if alone else beside
        for run in _RUN.findall(name_key(text)):
            for length in {length for stone in stones for length in stone.lengths}:
                for start in range(len(run) - length + 1):
                    if not self._starts(kind, run[start]):
                        continue
                    name = run[start : start + length]
                    found = (self._of.get(self._hash(kind, (by, name + rest)), ()) for by, rest in after)
                    yield from ((name, stone) for some in found for stone in some)

    def _starts(self, kind: Kind, character: str) -> bool:
        """Whether a removed person's name starts with a character."""
        known = self._initials.get((kind.kind, character))
        if known is None:
            known = self._hash(kind, (_INITIAL, character)) in self._of
            self._initials[kind.kind, character] = known
        return known

    def _keys(self, kind: Kind, properties: Properties) -> set[Key]:
        """By what a person is known: numbers of his own, and his name with whatever his institute goes by."""
        numbers = [name for name in kind.reference if properties.get(name)]
        found = {(name, folded(kind, name, properties[name])) for name in numbers}
        called = name_key(str(properties.get(kind.caption, "")))
        for name in contexts(kind):
            for key in self._called(kind, name, str(properties.get(name, ""))):
                found |= {key, (f"{kind.caption}@{name}", f"{called}\x1f{key[1]}")} if called else {key}
        return found

    def _called(self, kind: Kind, name: str, organisation: str) -> Iterator[Key]:
        """An organisation by its name and, since a later file may write that otherwise, by its ids."""
        spec = kind.properties[name].link
        kinds = [self.ledger.ontology.kinds[one] for one in spec.to] if spec else []
        if organisation:
            yield name, folded(kind, name, organisation)
            yield from ((name, one) for one in refer(self.ledger, kinds, organisation))

    def _contradicts(self, kind: Kind, stone: Tombstone, given: set[Key]) -> bool:
        """Whether a number of one's own, which the removed person had too, is another."""
        numbers = [key for key in given if key[0] in kind.reference and key[0] in stone.keys]
        return any(stone not in self._of.get(self._hash(kind, key), ()) for key in numbers)

    def _hash(self, kind: Kind, key: Key) -> str:
        told = "\x1f".join((kind.kind, *key)).encode()
        return hashlib.blake2b(told, key=self._salt, digest_size=16).hexdigest()


def contexts(kind: Kind) -> list[str]:
    """What tells namesakes of a kind apart in its identity keys: the organisations a row of it names."""
    return [
        name
        for name, spec in kind.properties.items()
        if spec.type == "org_name" and any(name in names and kind.caption in names for names in kind.identity)
    ]
