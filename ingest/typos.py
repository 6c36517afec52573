"""A credit code with a slip in it: which firm of the ledger was probably meant."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence

from ingest.identity import refer
from ingest.ledger import Ledger
from ingest.profile import as_list
from ontology.entity import Entity
from ontology.model import Kind
from ontology.names.company import parse
from ontology.values import org_name, uscc

Problems = Sequence[tuple[str, str, str]]
"""(column, code, message) as a checked row has them."""


def with_proposals(ledger: Ledger, kind: Kind, raw: str, problems: Problems) -> Problems:
    """The problems of a row; those of a credit code also say whose it may be, where one slip leads to one
    firm of the ledger and the row names no other. `raw` is the row as JSON, by heading.
    """
    if not any(code.startswith("uscc_") for _, code, _ in problems):
        return problems
    cells = json.loads(raw)
    names = list(_names(kind, cells))
    return [
        (column, code, message + _meant(ledger, code, cells.get(column), names))
        for column, code, message in problems
    ]


def _meant(ledger: Ledger, problem: str, cell: object, names: Sequence[str]) -> str:
    """What to add to a problem's message."""
    if not problem.startswith("uscc_") or not cell:
        return ""
    firms = {
        entity.id: (entity, code)
        for entity, code in _near(ledger, str(cell))
        if _agrees(ledger, entity, names)
    }
    if len(firms) != 1:
        return ""
    entity, code = next(iter(firms.values()))
    return f"是不是 {_called(ledger, entity)[0]} 的 {code}？"


def _near(ledger: Ledger, text: str) -> Iterator[tuple[Entity, str]]:
    """(entity, its code) of those whose code is one slip away from the text."""
    kinds = [
        kind
        for kind in ledger.ontology.kinds.values()
        if any(kind.properties[name].type == "uscc" for name in kind.reference)
    ]
    for code in uscc.repairs(text):
        for found in refer(ledger, kinds, code):
            if entity := ledger.entity(found):
                yield entity, code


def _names(kind: Kind, cells: Mapping[str, object]) -> Iterator[str]:
    """What the row calls the one the code belongs to: the cells that name the row's own entity."""
    own = {name for name in (kind.caption, *kind.reference) if kind.properties[name].type == "org_name"}
    for heading, cell in cells.items():
        if cell and kind.headings.get(heading.strip()) in own:
            yield str(cell)


def _called(ledger: Ledger, entity: Entity) -> list[str]:
    kind = ledger.ontology.kinds[entity.kind]
    names = (kind.caption, *kind.reference)
    return [one for name in dict.fromkeys(names) for one in as_list(entity.properties.get(name))]


def _agrees(ledger: Ledger, entity: Entity, names: Sequence[str]) -> bool:
    """Whether the row gives no name, or one of the firm's, or one of its brand."""
    called = _called(ledger, entity)
    keys, brands = {org_name.key(one) for one in called}, {parse(one).brand for one in called} - {""}
    return not names or any(org_name.key(one) in keys or parse(one).brand in brands for one in names)
