"""Who is asked for: a firm with its needs, one need, or a firm by what it makes itself."""

from __future__ import annotations

from errors import NotFoundError
from ingest.find import find
from ingest.identity import refer
from ingest.ledger import Ledger
from ingest.members import canonical
from ontology.entity import Entity
from recommend.model import Subject
from recommend.stores import Stores
from recommend.strategy import AIMS


def subject_of(stores: Stores, asked: Entity) -> Subject:
    """An enterprise with its needs, or with its own scope when no need is recorded; a need with its firm."""
    if asked.kind == "Need":
        return _of_need(stores, asked)
    rows = stores.graph.run("enterprise-needs", {"id": asked.id}).dicts()
    needs = tuple(found for row in rows if (found := stores.ledger.entity(row["need"])))
    return Subject(asked, needs or (asked,), "need" if needs else "scope", _industries(asked))


def trade_of(stores: Stores, firm: Entity) -> Subject:
    """A firm by its scope, its products and its own achievements, whatever it needs."""
    rows = stores.graph.run("context-enterprise", {"ids": [firm.id]}).dicts()
    works = [found for row in rows for one in sorted(row["works"]) if (found := stores.ledger.entity(one))]
    return Subject(firm, (firm, *works), "trade", _industries(firm))


def _of_need(stores: Stores, need: Entity) -> Subject:
    """A need nobody is recorded to have stands for its firm itself."""
    rows = stores.graph.run("context-need", {"ids": [need.id]}).dicts()
    owners = sorted(owner["id"] for row in rows for owner in row["owners"])
    firm = next((found for one in owners if (found := stores.ledger.entity(one))), need)
    return Subject(firm, (need,), "need", _industries(firm))


def _industries(firm: Entity) -> tuple[str, ...]:
    industry = str(firm.properties.get("industry", "")) if firm.kind == "Enterprise" else ""
    return (industry,) if industry else ()


def asked_for(ledger: Ledger, text: str) -> Entity:
    """Whom a person wants answers for: by id, code or exact name of any kind; else a firm by whatever it is
    called; else what else could be meant. NotFoundError with the nearest names, AmbiguousError with all.
    """
    kinds = ledger.ontology.kinds
    direct = ledger.entity(canonical(ledger, text.strip()))
    if direct:
        return direct
    fitting = [kinds[kind] for kind in AIMS]
    if refer(ledger, fitting, text.strip()):
        return find(ledger, text, fitting)
    try:
        return find(ledger, text, [kinds["Enterprise"]])
    except NotFoundError as error:
        return _else(ledger, text, error)


def _else(ledger: Ledger, text: str, error: NotFoundError) -> Entity:
    """One of the other kinds; also of a kind nothing is recommended for, where the name is exact."""
    kinds = ledger.ontology.kinds
    try:
        return find(ledger, text, [kinds[kind] for kind in AIMS if kind != "Enterprise"])
    except NotFoundError as also:
        exact = refer(ledger, [kind for kind in kinds.values() if not kind.derived], text.strip())
        found = ledger.entity(exact[0]) if len(exact) == 1 else None
        if found:
            return found
        choices = tuple(dict.fromkeys((*error.choices, *also.choices)))
        raise NotFoundError(f"没有找到“{text}”", error.cure, choices=choices) from also
