"""The queries of 惠企政策, worked out in plain Python."""

from __future__ import annotations

from tests.conformance.facts import Facts
from tests.conformance.oracles import Given, Rows, oracle


@oracle("policy-clauses")
def _(facts: Facts, given: Given) -> Rows:
    rows: Rows = []
    for policy, body in facts.all("Policy"):
        applies = (facts.out("APPLIES_TO", policy, kind) for kind in ("Industry", "County"))
        codes = [sorted(facts.get(one)["code"] for one in found) for found in applies]
        rows.append([policy, body["title"], {**body, "id": policy}, *codes])
    return rows


@oracle("policy-carriers", {}, {"types": ["孵化器"]}, {"types": ["加速器"]})
def _(facts: Facts, given: Given) -> Rows:
    rows = []
    for one, body in facts.all("Platform"):
        if any(word in body["type"] for word in given["types"]):
            said = [body.get(name) for name in ("name", "type", "level", "county", "places", "approved_on")]
            tenants = [
                {"id": firm, "name": facts.name(firm), "county": facts.get(firm).get("county")}
                for firm in facts.into("INCUBATED_IN", one)
            ]
            rows.append([one, *said, [facts.name(x) for x in facts.into("OPERATES", one)], tenants])
    return rows
