"""What an entity's texts say in matching: its own, without the names of others."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property

from ingest.ledger import Ledger
from ingest.projection import document
from ontology.entity import Entity
from search.asked import unquoted
from text.document import Document

TITLE_CHARACTERS, BODY_CHARACTERS = 100, 600
"""How much of a source's title and of its text is searched for; more adds time and no recall."""


class Texts:
    """The texts of a ledger's entities."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger

    def asked(self, source: Entity) -> tuple[str, str]:
        """(what is looked for, what else is known of it); a firm's name says nothing of what it needs."""
        doc = self.document(source)
        title = "" if source.kind == "Enterprise" and doc.body else doc.title
        return unquoted(title[:TITLE_CHARACTERS]), unquoted(doc.body[:BODY_CHARACTERS])

    def both(self, entity: Entity) -> tuple[str, ...]:
        """Title and body; of a firm that says what it makes, only that."""
        doc = self.document(entity)
        own = entity.kind == "Enterprise" and doc.body
        return (doc.body,) if own else (doc.title, doc.body)

    def document(self, entity: Entity) -> Document:
        """An entity's texts without the names of other organisations: 示例研究院 is no answer to 示例公司."""
        kind = self.ledger.ontology.kinds[entity.kind]
        others = self._others[entity.kind]
        told = {name: value for name, value in entity.properties.items() if name not in others}
        return document(kind, replace(entity, properties=told))

    @cached_property
    def _others(self) -> dict[str, set[str]]:
        """By kind, the properties that name other organisations."""
        return {
            kind.kind: {n for n, spec in kind.properties.items() if spec.type == "org_name"} - {kind.caption}
            for kind in self.ledger.ontology.kinds.values()
        }
