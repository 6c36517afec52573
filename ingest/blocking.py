"""Which entities are worth comparing: those that share a cheap key, never all with all.

A block of more than `LIMIT` is walked in the order of names, each entity compared with the next `WINDOW`, so
the number of pairs grows with the number of entities and not with its square.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import combinations

from ingest.profile import Profile
from ontology.values.fold import folded

LIMIT = 40
"""Entities a block may have for all its pairs to be looked at, and full names a short one may fit."""
WINDOW = 4
"""Neighbours by name an entity of a larger block is compared with."""


def candidates(profiles: Sequence[Profile], among: Collection[str] | None) -> set[tuple[int, int]]:
    """Pairs of places in `profiles`, the lower first, worth comparing; with `among` one end is in it."""
    chosen = None if among is None else {n for n, one in enumerate(profiles) if one.id in among}
    found: set[tuple[int, int]] = set()
    for block in (*_blocks(profiles, chosen), *_short_blocks(profiles)):
        found.update(pair for pair in _pairs(profiles, block) if _asked(pair, chosen))
    return found


def keys(one: Profile) -> Iterator[str]:
    """The keys of an entity; those of organisations rest on the parts of the name."""
    yield f"name:{one.key}"
    yield from (f"name:{other}" for other in one.declared)
    if one.roles.type == "org_name":
        yield from _organisation_keys(one)
    elif one.roles.type != "person":
        yield f"title:{''.join(filter(str.isalnum, folded(one.name)))}"


def _organisation_keys(one: Profile) -> Iterator[str]:
    if one.official:
        yield f"name:{one.official}"
    if len(code := one.codes.get("uscc", "")) == 18:
        yield f"organisation:{code[8:17]}"
    name = one.parts
    if not name.brand:
        return
    yield f"core:{name.core}:{name.branch}"
    if len(name.brand) > 1:
        yield f"brand:{name.ground[-1] if name.ground else ''}:{name.brand}:{name.branch}"
    if len(name.brand) > 2:
        for at in range(len(name.brand)):
            yield f"slip:{name.brand[:at]}{name.brand[at + 1 :]}:{name.trade}:{name.branch}"


def _blocks(profiles: Sequence[Profile], chosen: set[int] | None) -> Iterator[list[int]]:
    """Places of entities that share a key, in order; blocks with none of the chosen are left out."""
    wanted = None if chosen is None else {key for n in chosen for key in keys(profiles[n])}
    blocks: defaultdict[str, list[int]] = defaultdict(list)
    for number, one in enumerate(profiles):
        for key in dict.fromkeys(keys(one)):
            if wanted is None or key in wanted:
                blocks[key].append(number)
    return (block for block in blocks.values() if len(block) > 1)


def _short_blocks(profiles: Sequence[Profile]) -> Iterator[list[int]]:
    """Every short name with the full names that open as it does and hold its second character later on."""
    short = [n for n, one in enumerate(profiles) if one.is_short]
    wanted: defaultdict[str, list[int]] = defaultdict(list)
    for number in short:
        wanted[profiles[number].key[:2]].append(number)
    fits: defaultdict[str, list[int]] = defaultdict(list)
    for number, one in enumerate(profiles if wanted else ()):
        if not one.is_short:
            for opening in _openings(one) & wanted.keys():
                fits[opening].append(number)
    for opening, full in sorted(fits.items()):
        for number in wanted[opening]:
            likely = [n for n in full if _in_order(profiles[number].key, profiles[n].key)]
            if len(likely) <= LIMIT:
                yield from ([number, n] for n in likely)


def _openings(one: Profile) -> set[str]:
    """The first character of place, brand and trade, each with every later character of the name."""
    name = one.parts
    starts = {part[0] for part in ("".join(name.places), name.brand, name.trade, one.key) if part}
    text = one.key
    return {start + text[at] for start in starts for at in range(text.find(start) + 1, len(text))}


def _in_order(short: str, full: str) -> bool:
    rest = iter(full)
    return all(character in rest for character in short)


def _pairs(profiles: Sequence[Profile], block: Sequence[int]) -> Iterable[tuple[int, int]]:
    if len(block) <= LIMIT:
        return ((min(a, b), max(a, b)) for a, b in combinations(block, 2))
    row = sorted(block, key=lambda n: (profiles[n].key, profiles[n].id))
    return ((min(a, b), max(a, b)) for at, a in enumerate(row) for b in row[at + 1 : at + 1 + WINDOW])


def _asked(pair: tuple[int, int], chosen: set[int] | None) -> bool:
    return chosen is None or pair[0] in chosen or pair[1] in chosen
