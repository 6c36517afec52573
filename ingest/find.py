"""Which entity a person means: by id, code, name or short name, else the nearest names."""

from __future__ import annotations

import json

from errors import AmbiguousError, NotFoundError
from ingest.identity import refer
from ingest.ledger import Ledger
from ingest.links import term_id
from ingest.members import canonical, shown
from ingest.short_names import FITS, likely
from ontology.entity import Entity
from ontology.model import Kind
from ontology.tables import table

_CLEAR = 0.5
"""How well the only name that fits must fit to be the one that is meant."""
_FEW = 5


def find(ledger: Ledger, text: str, kinds: list[Kind]) -> Entity:
    """The one living entity; AmbiguousError lists several, NotFoundError the nearest names."""
    text = text.strip()
    direct = ledger.entity(canonical(ledger, text))
    if direct and direct.kind in {kind.kind for kind in kinds}:
        return direct
    found = refer(ledger, kinds, text) or _called_so(ledger, kinds, text)
    if len(found) == 1:
        entity = ledger.entity(found[0])
        assert entity is not None
        return entity
    label = "、".join(kind.label for kind in kinds) if len(kinds) < 4 else ""
    if found:
        choices = tuple(_line(ledger, one) for one in found[:10])
        raise AmbiguousError(
            f"“{text}”可以指 {len(found)} 个{label}", "请用编号、代码或全称再试", choices=choices
        )
    choices = tuple(_line(ledger, one) for one, _ in likely(ledger, kinds, text, _FEW))
    raise NotFoundError(
        f"没有找到{label}“{text}”",
        "看看是不是下面这些，或先导入它",
        choices=choices or _nearest(ledger, kinds, text),
    )


def _called_so(ledger: Ledger, kinds: list[Kind], text: str) -> list[str]:
    """Entities whose name holds the text, or the text fits as a short name, the best fit first; one that
    holds it is alone only where nothing fits better, and one that only fits where it fits well.
    """
    holding = _containing(ledger, kinds, text)
    fitting = {entity: found.score for entity, found in likely(ledger, kinds, text) if found.score >= FITS}
    if len(holding) == 1 and list(fitting)[:1] in ([], holding):
        return holding
    if len(fitting) == 1 and not holding and max(fitting.values()) < _CLEAR:
        return []
    return list(dict.fromkeys([*fitting, *holding]))


def _containing(ledger: Ledger, kinds: list[Kind], text: str) -> list[str]:
    """Entities whose name holds the text, so that a short name need not be registered."""
    if len(text) < 2:
        return []
    query = "SELECT id, json_extract(properties, '$.' || ?) AS name FROM own WHERE kind = ? AND NOT deleted"
    found: list[str] = []
    for kind in kinds:
        rows = ledger.db.execute(
            f"SELECT id FROM ({query}) WHERE instr(name, ?) ORDER BY id", (kind.caption, kind.kind, text)
        )
        found.extend(row[0] for row in rows)
    return shown(ledger, found)


def _nearest(ledger: Ledger, kinds: list[Kind], text: str) -> tuple[str, ...]:
    from rapidfuzz import fuzz, process  # only a name nobody has pays for its start-up

    names = {
        change.entity.id: str(change.entity.properties.get(kind.caption, ""))
        for kind in kinds
        for change in ledger.entities(kind.kind)
    }
    best = process.extract(text, names, scorer=fuzz.WRatio, limit=5, score_cutoff=30)
    return tuple(f"{name}（{entity}）" for name, _, entity in best)


def _line(ledger: Ledger, entity: str) -> str:
    properties = json.loads(
        ledger.db.execute("SELECT properties FROM entity WHERE id = ?", (entity,)).fetchone()[0]
    )
    name = properties.get("name") or properties.get("title")
    return f"{name}（{entity}）"


def locate(ledger: Ledger, text: str) -> str:
    """The id of the entity of any kind, code tables, terms and the past included: by id, code or exact name
    (a term only where nothing else has it), then by what contains the text, then by what was once called so;
    errors as `find`.
    """
    text = text.strip()
    if _known(ledger, text):
        return text
    kinds = list(ledger.ontology.kinds.values())
    exact = _exactly(ledger, kinds, text)
    if len(exact) > 1:
        choices = tuple(_line(ledger, one) for one in exact[:10])
        raise AmbiguousError(f"“{text}”可以指 {len(exact)} 个", "请用编号再试", choices=choices)
    if exact:
        return exact[0]
    try:
        return find(ledger, text, [kind for kind in kinds if not kind.derived]).id
    except NotFoundError:
        once = _once_called(ledger, kinds, text)
        if len(once) != 1:
            raise
        return once[0]


def _exactly(ledger: Ledger, kinds: list[Kind], text: str) -> list[str]:
    found = dict.fromkeys(refer(ledger, kinds, text))
    for kind in kinds:
        if kind.codes:
            codes = (text, *table(kind.codes).find(text))
            found.update(dict.fromkeys(f"{kind.prefix}-{code}" for code in codes))
    known = [one for one in found if _known(ledger, one)]
    return known or [one for one in (term_id(text),) if _known(ledger, one)]


def _known(ledger: Ledger, entity: str) -> bool:
    return ledger.db.execute("SELECT 1 FROM entity WHERE id = ?", (entity,)).fetchone() is not None


def _once_called(ledger: Ledger, kinds: list[Kind], text: str) -> list[str]:
    """Entities that have another name now, or were taken back."""
    found: dict[str, None] = {}
    for kind in kinds:
        path = f"$.{kind.caption}"
        rows = ledger.db.execute(
            "SELECT record.entity FROM record JOIN entity ON entity.id = record.entity "
            "WHERE entity.kind = ?1 AND json_extract(record.properties, ?2) = ?3 UNION "
            "SELECT id FROM entity WHERE kind = ?1 AND deleted AND json_extract(properties, ?2) = ?3",
            (kind.kind, path, text),
        )
        found.update(dict.fromkeys(row[0] for row in rows))
    return list(found)
