"""Which names a typed text may mean: begun, in pinyin, by initials, by sound, or with a slip of the keys."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.ledger import Ledger
from ingest.short_names import FITS, likely
from names.forms import named_kinds, spelled
from text.fold import fold
from text.pinyin import syllables

MANY = 300
"""Forms of a sort looked at, where thousands begin with the same letters."""
SHORTEST = 3
"""Characters from which a slip is looked for: nearly any two are one slip apart."""
_LETTERS = re.compile(r"[a-z][a-z' ]*")


@dataclass(frozen=True, slots=True)
class Named:
    """A name that fits; `how` is name, initials, pinyin, short, sound or slip."""

    id: str
    kind: str
    name: str
    how: str


def complete(ledger: Ledger, text: str, kinds: Sequence[str] = (), limit: int = 10) -> list[Named]:
    """Names that begin so, by their characters, initials or pinyin; then organisations the text fits as a
    short name. What the text is to its end comes first, names before technical words, short before long.
    """
    typed = fold(text.strip()).text
    found = _begun(ledger, typed, kinds, ("name", "initials", "pinyin"))[:limit] if typed else []
    if len(found) < limit and len(typed) > 1 and not typed.isascii():
        known = {one.id for one in found}
        found += [one for one in short(ledger, typed, kinds, limit) if one.id not in known]
    return found[:limit]


def spelt(ledger: Ledger, text: str, kinds: Sequence[str] = (), limit: int = 10) -> list[Named]:
    """Names whose initials or whole pinyin a text of letters is, or begins."""
    typed = fold(text.strip()).text
    if not _LETTERS.fullmatch(typed) or len(_letters(typed)) < 2:
        return []
    return _begun(ledger, typed, kinds, ("initials", "pinyin"))[:limit]


def exactly(ledger: Ledger, text: str, kinds: Sequence[str] = (), limit: int = 10) -> list[Named]:
    """Whatever bears the very name; no terms."""
    query = "SELECT entity, kind, name FROM form WHERE sort = 'name' AND form = ? AND kind != 'Term'"
    rows = ledger.db.execute(query, (fold(text.strip()).text,))
    return _wanted((Named(entity, kind, name, "name") for entity, kind, name in rows), kinds, limit)


def short(ledger: Ledger, text: str, kinds: Sequence[str] = (), limit: int = 10) -> list[Named]:
    """Organisations a text fits as a short name, the best first."""
    wanted = [kind for name, kind in named_kinds(ledger).items() if not kinds or name in kinds]
    found = []
    for entity, fits in likely(ledger, wanted, text, limit):
        known = ledger.entity(entity)
        if known and fits.score >= FITS:
            found.append(Named(entity, known.kind, str(known.properties["name"]), "short"))
    return found


def sounding(ledger: Ledger, text: str, kinds: Sequence[str] = (), limit: int = 10) -> list[Named]:
    """Names that hold what sounds like the text: the whole of it, syllable by syllable. Terms only whole."""
    sound = spelled(syllables(text))
    if text.isascii() or len(text) < 2:
        return []
    query = (
        "SELECT entity, kind, name FROM form WHERE sort = 'sound' AND form = ?1 OR sort = 'sound' "
        "AND kind != 'Term' AND instr(form, ?1) ORDER BY length(form), form, entity LIMIT ?2"
    )
    rows = ledger.db.execute(query, (sound, MANY))
    return _wanted((Named(entity, kind, name, "sound") for entity, kind, name in rows), kinds, limit)


def slipped(ledger: Ledger, text: str, kinds: Sequence[str] = (), limit: int = 10) -> list[Named]:
    """Names that a text is, or is a part of, but for a slip: one character wrong, missing, too many or in the
    other's place, two from seven characters on. Those with the fewest slips first. Every name is looked at.
    """
    typed = fold(text.strip()).text
    allowed = 1 if len(typed) < 7 else 2
    if len(typed) < SHORTEST or typed.isascii():
        return []
    found: list[tuple[int, Named]] = []
    characters = set(typed)
    query = "SELECT form, entity, kind, name FROM form WHERE sort = 'name'"
    for form, entity, kind, name in ledger.db.execute(query):
        if len(characters.intersection(form)) >= len(characters) - allowed:
            slips = _slips(typed, form, allowed, whole=kind == "Term")
            if slips <= allowed:
                found.append((slips, Named(entity, kind, name, "slip")))
    found.sort(key=lambda one: (one[0], len(one[1].name), one[1].name, one[1].id))
    return _wanted((one for _, one in found), kinds, limit)


def _begun(ledger: Ledger, typed: str, kinds: Sequence[str], sorts: Sequence[str]) -> list[Named]:
    """What begins so; of each sort the first MANY in the order of their forms are looked at."""
    query = (
        "SELECT form, entity, kind, name FROM form WHERE sort = ?1 AND form >= ?2 AND form < ?3 "
        "AND (?4 = '[]' OR kind IN (SELECT value FROM json_each(?4))) LIMIT ?5"
    )
    found: dict[str, tuple[tuple[bool, int, bool, int, str, str], Named]] = {}
    for place, sort in enumerate(sorts):
        begin = typed if sort == "name" else _letters(typed)
        if not begin or (sort != "name" and not begin.isascii()):
            continue
        span = (sort, begin, begin + "\U0010ffff", json.dumps(list(kinds)), MANY)
        for form, entity, kind, name in ledger.db.execute(query, span):
            order = (form != begin, place, kind == "Term", len(name), name, entity)
            if entity not in found or order < found[entity][0]:
                found[entity] = (order, Named(entity, kind, name, sort))
    return [one for _, one in sorted(found.values(), key=lambda pair: pair[0])]


def _letters(typed: str) -> str:
    return typed.replace("'", "").replace(" ", "")


def _slips(typed: str, form: str, allowed: int, *, whole: bool) -> int:
    """The least slips between the text and the form, or a stretch of it about as long."""
    from rapidfuzz.distance import OSA

    if whole or abs(len(form) - len(typed)) <= allowed:
        best = OSA.distance(typed, form, score_cutoff=allowed)
        if whole or best <= allowed:
            return best
    best = allowed + 1
    for size in range(len(typed) - allowed, len(typed) + allowed + 1):
        for at in range(max(0, len(form) - size + 1)):
            best = min(best, OSA.distance(typed, form[at : at + size], score_cutoff=allowed))
    return best


def _wanted(found: Iterator[Named], kinds: Sequence[str], limit: int) -> list[Named]:
    kept: dict[str, Named] = {}
    for one in found:
        if not kinds or one.kind in kinds or one.kind == "Term":
            kept.setdefault(one.id, one)
    return list(kept.values())[:limit]
