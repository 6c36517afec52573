"""Pairs that may be one and wait for a person: kept as last scored, so that listing them scores nothing."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass

from errors import NotFoundError, UsageError
from ingest.caption import Side, side
from ingest.chains import Chains
from ingest.decisions import in_force
from ingest.ledger import Ledger
from ingest.pairs import Pair, PairFeature
from ontology.entity import digest


@dataclass(frozen=True, slots=True)
class Waiting:
    """A pair nobody has decided; `pair` is the short id by which a person names it."""

    pair: str
    kind: str
    left: Side
    right: Side
    score: float
    features: tuple[PairFeature, ...]


def pair_id(left: str, right: str) -> str:
    """The short id of a pair, the same in every ledger that has these ids."""
    return digest(*sorted((left, right)), size=4)


def renew(ledger: Ledger, scored: Collection[str], pairs: Iterable[Pair]) -> None:
    """Keep these pairs in place of those that name one of the `scored`; pairs inside a chain stay, for the
    day it is parted.
    """
    some = "IN (SELECT value FROM json_each(?1))"
    text = (
        f"DELETE FROM pair WHERE (left {some} OR right {some}) AND NOT EXISTS (SELECT 1 FROM member "
        "AS one JOIN member AS other USING (canonical) WHERE one.entity = left AND other.entity = right)"
    )
    ledger.db.execute(text, (json.dumps(sorted(scored)),))
    ledger.db.executemany(
        "INSERT OR REPLACE INTO pair (left, right, id, kind, score, features) VALUES (?, ?, ?, ?, ?, ?)",
        (
            (
                one.left,
                one.right,
                pair_id(one.left, one.right),
                ledger.ontology.kind_of(one.left),
                one.score,
                json.dumps([asdict(feature) for feature in one.features], ensure_ascii=False),
            )
            for one in pairs
        ),
    )


def waiting(ledger: Ledger, kind: str | None = None) -> Iterator[Waiting]:
    """Pairs of living entities that no decision settles and none implies, the likeliest first; of several
    between the same two chains the likeliest alone.
    """
    chains = Chains(in_force(ledger))
    asked: set[frozenset[str]] = set()
    text = (
        "SELECT pair.id, pair.kind, left, right, score, features FROM pair JOIN own AS one ON one.id = left "
        "JOIN own AS other ON other.id = right WHERE NOT one.deleted AND NOT other.deleted "
        "AND (? IS NULL OR pair.kind = ?) ORDER BY score DESC, left, right"
    )
    for pair, name, left, right, score, features in ledger.db.execute(text, (kind, kind)):
        between = frozenset(min(chains.chain(one)) for one in (left, right))
        if len(between) == 1 or between in asked or chains.between(left, right):
            continue
        asked.add(between)
        reasons = tuple(PairFeature(**one) for one in json.loads(features))
        yield Waiting(pair, name, side(ledger, left), side(ledger, right), score, reasons)


def asked_pairs(ledger: Ledger, words: Sequence[str]) -> list[tuple[str, str]]:
    """The pairs of ids a person means: each named by its short id, or by both ids one after the other."""
    found: list[tuple[str, str]] = []
    ahead = iter(words)
    for word in ahead:
        if word.split("-", 1)[0] not in ledger.ontology.prefixes:
            found.append(_named(ledger, word))
            continue
        other = next(ahead, None)
        if other is None:
            raise UsageError(f"{word} 要和哪一个比，没有写", "写上一对的短编号，或两个编号，中间空一格")
        found.append((word, other))
    return found


def _named(ledger: Ledger, pair: str) -> tuple[str, str]:
    found = ledger.db.execute("SELECT left, right FROM pair WHERE id = ?", (pair,)).fetchall()
    if len(found) != 1:
        what = f"没有编号是 {pair} 的一对" if not found else f"有 {len(found)} 对的编号都是 {pair}"
        raise NotFoundError(what, "运行 shuangjin resolve list 看编号；也可以直接写两个编号")
    return found[0][0], found[0][1]
