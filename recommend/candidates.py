"""Where candidates come from: the path through shared terms in the graph, and the text index."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import cached_property
from typing import Any

from graph.store import GraphStore
from ingest.ledger import Ledger
from ingest.projection import document
from ontology.entity import Entity
from recommend.model import Candidate, Shared, Subject
from recommend.strategy import TEXTS
from recommend.wording import plain, technical
from search.index import SearchQuery, TextIndex, VectorIndex
from text.document import Document

POOL = 100
"""Candidates taken from graph, from index and by meaning for each source."""
TITLE_CHARACTERS, BODY_CHARACTERS = 100, 600
"""How much of a source's title and of its text is searched for; more adds time and no recall."""
HALF = 20.0
"""The full-text score that counts as one half: the score of a candidate then depends on no other candidate,
and never reaches one.
"""
FITTING = 0.2
"""The text score from which two texts fit even without a technical word in common."""
COMMON = 100
"""A term that more texts mention finds nobody by itself."""
SHOWN = 8
"""Shared terms kept of a candidate, the heaviest."""
_NO_QUOTES = str.maketrans(dict.fromkeys('"“”', " "))
"""What a text quotes is no phrase to search for."""


class Finder:
    """Finds candidates of a kind for a subject's sources, and what is known of each."""

    def __init__(
        self, ledger: Ledger, graph: GraphStore, index: TextIndex, subject: Subject, pool: int = POOL
    ) -> None:
        self.ledger = ledger
        self.graph = graph
        self.index = index
        self.subject = subject
        self.pool = pool
        self._found: dict[str, list[Candidate]] = {}
        self._known: dict[str, Entity] = {}

    def candidates(self, kind: str, only: str = "") -> list[Candidate]:
        """Candidates of a kind, one for each source they fit, with their context; `only` of them if it is
        named, as it would be among the others.
        """
        found = self._best(self._institutes() if kind == "Institute" else self._direct(kind))
        found = [one for one in found if only in ("", one.entity.id)]
        context = self._context(kind, sorted({one.entity.id for one in found}))
        for one in found:
            one.context.update(context.get(one.entity.id, {}))
            one.context["agreements"] = self._signed(one)
            if kind == "Doctor":
                one.context["works"] = self._works(one)
        return found

    def _best(self, found: list[Candidate]) -> list[Candidate]:
        """Those whose texts fit best, a pool for each source: what else speaks for one decides among these,
        and asking the graph about every one would take longest of all.
        """
        most = self.pool * len(self.subject.sources)
        order = sorted(
            found, key=lambda one: (-TEXTS.score(one, self.subject)[0], one.entity.id, one.source.id)
        )
        return order[:most]

    def _direct(self, kind: str) -> list[Candidate]:
        """Candidates by path and text; looked for once, since institutes and doctors ask again."""
        if kind not in self._found:
            found: dict[tuple[str, str], Candidate] = {}
            for source in self.subject.sources:
                self._by_path(found, kind, source)
                self._by_text(found, kind, source)
                self._by_meaning(found, kind, source)
            self._found[kind] = list(found.values())
        return self._found[kind]

    def _by_path(self, found: dict[tuple[str, str], Candidate], kind: str, source: Entity) -> None:
        params = {"id": source.id, "total": self.total, "common": COMMON, "limit": self.pool}
        rows = self.graph.run(f"match-{kind.lower()}", params).dicts()
        self._learn(row["candidate"] for row in rows)
        for row in rows:
            one = self._candidate(found, row["candidate"], source)
            if one:
                one.path = min(1.0, row["score"])
                terms = sorted(row["terms"], key=lambda t: (-t["part"], t["term"]))
                one.shared = [Shared(t["term"], t["via"], t["part"]) for t in terms[:SHOWN]]

    def _by_text(self, found: dict[tuple[str, str], Candidate], kind: str, source: Entity) -> None:
        text, body = self.asked(source)
        titled = self.ledger.ontology.kinds[kind]
        query = SearchQuery(
            text, kinds=(kind,), limit=self.pool, facets=False, highlights=False, body=body,
            characters=titled.properties[titled.caption].type == "text",
        )  # fmt: skip
        hits = self.index.search(query).hits if query.said else []
        self._learn(hit.id for hit in hits)
        for hit in hits:
            one = self._candidate(found, hit.id, source)
            if one:
                one.text = round(hit.score / (hit.score + HALF), 5)  # where engines agree

    def _by_meaning(self, found: dict[tuple[str, str], Candidate], kind: str, source: Entity) -> None:
        """Those nearest in meaning, and how near the others are, by vectors that were stored before."""
        if isinstance(self.index, VectorIndex):
            also = {entity for entity, asked in found if asked == source.id}
            near = self.index.near(source.id, kind, self.pool, also)
            self._learn(near)
            for identity, cosine in near.items():
                one = self._candidate(found, identity, source)
                if one:
                    one.meaning = max(0.0, cosine)

    def words(self, one: Candidate) -> list[str]:
        """What both texts hold: the technical words, rarest first; else, where the texts fit, other words or
        characters. Of two that do not fit, a common word says nothing.
        """
        texts = self._text(one.source), self._text(one.entity)
        return technical(*texts) or (plain(*texts) if one.text >= FITTING else [])

    def asked(self, source: Entity) -> tuple[str, str]:
        """(what is looked for, what else is known of it); a firm's name says nothing of what it needs."""
        doc = self._document(source)
        title = "" if source.kind == "Enterprise" and doc.body else doc.title
        plain = (title[:TITLE_CHARACTERS], doc.body[:BODY_CHARACTERS])
        return plain[0].translate(_NO_QUOTES), plain[1].translate(_NO_QUOTES)

    def _text(self, entity: Entity) -> str:
        doc = self._document(entity)
        own = entity.kind == "Enterprise" and doc.body
        return doc.body if own else f"{doc.title}\n{doc.body}"

    def _document(self, entity: Entity) -> Document:
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

    def _candidate(
        self, found: dict[tuple[str, str], Candidate], entity: str, source: Entity
    ) -> Candidate | None:
        key = (entity, source.id)
        if key not in found:
            known = self._known.get(entity)
            if known is None:
                return None
            found[key] = Candidate(known, source)
        return found[key]

    def _learn(self, ids: Iterable[str]) -> None:
        """Look up those not known yet; asking for each by itself took a seventh of the time."""
        wanted = [one for one in ids if one not in self._known]
        self._known.update((one.id, one) for one in self.ledger.some(wanted) if wanted)

    def _institutes(self) -> list[Candidate]:
        """Institutes come from the achievements they own and the doctors they employ, and from their text."""
        found: dict[tuple[str, str], Candidate] = {}
        for source in self.subject.sources:
            self._by_text(found, "Institute", source)
        for kind, name in (("Achievement", "works"), ("Doctor", "doctors")):
            members = self._scored[kind]
            rows = self.graph.run(
                f"institutes-of-{kind.lower()}", {"ids": sorted({i for i, _ in members})}
            ).dicts()
            self._learn(row["institute"] for row in rows)
            for row in rows:
                for source in self.subject.sources:
                    member = members.get((row["member"], source.id))
                    one = self._candidate(found, row["institute"], source) if member else None
                    if one and member:
                        one.context.setdefault(name, []).append(member)
        for one in found.values():
            for name in ("works", "doctors"):
                one.context.get(name, []).sort(key=lambda member: (-member["score"], member["id"]))
        return list(found.values())

    @cached_property
    def _scored(self) -> dict[str, dict[tuple[str, str], dict[str, Any]]]:
        """Kind -> (member, source) -> {"id", "kind", "name", "score", "shared"}, by the two texts only."""
        scored: dict[str, dict[tuple[str, str], dict[str, Any]]] = {}
        for kind, caption in (("Achievement", "title"), ("Doctor", "name")):
            scored[kind] = {
                (one.entity.id, one.source.id): {
                    "id": one.entity.id,
                    "kind": kind,
                    "name": str(one.entity.properties.get(caption, "")),
                    "score": round(TEXTS.score(one, self.subject)[0], 6),
                    "shared": one.shared,
                }
                for one in self._direct(kind)
            }
        return scored

    @cached_property
    def _created(self) -> dict[str, list[str]]:
        ids = sorted({entity for entity, _ in self._scored["Achievement"]})
        made: dict[str, list[str]] = {}
        for row in self.graph.run("creators-of-achievement", {"ids": ids}).dicts():
            made.setdefault(row["doctor"], []).append(row["achievement"])
        return made

    def _works(self, one: Candidate) -> list[dict[str, Any]]:
        members = self._scored["Achievement"]
        works = [
            members[w, one.source.id]
            for w in self._created.get(one.entity.id, [])
            if (w, one.source.id) in members
        ]
        return sorted(works, key=lambda work: (-work["score"], work["id"]))

    def _context(self, kind: str, ids: list[str]) -> dict[str, dict[str, Any]]:
        """Owner or employer, who took the candidate, field and industry, by candidate id."""
        if kind == "Institute":
            return {}
        rows = self.graph.run(f"context-{kind.lower()}", {"ids": ids}).dicts()
        return {row["candidate"]: row for row in rows}

    def _signed(self, one: Candidate) -> list[str]:
        """Titles of the agreements between the firm and the candidate or its owners."""
        parties = dict.fromkeys([one.entity.id, *(owner["id"] for owner in one.context.get("owners", []))])
        return [title for party in parties for title in self._agreements.get(party, [])]

    @cached_property
    def _agreements(self) -> dict[str, list[str]]:
        """Whom the firm has signed with -> the titles."""
        found: dict[str, list[str]] = {}
        for row in self.graph.run("agreements-of-enterprise", {"id": self.subject.enterprise.id}).dicts():
            found.setdefault(row["party"], []).append(row["agreement"])
        return found

    @cached_property
    def total(self) -> int:
        """How many entities there are of kinds that mention terms."""
        counts = self.ledger.counts()
        kinds = self.ledger.ontology.kinds.values()
        return sum(
            counts.get(k.kind, 0) for k in kinds if any(spec.mention for spec in k.properties.values())
        )
