"""The queries of the 西商专场, worked out in plain Python."""

from __future__ import annotations

from typing import Any

from tests.conformance.facts import Facts
from tests.conformance.oracles import COUNTY, EVERYWHERE, Given, Rows, oracle

PARTIES = {"Achievement": ("into", "OWNS"), "Doctor": ("out", "WORKS_AT")}


@oracle("signing-pairs", EVERYWHERE, COUNTY, empty=True)
def _(facts: Facts, given: Given) -> Rows:
    rows = []
    for link in facts.links["MATCHED"]:
        subject, candidate, said = link.source, link.target, link.properties
        firms = [subject] if link.source_kind == "Enterprise" else facts.into("HAS_NEED", subject)
        owners = [candidate]
        if link.target_kind != "Institute":
            way, relation = PARTIES[link.target_kind]
            owners = getattr(facts, way)(relation, candidate)
        if given["county"] and not any(facts.within("LOCATED_IN", one, given["county"]) for one in firms):
            continue
        rows.append(
            [
                *(said.get(name) for name in ("match", "status", "dated", "note")),
                {**facts.get(subject), "id": subject},
                {**facts.get(candidate), "id": candidate},
                [{"id": x, "name": facts.name(x), "county": facts.get(x).get("county")} for x in firms],
                [_owner(facts, one) for one in owners],
                _takers(facts, candidate),
            ]
        )
    return sorted(rows, key=lambda row: row[0])


@oracle("signing-agreements")
def _(facts: Facts, given: Given) -> Rows:
    rows: Rows = []
    for one, body in facts.all("Agreement"):
        days = [body.get("signed_on"), body.get("expires_on"), body.get("progress"), body.get("amount")]
        covers = sorted(x for kind in ("Need", "Achievement") for x in facts.out("COVERS", one, kind))
        rows.append([one, body["title"], *days, facts.into("PARTY_TO", one), covers])
    return rows


def _owner(facts: Facts, one: str) -> dict[str, Any]:
    body = facts.get(one)
    above = [facts.get(whole).get("city") for whole in facts.out("PART_OF", one)]
    city = body.get("city") or next(iter(above), None)
    kind = "Institute" if one.startswith("institute-") else "Enterprise"
    return {"id": one, "kind": kind, "name": facts.name(one), "county": body.get("county"), "city": city}


def _takers(facts: Facts, candidate: str) -> list[dict[str, Any]]:
    found = [
        (link.target, relation, link.properties.get("mode"))
        for relation in ("LICENSED_TO", "STATIONED_AT", "HOLDS_SHARES_IN", "FOUNDED")
        for link in facts.links[relation]
        if link.source == candidate
    ]
    return [
        {"id": firm, "name": facts.name(firm), "relation": relation, "mode": mode}
        for firm, relation, mode in sorted(found)
    ]
