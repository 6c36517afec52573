"""The queries of the map of industries and fields, worked out in plain Python."""

from __future__ import annotations

from typing import Any

from tests.conformance.facts import Facts
from tests.conformance.oracles import Given, Rows, oracle

DAY = {"on": "2026-06-30"}


def _code(facts: Facts, relation: str, identity: str | None) -> str | None:
    found = facts.out(relation, identity) if identity else []
    return min((str(facts.get(one)["code"]) for one in found), default=None)


def _agreements(facts: Facts, identity: str, on: str) -> int:
    return sum(
        facts.get(one).get("signed_on", "") <= on for one in facts.into("COVERS", identity, "Agreement")
    )


def _place(facts: Facts, identity: str) -> dict[str, Any]:
    """Where an owner or employer is: as it says itself, else as what it is part of does."""
    whole = next(iter(facts.out("PART_OF", identity)), None)
    said = [facts.get(one) for one in (identity, whole) if one]
    return {name: next((one[name] for one in said if one.get(name)), None) for name in ("city", "county")}


@oracle("chain-needs", DAY, {**DAY, "county": "611024"}, {"on": "2025-12-31", "county": "商洛市"})
def _(facts: Facts, given: Given) -> Rows:
    rows = []
    for need, body in facts.all("Need"):
        if facts.need_in(need, given["county"]):
            firm = next(iter(facts.into("HAS_NEED", need)), None)
            who = (firm, facts.name(firm) if firm else None)
            codes = (_code(facts, "IN_INDUSTRY", firm), _code(facts, "IN_FIELD", need))
            signed = _agreements(facts, need, given["on"])
            said = (body["title"], body.get("type"))
            rows.append([need, *said, *who, *codes, body.get("collected_on"), signed])
    return rows


@oracle("chain-achievements", DAY, {"on": "2025-12-31"})
def _(facts: Facts, given: Given) -> Rows:
    return [
        [
            one,
            body["title"],
            [
                {"name": facts.name(owner), **_place(facts, owner)}
                for owner in sorted(facts.into("OWNS", one), key=lambda owner: (facts.name(owner), owner))
            ],
            _code(facts, "IN_INDUSTRY", one),
            _code(facts, "IN_FIELD", one),
            body.get("completed_on"),
            len(facts.out("LICENSED_TO", one, "Enterprise")),
            _agreements(facts, one, given["on"]),
        ]
        for one, body in facts.all("Achievement")
    ]


@oracle("chain-doctors")
def _(facts: Facts, given: Given) -> Rows:
    return [
        [
            one,
            body["name"],
            _code(facts, "IN_FIELD", one),
            [_place(facts, employer) for employer in facts.out("WORKS_AT", one)],
        ]
        for one, body in facts.all("Doctor")
    ]
