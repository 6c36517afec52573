"""The table of forms kept up with the ledger: names, pinyin, initials of whatever people call by a name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ingest.ledger import Ledger
from ingest.links import term_id
from ontology.model import Kind
from text.fold import fold
from text.pinyin import initials, syllables

CURSOR = ("names", "ledger")
NAMED = ("org_name", "person")
"""Value types of captions that are names; titles are texts, for `search`."""
_WINDOW = 20_000
Row = tuple[str, str, str, str, str]
"""sort, form, entity, kind, name."""


def follow(ledger: Ledger) -> int:
    """Bring the forms up to the ledger, in one transaction; returns how many changes there were."""
    start = done = ledger.cursor(*CURSOR)
    end = ledger.seq()
    if start >= end:
        return 0
    kinds = named_kinds(ledger)
    with ledger.transaction():
        while done < end:
            until = ledger.window(done, _WINDOW)
            changes = ledger.changed_entities(done, until)
            named = [one.entity.id for one in changes if one.entity.kind in kinds]
            ledger.db.executemany("DELETE FROM form WHERE entity = ?", [(one,) for one in named])
            living = [one for one in changes if not one.deleted]
            rows = [
                row for one in living if one.entity.kind in kinds
                for row in _rows(ledger, kinds[one.entity.kind], one.entity.id)
            ]  # fmt: skip
            rows += _terms({word for one in living for word in one.mentions})
            ledger.db.executemany("INSERT OR IGNORE INTO form VALUES (?, ?, ?, ?, ?)", rows)
            done = until
        ledger.acknowledge(*CURSOR, end)
    return end - start


def named_kinds(ledger: Ledger) -> dict[str, Kind]:
    """The kinds whose entities people call by a name."""
    kinds = ledger.ontology.kinds.values()
    return {
        kind.kind: kind for kind in kinds if not kind.derived and kind.properties[kind.caption].type in NAMED
    }


def spelled(syllable: Iterable[str]) -> str:
    """Syllables so that any run of them is found whole: 'shang'luo'."""
    return "'" + "".join(f"{one}'" for one in syllable)


def _rows(ledger: Ledger, kind: Kind, entity: str) -> Iterator[Row]:
    """The forms of an entity's own name and of what else it is called by."""
    found = ledger.entity(entity)
    name = str(found.properties.get(kind.caption, "")) if found else ""
    if not name:
        return
    query = "SELECT value FROM key WHERE kind = ? AND name = '~' AND entity = ?"
    others = [row[0] for row in ledger.db.execute(query, (kind.kind, entity))]
    for one in dict.fromkeys([name, *(other for other in others if not other.isascii())]):
        yield from _of(one, entity, kind.kind, name)


def _terms(found: Iterable[str]) -> Iterator[Row]:
    for word in sorted(found):
        yield from _of(word, term_id(word), "Term", word)


def _of(text: str, entity: str, kind: str, name: str) -> Iterator[Row]:
    yield "name", fold(text).text, entity, kind, name
    if not text.isascii():
        yield "pinyin", "".join(syllables(text)), entity, kind, name
        yield "sound", spelled(syllables(text)), entity, kind, name
        yield "initials", initials(text), entity, kind, name
