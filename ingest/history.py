"""Where each value of an entity came from, now or as of a run: read from the ledger, nothing is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from ingest.ledger import Ledger
from ingest.mentioning import mentioned, mentioned_by
from ingest.moments import Moment, moment
from ingest.past import Past, State, Tie
from ingest.versions import HIDDEN, Reader, Span, Statement, Version, spans
from ontology.entity import Properties, Value


@dataclass(frozen=True, slots=True)
class Named:
    """An entity as others point to it."""

    id: str
    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class ValueHistory:
    """A property: its value (None: it has none any more; private ones are hidden), whom it is inherited from,
    and the statements it rests on, those that say otherwise but came earlier, and those it replaced, each
    newest first. A value nobody stated comes from a code table or was counted by the program.
    """

    property: str
    label: str
    value: Value | None
    inherited_from: Named | None
    statements: Sequence[Statement]
    overruled: Sequence[Statement]
    replaced: Sequence[Statement]


@dataclass(frozen=True, slots=True)
class Told:
    """A statement of a link, and the entity whose row it stands in."""

    by: Named
    statement: Statement


@dataclass(frozen=True, slots=True)
class LinkHistory:
    """One link: the other end, the link's own properties, the link in words, and who said so."""

    other: Named
    properties: Properties
    reading: str
    statements: Sequence[Told]


@dataclass(frozen=True, slots=True)
class LinkGroup:
    """The links of one relation and one direction ("out" or "in"): how many, and the first of them."""

    relation: str
    label: str
    direction: str
    count: int
    shown: Sequence[LinkHistory]


@dataclass(frozen=True, slots=True)
class Mentioner:
    """Who mentions a word, and the word's weight (0 to 1) in the texts."""

    by: Named
    weight: float


@dataclass(frozen=True, slots=True)
class Mentioners:
    """Who mentions a word: how many, how many of each kind, and the first of them."""

    count: int
    kinds: dict[str, int]
    shown: Sequence[Mentioner]


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided on who is who: its number, when, whether the two are the "same" or "different", which
    other, by whom and why; `undone` where it was taken back.
    """

    number: int
    made: Moment
    verdict: str
    other: Named
    by: str
    reason: str
    undone: Moment | None


@dataclass(frozen=True, slots=True)
class History:
    """An entity as it stood after run `at`; `first` is the run in which it was first known."""

    id: str
    kind: str
    label: str
    name: str
    at: Moment
    state: State
    first: Moment
    values: Sequence[ValueHistory]
    links: Sequence[LinkGroup]
    mentions: dict[str, float]
    mentioned_by: Mentioners | None
    decisions: Sequence[Decision]


def history(ledger: Ledger, entity: str, run: int, limit: int = 20) -> History:
    """An entity the ledger has or had, as it stood after a run; at most `limit` links of each relation and
    direction are spelled out.
    """
    past, reader = Past(ledger, run), Reader(ledger, run)
    entity = past.canonical(entity)
    kind, state = past.kind(entity), past.state(entity)
    known = state != "unknown"
    name = past.name(entity)
    mentioners = _mentioners(past, name, limit) if state == "derived" else None
    counted = {"df": mentioners.count} if mentioners else {}
    return History(
        entity,
        kind.kind,
        kind.label,
        name,
        reader.moment(run),
        state,
        _first(ledger, entity),
        _values(past, reader, entity, counted) if known else (),
        _links(past, reader, entity, limit) if known else (),
        mentioned(past, entity) if known else {},
        mentioners,
        decisions(past, entity) if known else (),
    )


def decisions(past: Past, entity: str) -> tuple[Decision, ...]:  # noqa: ARG001  the ledger keeps none yet
    """What had been decided of an entity, newest first."""
    return ()


def _first(ledger: Ledger, entity: str) -> Moment:
    found = ledger.db.execute("SELECT run FROM entity WHERE id = ?", (entity,)).fetchone()
    return moment(ledger, found[0])


def _named(past: Past, entity: str) -> Named:
    return Named(entity, past.kind(entity).kind, past.name(entity))


def _values(past: Past, reader: Reader, entity: str, counted: Properties) -> list[ValueHistory]:
    """All properties that have a value or had one; `counted` are those the program itself counts."""
    whole, lenders = {**past.whole(entity), **counted}, past.inherited(entity)
    found = []
    for name, spec in past.kind(entity).properties.items():
        told = spans(past.versions(entity), name)
        if name not in whole and not told:
            continue
        value = whole.get(name)
        standing = [one for one in told if one[1].holds(past.run)]
        agreeing = [one for one in standing if spec.many or one[1].properties[name] == value]
        gone = [one for one in told if one not in standing and one[1].properties[name] != value]
        lender = lenders.get(name)
        found.append(
            ValueHistory(
                name,
                spec.label,
                HIDDEN if value is not None and spec.private else value,
                _named(past, lender) if lender else None,
                _read(past, reader, agreeing, name) or _elsewhere(past, reader, lender or entity, name),
                _read(past, reader, [one for one in standing if one not in agreeing], name),
                _read(past, reader, gone, name),
            )
        )
    return found


def _read(past: Past, reader: Reader, told: Sequence[Span], name: str) -> list[Statement]:
    return [reader.statement(past.kind(one[1].entity), name, one) for one in reversed(told)]


def _elsewhere(past: Past, reader: Reader, entity: str, name: str) -> list[Statement]:
    """What the rows of a lender say, or where nobody but others says what an entity is called, theirs."""
    if past.state(entity) == "named" and name == past.kind(entity).caption:
        return [_telling(past, reader, *one) for one in past.namings(entity)]
    standing = [one for one in spans(past.versions(entity), name) if one[1].holds(past.run)]
    return _read(past, reader, standing, name)


def _telling(past: Past, reader: Reader, version: Version, name: str) -> Statement:
    told = spans(past.versions(version.entity), name)
    return reader.statement(
        past.kind(version.entity), name, next(one for one in told if one[1].id == version.id)
    )


def _links(past: Past, reader: Reader, entity: str, limit: int) -> list[LinkGroup]:
    def group(tie: Tie) -> tuple[str, str]:
        return tie.relation, "out" if tie.source == entity else "in"

    found = []
    ties = sorted(past.ties(entity), key=lambda tie: (*group(tie), tie.other(entity), str(tie.properties)))
    for (relation, direction), some in groupby(ties, group):
        alike = list(some)
        label = past.ledger.ontology.relations[relation].label
        shown = [_link(past, reader, tie, entity) for tie in alike[:limit]]
        found.append(LinkGroup(relation, label, direction, len(alike), shown))
    return found


def _link(past: Past, reader: Reader, tie: Tie, entity: str) -> LinkHistory:
    other = _named(past, tie.other(entity))
    reading = past.ledger.ontology.relations[tie.relation].reading
    words = reading.format(source=past.name(tie.source), target=past.name(tie.target))
    told = [
        Told(_named(past, one), _telling(past, reader, *telling))
        for one in tie.said_by
        for telling in past.tellings(tie, one)
    ]
    return LinkHistory(other, tie.properties, words, told)


def _mentioners(past: Past, word: str, limit: int) -> Mentioners:
    found = mentioned_by(past, word)
    kinds = Counter(past.kind(one).kind for one in found)
    shown = [Mentioner(_named(past, one), found[one]) for one in list(found)[:limit]]
    return Mentioners(len(found), dict(kinds), shown)
