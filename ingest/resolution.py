"""Pairs of entities that may be one: organisations whose names differ in the legal form alone."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from itertools import combinations

from ingest.ledger import Ledger
from ingest.pairs import Pair, PairFeature
from ontology.model import Kind
from ontology.values.org_name import key

_FORM = re.compile("(股份有限公司|有限公司|公司|集团|专业合作社|合作社)+$")


def pairs(ledger: Ledger, kind: Kind, among: Collection[str] | None = None) -> Iterator[Pair]:
    """Pairs of a kind of which one is among these ids; of all with None."""
    if kind.properties[kind.caption].type != "org_name":
        return
    groups: dict[str, list[str]] = {}
    for change in ledger.entities(kind.kind):
        name = _FORM.sub("", key(str(change.entity.properties.get(kind.caption, ""))))
        groups.setdefault(name, []).append(change.entity.id)
    for name, ids in groups.items():
        for left, right in combinations(ids, 2):
            if name and (among is None or left in among or right in among):
                feature = PairFeature("name", 0.5, f"去掉公司形式都是“{name}”")
                yield Pair(left, right, 0.5, "doubtful", (feature,))
