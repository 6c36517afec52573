"""From the values that name other entities to links, and from mentions to terms."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from ingest.identity import identity_keys, named, preferred, resolve
from ingest.ledger import Ledger
from ingest.members import one_chain
from ingest.merging import add_up, links_of, reflect
from ingest.records import Records
from ontology.entity import Properties, Value, canonical, digest, link_id
from ontology.model import Kind, LinkSpec
from ontology.names.institute import parent_and_unit
from ontology.tables import table
from text.lexicon import lexicon


class Linker:
    """Writes the links of changed entities, and the terms their texts mention; what a value names and
    nobody knows becomes a stub where its kind allows, else it waits in `pending` and is told as unresolved.
    Links are said of and by entities as they are by themselves, and shown between canonical ones.
    """

    def __init__(self, ledger: Ledger, records: Records) -> None:
        self.ledger = ledger
        self.records = records
        self.unresolved: list[tuple[str, str, str, int]] = []
        self._loosened: set[str] = set()
        self._of_joined: set[str] = set()

    def waiting(self) -> list[str]:
        """Entities whose references could not be resolved in an earlier run."""
        return [
            row[0] for row in self.ledger.db.execute("SELECT DISTINCT entity FROM pending ORDER BY entity")
        ]

    def update(self, entities: Iterable[str], moved: Iterable[str] = ()) -> None:
        """Bring the links of these entities in line with their records, and the terms with all mentions;
        `moved` are those that were joined or parted.
        """
        touched = list(entities)
        for entity in touched:
            self._update_links(entity)
        self._sweep()
        touched += [*sorted(self.records.restated), *sorted(moved)]
        self._show_joined(moved)
        shown = dict.fromkeys(map(self.records.members.canonical, touched))
        for heir in dict.fromkeys(heir for entity in shown for heir in (entity, *self._heirs(entity))):
            self._inherit(heir)
        self._count_terms()
        self.records.fresh.clear()

    def _show_joined(self, moved: Iterable[str]) -> None:
        """What is shown of chains and of links that start from or lead to them."""
        members = self.records.members
        for chief in sorted({members.of[one] for one in self.records.restated if one in members.of}):
            add_up(self.records, chief)
        reflect(self.ledger, members, {*self._of_joined, *links_of(self.ledger, moved)})
        self._of_joined.clear()

    def _update_links(self, entity: str) -> None:
        kind = self._kind(entity)
        db = self.ledger.db
        before: set[str] = set()
        if entity not in self.records.fresh:
            before = {row[0] for row in db.execute("SELECT link FROM assertion WHERE entity = ?", (entity,))}
            db.execute("DELETE FROM pending WHERE entity = ?", (entity,))
        now = {
            link
            for _, body in self.records.current(entity)
            for link in self._links(kind, entity, json.loads(body))
        }
        db.executemany(
            "INSERT INTO assertion (link, entity, run) VALUES (?, ?, ?)",
            [(link, entity, self.ledger.run) for link in sorted(now - before)],
        )
        for link in sorted(before - now):
            db.execute(
                "INSERT OR REPLACE INTO retracted SELECT link, entity, run, ? FROM assertion "
                "WHERE entity = ? AND link = ?",
                (self.ledger.run, entity, link),
            )
            db.execute("DELETE FROM assertion WHERE entity = ? AND link = ?", (entity, link))
            if not db.execute("SELECT 1 FROM assertion WHERE link = ?", (link,)).fetchone():
                db.execute(
                    "UPDATE link SET deleted = 1, seq = ? WHERE id = ?", (self.ledger.next_seq(), link)
                )
                self._loosened.add(link)
        if joined := self.records.members.of.keys():
            self._of_joined |= {link for link in now ^ before if not joined.isdisjoint(self._ends(link))}

    def _ends(self, link: str) -> set[str]:
        return set(self.ledger.db.execute("SELECT source, target FROM link WHERE id = ?", (link,)).fetchone())

    def _heirs(self, entity: str) -> list[str]:
        """Entities that may have properties from this one."""
        found: list[str] = []
        for kind in self.ledger.ontology.kinds.values():
            for via in set(kind.inherited.values()):
                if self._kind(entity).kind in kind.linked[via].to:
                    found += self._lent(kind.linked[via], lender=entity)
        return found

    def _inherit(self, entity: str) -> None:
        """Give an entity what it has from those it names, and take what they no longer have."""
        kind = self._kind(entity)
        if not kind.inherited:
            return
        chain = self.records.members.chain(entity)
        stated = {name for one in chain for _, body in self.records.current(one) for name in json.loads(body)}
        before = self._properties(entity)
        now = dict(before)
        for name, via in kind.inherited.items():
            if name in stated:
                continue
            now.pop(name, None)
            for lender in self._lent(kind.linked[via], heir=entity):
                if name in (theirs := self._properties(lender)):
                    now[name] = theirs[name]
        if now != before:
            self.ledger.db.execute(
                "UPDATE entity SET properties = ?, seq = ? WHERE id = ?",
                (json.dumps(now, ensure_ascii=False), self.ledger.next_seq(), entity),
            )

    def _lent(self, spec: LinkSpec, *, heir: str = "", lender: str = "") -> list[str]:
        """The other ends of what an heir states, or of what is stated of a lender, by this link."""
        theirs, ours = ("source", "target") if spec.reverse else ("target", "source")
        end, known = (theirs, ours) if heir else (ours, theirs)
        text = f"SELECT {end} FROM link WHERE {known} = ? AND relation = ? AND NOT deleted ORDER BY {end}"
        return [row[0] for row in self.ledger.db.execute(text, (heir or lender, spec.relation))]

    def _properties(self, entity: str) -> dict[str, Value]:
        text = "SELECT properties FROM entity WHERE id = ?"
        body: dict[str, Value] = json.loads(self.ledger.db.execute(text, (entity,)).fetchone()[0])
        return body

    def _sweep(self) -> None:
        """A stub is there because it is named; one whose last link went goes too."""
        db = self.ledger.db
        for link in sorted(self._loosened):
            for entity in db.execute("SELECT source, target FROM link WHERE id = ?", (link,)).fetchone():
                text = "SELECT 1 FROM own WHERE id = ? AND stub AND NOT deleted"
                if db.execute(text, (entity,)).fetchone() and not self.records.named(entity):
                    self.records.refresh(self._kind(entity), entity)
        self._loosened.clear()

    def _links(self, kind: Kind, entity: str, properties: Properties) -> Iterator[str]:
        for name, spec in kind.linked.items():
            value = properties.get(name)
            for one in value if isinstance(value, list) else [str(value)] if value else []:
                target = self._target(spec, one, properties)
                if isinstance(target, int):
                    self._unresolved(entity, name, one, target)
                    continue
                if self._leans(spec, one, target):
                    self._wait(entity, name, one)
                source, end = (target, entity) if spec.reverse else (entity, target)
                yield self._link(spec.relation, source, end, own_properties(spec, properties))
                yield from self._belonging(target, one)
        yield from self._belonging(entity, str(properties.get(kind.caption, "")))

    def _belonging(self, entity: str, name: str) -> Iterator[str]:
        """The link from what is called so to the house of which it is a unit, by the name."""
        kind = self._kind(entity)
        house, unit = parent_and_unit(name) if kind.part_of else ("", "")
        if unit:
            whole = self._target(LinkSpec(relation=kind.part_of, to=(kind.kind,)), house, {})
            if isinstance(whole, str) and whole != entity:
                yield self._link(kind.part_of, entity, whole, {})

    def _target(self, spec: LinkSpec, value: str, properties: Properties) -> str | int:
        """The id a value names, or how many it may name (0: nobody and no stub allowed)."""
        kinds = [self.ledger.ontology.kinds[name] for name in spec.to]
        for kind in kinds:
            if kind.codes and value in table(kind.codes):
                return self._code_entity(kind, value)
        if spec.context:
            return self._in_context(kinds[0], spec, value, properties)
        found = named(self.ledger, kinds, value)
        if len(found) == 1 or (found and one_chain(self.ledger, found)):
            return found[0]
        stubs = [kind for kind in kinds if kind.stub]
        if found or not stubs:
            return len(found)
        kind = preferred(stubs, value)
        return self.records.stub(kind, {kind.caption: value})

    def _leans(self, spec: LinkSpec, value: str, target: str) -> bool:
        """Whether only a join makes it clear which entity a value names: it is tried again when that goes."""
        if target not in self.records.members.of or spec.context:
            return False
        return len(named(self.ledger, [self.ledger.ontology.kinds[name] for name in spec.to], value)) > 1

    def _in_context(self, kind: Kind, spec: LinkSpec, value: str, properties: Properties) -> str | int:
        """A person is named together with what tells him apart, say his institute; never by name alone."""
        claims: list[dict[str, Value]] = [{kind.caption: value}]
        for theirs, ours in spec.context.items():
            given = properties.get(ours)
            options = given if isinstance(given, list) else [str(given)] if given else []
            claims = [{**claim, theirs: one} for claim in claims for one in options]
        for claim in claims:
            found = resolve(self.ledger, kind, claim, identity_keys(kind, claim))
            if found:
                return found
        return self.records.stub(kind, claims[0]) if claims else 0

    def _code_entity(self, kind: Kind, code: str) -> str:
        """The entity of a code table's entry, made with its parents when first named."""
        entity = f"{kind.prefix}-{code}"
        if self.ledger.db.execute("SELECT 1 FROM entity WHERE id = ?", (entity,)).fetchone():
            return entity
        codes = table(kind.codes)
        body = json.dumps({"name": codes.name(code), "code": code}, ensure_ascii=False)
        self._add(entity, kind.kind, body)
        parent = codes.parent(code)
        if parent:
            self._link("BROADER", entity, self._code_entity(kind, parent), {})
        return entity

    def _link(self, relation: str, source: str, target: str, properties: Properties) -> str:
        body = canonical(properties) if properties else ""
        link = link_id(relation, source, target, body)
        hidden = not {source, target}.isdisjoint(self.records.members.of)
        found = self.ledger.db.execute("SELECT deleted FROM link WHERE id = ?", (link,)).fetchone()
        if found is None or (found[0] and not hidden):
            self.ledger.db.execute(
                "INSERT OR REPLACE INTO link (id, relation, source, target, properties, deleted, seq) "
                "VALUES (?, ?, ?, ?, ?, ?, ?)",
                (link, relation, source, target, body or "{}", int(hidden), self.ledger.next_seq()),
            )
        return link

    def _wait(self, entity: str, name: str, value: str) -> None:
        self.ledger.db.execute("INSERT OR IGNORE INTO pending VALUES (?, ?, ?)", (entity, name, value))

    def _unresolved(self, entity: str, name: str, value: str, count: int) -> None:
        self._wait(entity, name, value)
        self.unresolved.append((entity, name, value, count))

    def _count_terms(self) -> None:
        """Keep each term's `df`, the number of entities that mention it, and tie new terms to the lexicon."""
        fresh: list[str] = []
        for word, change in sorted(self.records.terms.items()):
            if not change:
                continue
            entity = term_id(word)
            found = self.ledger.db.execute("SELECT properties FROM entity WHERE id = ?", (entity,)).fetchone()
            if found is None:
                fresh.append(word)
                self._add(entity, "Term", json.dumps({"name": word, "df": change}, ensure_ascii=False))
            else:
                body = json.loads(found[0])
                body["df"] += change
                self.ledger.db.execute(
                    "UPDATE entity SET properties = ?, seq = ? WHERE id = ?",
                    (json.dumps(body, ensure_ascii=False), self.ledger.next_seq(), entity),
                )
        self.records.terms.clear()
        for word in fresh:
            self._relate(word)

    def _relate(self, word: str) -> None:
        for broader in lexicon().broader.get(word, ()):
            self._link("BROADER", term_id(word), self._term(broader), {})
        for other in lexicon().similar.get(word, ()):
            first, second = sorted((word, other))
            self._link("SIMILAR_TO", self._term(first), self._term(second), {})

    def _term(self, word: str) -> str:
        entity = term_id(word)
        if not self.ledger.db.execute("SELECT 1 FROM entity WHERE id = ?", (entity,)).fetchone():
            self._add(entity, "Term", json.dumps({"name": word, "df": 0}, ensure_ascii=False))
            self._relate(word)
        return entity

    def _add(self, entity: str, kind: str, body: str) -> None:
        text = "INSERT INTO entity (id, kind, properties, seq, run) VALUES (?, ?, ?, ?, ?)"
        self.ledger.db.execute(text, (entity, kind, body, *self.ledger.change()))

    def _kind(self, entity: str) -> Kind:
        return self.ledger.ontology.kinds[self.ledger.ontology.kind_of(entity)]


def term_id(word: str) -> str:
    """The id of a term; a word that would be no tidy id is hashed."""
    return f"term-{word}" if word.isalnum() else f"term-{digest(word, size=6)}"


def own_properties(spec: LinkSpec, properties: Properties) -> Properties:
    """The properties of the link that follows from a row with these properties."""
    taken = {name: properties[ours] for name, ours in spec.properties.items() if ours in properties}
    return {**spec.constants, **taken}
