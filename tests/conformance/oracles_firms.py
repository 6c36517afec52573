"""The query all tasks look at firms with, worked out in plain Python."""

from __future__ import annotations

from tests.conformance.facts import Facts
from tests.conformance.oracles import COUNTY, EVERYWHERE, Given, Rows, oracle


@oracle("firms", EVERYWHERE, COUNTY, {"enterprise": "enterprise-91611099MAD000012U"})
def _(facts: Facts, given: Given) -> Rows:
    rows = []
    for firm, body in facts.all("Enterprise"):
        if given["enterprise"] not in ("", firm) or not facts.within("LOCATED_IN", firm, given["county"]):
            continue
        held = [(one, facts.get(one)) for one in facts.out("RECOGNISED_AS", firm)]
        recognitions = [
            {
                "id": one,
                "label": said["label"],
                "from": said.get("recognised_on"),
                "until": said.get("valid_until"),
            }
            for one, said in held
        ]
        run = [(one, facts.get(one)) for one in facts.out("OPERATES", firm)]
        platforms = [{"id": one, "type": said.get("type")} for one, said in run]
        rows.append([firm, body["name"], body.get("county"), {**body, "id": firm}, recognitions, platforms])
    return rows
