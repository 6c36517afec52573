"""At the end of a run: score what changed, join what is sure, and let the doubtful wait."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import replace

from ingest.deciding import Decider
from ingest.decisions import AUTO, Ruling, on_pair
from ingest.identity import folded
from ingest.ledger import Ledger
from ingest.pairs import Pair, PairFeature
from ingest.waiting import renew
from ontology.model import Kind

Scorer = Callable[[Ledger, Kind, Collection[str] | None], Iterable[Pair]]
"""Gives the pairs of a kind of which one is among these ids; of all with None."""


def settle(decider: Decider, score: Scorer | None = None) -> int:
    """Score every entity that changed since this was last done, join the sure pairs that nothing speaks
    against, keep the others; returns how many were joined. What joins made of entities is scored next time.
    """
    ledger = decider.ledger
    joined = 0
    for kind, touched in _touched(ledger):
        among = touched if _since(ledger) else None
        pairs = [one for one in (score or _scorer())(ledger, kind, among) if one.verdict != "different"]
        kept = [_join(decider, kind, pair) for pair in sorted(pairs, key=_likeliest)]
        renew(ledger, touched, (pair for pair, _ in kept))
        joined += sum(made for _, made in kept)
    decider.finish()
    ledger.set_meta("scored", str(ledger.seq()))
    return joined


def _scorer() -> Scorer:
    from ingest.resolution import pairs  # only a run that changed something pays for its start-up

    return pairs


def unscored(ledger: Ledger) -> bool:
    """Whether anything changed that `settle` has not seen."""
    return _since(ledger) < ledger.seq()


def _since(ledger: Ledger) -> int:
    return int(ledger.meta("scored") or 0)


def _touched(ledger: Ledger) -> Iterator[tuple[Kind, set[str]]]:
    """Living entities changed since the last scoring, by kind."""
    text = "SELECT id FROM entity WHERE seq > ? AND kind = ? AND NOT deleted"
    for kind in ledger.ontology.kinds.values():
        if not kind.codes and not kind.derived:
            touched = {row[0] for row in ledger.db.execute(text, (_since(ledger), kind.kind))}
            if touched:
                yield kind, touched


def _likeliest(pair: Pair) -> tuple[bool, float, str, str]:
    """Sure pairs first, so that which of two wins does not hang on the order of scoring."""
    return pair.verdict != "same", -pair.score, pair.left, pair.right


def _join(decider: Decider, kind: Kind, pair: Pair) -> tuple[Pair, bool]:
    """Join a sure pair; returns it with what speaks against that, if anything does, and whether it was."""
    chains = decider.chains
    if pair.verdict != "same" or chains.same(pair.left, pair.right) or chains.between(pair.left, pair.right):
        return pair, False
    if on_pair(decider.ledger, pair.left, pair.right):
        return _doubted(pair, "undone", "合并过，又撤销了：不再自动合并"), False
    codes = _codes(decider.ledger, kind, chains.chain(pair.left))
    theirs = _codes(decider.ledger, kind, chains.chain(pair.right))
    for name in codes.keys() & theirs.keys():
        if codes[name].isdisjoint(theirs[name]):
            label = kind.properties[name].label
            return _doubted(pair, name, f"合并后会有两个不同的{label}：不自动合并"), False
    reason = "；".join(one.reason for one in pair.features)
    decider.rule(pair.left, pair.right, Ruling("same", AUTO, reason))
    return pair, True


def _doubted(pair: Pair, name: str, reason: str) -> Pair:
    return replace(pair, features=(*pair.features, PairFeature(name, -1.0, reason)))


def _codes(ledger: Ledger, kind: Kind, chain: Collection[str]) -> dict[str, set[str]]:
    """Property -> values a chain has of it, of those that alone identify and are no name."""
    alone = {names[0] for names in kind.identity if len(names) == 1} - {kind.caption}
    found: dict[str, set[str]] = {}
    for entity in chain:
        row = ledger.db.execute("SELECT properties FROM own WHERE id = ?", (entity,)).fetchone()
        for name, value in json.loads(row[0]).items():
            if name in alone:
                found.setdefault(name, set()).add(folded(kind, name, value))
    return found
