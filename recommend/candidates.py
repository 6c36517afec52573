"""Where candidates come from: the path through shared terms in the graph, the text index, and meaning."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from functools import cached_property
from typing import Any

from ontology.entity import Entity
from recommend.context import contexts
from recommend.deadline import by
from recommend.model import Candidate, Shared, Subject
from recommend.stores import Stores
from recommend.strategy import TEXTS
from recommend.texts import Texts
from recommend.wording import plain, technical
from search.index import SearchQuery, VectorIndex

POOL = 100
"""Candidates taken from graph, from index and by meaning for each source."""
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

Within = Mapping[str, Collection[str]]
"""By kind, the only ones that are looked at."""


class Finder:
    """Finds candidates of a kind for a subject's sources, and what is known of each. `within`: by kind, the
    only ones that are looked at, as they would be among all others.
    """

    def __init__(
        self, stores: Stores, subject: Subject, pool: int = POOL, within: Within | None = None
    ) -> None:
        self.ledger = stores.ledger
        self.graph = stores.graph
        self.today = stores.today
        self.index = stores.index
        self.subject = subject
        self.pool = pool
        self.within = within
        self.texts = Texts(stores.ledger)
        self.reads = stores.reads
        self._found: dict[str, list[Candidate]] = {}

    def candidates(self, kind: str) -> list[Candidate]:
        """Candidates of a kind, one for each source they fit, with their context."""
        found = self._known(self._best(self._institutes() if kind == "Institute" else self._direct(kind)))
        ids = {one.entity.id for one in found}
        context = self.reads.through(
            f"context {kind}", ids, lambda new: contexts(self.graph, kind, new, self.today)
        )
        works = self._works(ids) if kind == "Doctor" else {}
        for one in found:
            one.context.update(context.get(one.entity.id, {}))
            one.context["agreements"] = self._signed(one)
            if kind == "Doctor":
                one.context["works"] = works.get((one.entity.id, one.source.id), [])
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
        """Candidates by path, text and meaning; looked for once, since institutes and doctors ask again."""
        if kind not in self._found:
            found: dict[tuple[str, str], Candidate] = {}
            for source in self.subject.sources:
                self._by_text(found, kind, source)
                self._by_path(found, kind, source)
                self._by_meaning(found, kind, source)
            self._found[kind] = list(found.values())
        return self._found[kind]

    def _by_text(self, found: dict[tuple[str, str], Candidate], kind: str, source: Entity) -> None:
        query = self.query(kind, source)
        if self.within is not None:
            only = tuple(self.within.get(kind, ()))
            query = replace(query, ids=only, limit=min(len(only), self.pool))
        self._search(found, source, query)

    def _search(self, found: dict[tuple[str, str], Candidate], source: Entity, query: SearchQuery) -> None:
        hits = self.index.search(query).hits if query.said and query.limit else []
        for hit in hits:
            one = self._candidate(found, hit.id, hit.kind, source)
            one.text = round(hit.score / (hit.score + HALF), 5)  # where engines agree

    def query(self, kind: str, source: Entity) -> SearchQuery:
        """What the text index is asked for a source: the pool of a kind."""
        text, body = self.texts.asked(source)
        titled = self.ledger.ontology.kinds[kind]
        return SearchQuery(
            text, kinds=(kind,), limit=self.pool, facets=False, highlights=False, body=body,
            characters=titled.properties[titled.caption].type == "text",
        )  # fmt: skip

    def _by_path(self, found: dict[tuple[str, str], Candidate], kind: str, source: Entity) -> None:
        params: dict[str, Any] = {"id": source.id, "total": self.total, "common": COMMON}
        if self.within is None:
            rows = self.graph.run(f"match-{kind.lower()}", {**params, "limit": self.pool}).dicts()
        else:
            ids = self._only(found, kind, source)
            rows = self.graph.run("match-pair", {**params, "ids": ids}).dicts() if ids else []
        for row in rows:
            one = self._candidate(found, row["candidate"], kind, source)
            one.path = min(1.0, row["score"])
            terms = sorted(row["terms"], key=lambda t: (-t["part"], t["term"]))
            one.shared = [Shared(t["term"], t["via"], t["part"]) for t in terms[:SHOWN]]

    def _by_meaning(self, found: dict[tuple[str, str], Candidate], kind: str, source: Entity) -> None:
        """Those nearest in meaning, and how near the others are, by vectors that were stored before."""
        if isinstance(self.index, VectorIndex):
            also = self._only(found, kind, source)
            near = self.index.near(source.id, kind, self.pool if self.within is None else 0, also)
            for identity, cosine in near.items():
                self._candidate(found, identity, kind, source).meaning = max(0.0, cosine)

    def _only(self, found: dict[tuple[str, str], Candidate], kind: str, source: Entity) -> list[str]:
        """Those the other ways are asked about: what was found; where few are looked at, all of them."""
        named = () if self.within is None else self.within.get(kind, ())
        if 0 < len(named) <= self.pool:
            return sorted(named)
        return sorted(identity for identity, asking in found if asking == source.id)

    def words(self, one: Candidate) -> list[str]:
        """What both texts hold: the technical words, rarest first; else, where the texts fit, other words or
        characters. Of two that do not fit, a common word says nothing.
        """
        texts = self.texts.both(one.source), self.texts.both(one.entity)
        return technical(*texts) or (plain(*texts) if one.text >= FITTING else [])

    @staticmethod
    def _candidate(
        found: dict[tuple[str, str], Candidate], identity: str, kind: str, source: Entity
    ) -> Candidate:
        """The candidate, made when it is new; what is known of it is looked up for those that are kept."""
        return found.setdefault((identity, source.id), Candidate(Entity(identity, kind), source))

    def _known(self, found: list[Candidate]) -> list[Candidate]:
        """Those the ledger knows, with their properties; new ones asked for at once, which takes a seventh of
        the time.
        """
        ids = {one.entity.id for one in found}
        known = self.reads.through("entity", ids, lambda new: {one.id: one for one in self.ledger.some(new)})
        kept = [one for one in found if one.entity.id in known]
        for one in kept:
            one.entity = known[one.entity.id]
        return kept

    def _institutes(self) -> list[Candidate]:
        """Institutes come from the achievements they own and the doctors they employ, and from their text."""
        found: dict[tuple[str, str], Candidate] = {}
        for source in self.subject.sources:
            self._by_text(found, "Institute", source)
        for kind, name, caption in (("Achievement", "works", "title"), ("Doctor", "doctors", "name")):
            members = self._members(kind, caption)
            rows = self.graph.run(
                f"institutes-of-{kind.lower()}", {"ids": sorted({i for i, _ in members})}
            ).dicts()
            for row in rows:
                if self.within is not None and row["institute"] not in self.within["Institute"]:
                    continue
                for source in self.subject.sources:
                    member = members.get((row["member"], source.id))
                    if member:
                        one = self._candidate(found, row["institute"], "Institute", source)
                        one.context.setdefault(name, []).append(member)
        for one in found.values():
            for name in ("works", "doctors"):
                one.context.get(name, []).sort(key=lambda member: (-member["score"], member["id"]))
        return list(found.values())

    def _members(self, kind: str, caption: str) -> dict[tuple[str, str], dict[str, Any]]:
        """Those of a kind, by (member, source)."""
        return {
            (one.entity.id, one.source.id): self._member(one, caption)
            for one in self._known(self._direct(kind))
        }

    def _member(self, one: Candidate, caption: str) -> dict[str, Any]:
        """{"id", "kind", "name", "score", "shared"}, by the two texts only."""
        return {
            "id": one.entity.id,
            "kind": one.entity.kind,
            "name": str(one.entity.properties.get(caption, "")),
            "score": round(TEXTS.score(one, self.subject)[0], 6),
            "shared": one.shared,
        }

    def _works(self, doctors: Collection[str]) -> dict[tuple[str, str], list[dict[str, Any]]]:
        """The achievements of some doctors that fit, best first, by (doctor, source)."""
        direct = self._direct("Achievement")
        makers = self.reads.through("makers", {one.entity.id for one in direct}, self._makers)
        mine = [one for one in direct if not makers.get(one.entity.id, set()).isdisjoint(doctors)]
        found: dict[tuple[str, str], list[dict[str, Any]]] = {}
        for one in self._known(mine):
            member = self._member(one, "title")
            for doctor in makers[one.entity.id]:
                found.setdefault((doctor, one.source.id), []).append(member)
        for works in found.values():
            works.sort(key=lambda work: (-work["score"], work["id"]))
        return found

    def _makers(self, achievements: list[str]) -> dict[str, set[str]]:
        """Achievement -> the doctors who made it."""
        made: dict[str, set[str]] = {}
        for row in self.graph.run("creators-of-achievement", {"ids": achievements}).dicts():
            made.setdefault(row["achievement"], set()).add(row["doctor"])
        return made

    def _signed(self, one: Candidate) -> list[str]:
        """Titles of the agreements between the firm and the candidate or its owners."""
        if not self._agreements:
            return []
        parties = dict.fromkeys([one.entity.id, *(owner["id"] for owner in one.context.get("owners", []))])
        return [title for party in parties for title in self._agreements.get(party, [])]

    @cached_property
    def _agreements(self) -> dict[str, list[str]]:
        """Whom the firm has signed with by today -> the titles."""
        found: dict[str, list[str]] = {}
        for row in self.graph.run("agreements-of-enterprise", {"id": self.subject.enterprise.id}).dicts():
            if by(row["signed_on"], self.today):
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
