"""Which entities of the ledger may be one: pairs that survive blocking, judged by their features.

Nothing is merged here: "same" is sure enough to be joined, "doubtful" waits for a person, "different" is
never given out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from ingest.blocking import candidates
from ingest.ledger import Ledger
from ingest.likeness import PERSON, WEIGHTS, table_for
from ingest.nearby import FEW, nearby
from ingest.pairs import Pair, PairFeature, Verdict
from ingest.profile import Profile, Roles
from ingest.short_names import FITS
from ontology.model import Kind

DOUBTFUL = 0.8
"""From this score on a pair is worth a person's look."""
_SURE = ("name", "declared_name")


@dataclass(frozen=True, slots=True)
class Stats:
    """What a look over a kind took: entities, pairs after blocking, and pairs that are not different."""

    entities: int
    compared: int
    kept: int


def pairs(ledger: Ledger, kind: Kind, among: Collection[str] | None = None) -> Iterator[Pair]:
    """Pairs of living entities that are or may be one, the likeliest first, ties by id; with `among` only
    those that touch these ids.
    """
    return iter(_judged(_profiles(ledger, kind, among), among)[1])


def count_pairs(ledger: Ledger, kind: Kind, among: Collection[str] | None = None) -> Stats:
    """How many entities are looked at, how many pairs blocking leaves, and how many come out of judging."""
    profiles = _profiles(ledger, kind, among)
    compared, kept = _judged(profiles, among)
    return Stats(len(profiles), compared, len(kept))


def judge(one: Profile, two: Profile) -> Pair:
    """Two entities of one kind compared; the order of the two makes no difference."""
    left, right = sorted((one, two), key=lambda profile: profile.id)
    features: list[PairFeature] = []
    for feature in table_for(left, right):
        found = feature(left, right)
        if found:
            features.append(found)
            if found.score == -1:
                return Pair(left.id, right.id, 0.0, "different", tuple(features))
    score = round(_score(features), 3)
    verdict = _verdict(features, score, person=table_for(left, right) is PERSON)
    return Pair(left.id, right.id, score, verdict, tuple(features))


def _profiles(ledger: Ledger, kind: Kind, among: Collection[str] | None) -> list[Profile]:
    """All entities of a kind; of a few, those that may be near them."""
    roles = Roles.of(kind)
    if among is not None and len(among) <= FEW:
        return _some(ledger, roles, nearby(ledger, kind, _some(ledger, roles, among)))
    return [
        Profile(change.entity.id, roles, change.entity.properties) for change in ledger.entities(kind.kind)
    ]


def _some(ledger: Ledger, roles: Roles, ids: Collection[str]) -> list[Profile]:
    found = (ledger.entity(one) for one in sorted(ids))
    return [Profile(one.id, roles, one.properties) for one in found if one]


def _judged(profiles: list[Profile], among: Collection[str] | None) -> tuple[int, list[Pair]]:
    found = candidates(profiles, among)
    judged = (judge(profiles[a], profiles[b]) for a, b in found)
    kept = [pair for pair in judged if pair.verdict != "different"]
    return len(found), sorted(kept, key=lambda pair: (-pair.score, pair.left, pair.right))


def _score(features: list[PairFeature]) -> float:
    """The weighted mean of the features, from 0 to 1."""
    weight = sum(WEIGHTS[feature.name] for feature in features)
    total = sum(WEIGHTS[feature.name] * (feature.score + 1) / 2 for feature in features)
    return total / weight if weight else 0.0


def _verdict(features: list[PairFeature], score: float, *, person: bool) -> Verdict:
    """Sure is only what names say outright and nothing speaks against; a person never by what is alike."""
    by_name = {feature.name: feature.score for feature in features}
    if person:
        return "doubtful" if by_name.get("context", -1) >= FITS else "different"
    against = min(by_name.values(), default=0.0) < 0
    if any(by_name.get(name) == 1 for name in _SURE):
        return "doubtful" if against or "code" in by_name else "same"
    if "short_name" in by_name:
        return "doubtful" if by_name["short_name"] >= FITS else "different"
    return "doubtful" if score >= DOUBTFUL else "different"
