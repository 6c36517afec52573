"""The queries of 供需推送 worked out in plain Python."""

from __future__ import annotations

from typing import Any

from tests.conformance.facts import Facts
from tests.conformance.oracles import COUNTY, EVERYWHERE, Given, Rows, oracle


def _county(facts: Facts, need: str, firm: str | None) -> Any:
    own = facts.get(need).get("county")
    return own or (facts.get(firm).get("county") if firm else None)


def _within(facts: Facts, county: str | None, wanted: str) -> bool:
    if not wanted:
        return True
    return bool(county) and any(
        wanted in (one, *facts.get(one).values()) for one in facts.above(f"county-{county}")
    )


@oracle("push-needs", EVERYWHERE, COUNTY)
def _(facts: Facts, given: Given) -> Rows:
    rows = []
    for need, body in facts.all("Need"):
        agreements = []
        for one in facts.into("COVERS", need):
            said = facts.get(one)
            names = ("signed_on", "expires_on", "expires_on_max", "progress")
            agreements.append({"id": one, **{name: said.get(name) for name in names}})
        holders: list[str | None] = [*facts.into("HAS_NEED", need)]
        for firm in holders or [None]:
            county = _county(facts, need, firm)
            if _within(facts, county, given["county"]):
                rows.append(
                    [need, body["title"], firm, facts.name(firm) if firm else None, county, agreements]
                )
    return rows


@oracle("push-sent", EVERYWHERE, {"county": "商洛市"}, empty=True)
def _(facts: Facts, given: Given) -> Rows:
    rows = []
    planned = [one for one in facts.links["PLANNED"] if one.properties["task"] == "push"]
    for link in (*facts.links["MATCHED"], *planned):
        asker = link.source
        needs = link.source_kind == "Need"
        holders: list[str | None] = [*facts.into("HAS_NEED", asker)]
        for firm in holders or [None if needs else asker]:
            county = facts.get(asker).get("county") or (facts.get(firm).get("county") if firm else None)
            if _within(facts, county, given["county"]):
                how = link.properties.get("status", "planned")
                rows.append([firm, asker, link.target, how, link.properties.get("dated")])
    return sorted(rows, key=lambda row: (row[1], row[2], row[3], str(row[4])))


@oracle(
    "push-suppliers", {"ids": ["achievement-CG-001", "achievement-CG-015", "doctor-BS-001", "doctor-none"]}
)
def _(facts: Facts, given: Given) -> Rows:
    rows = []
    for one in sorted(set(given["ids"])):
        if one not in facts.kinds["Achievement"] and one not in facts.kinds["Doctor"]:
            continue
        owners = [*facts.into("OWNS", one), *facts.out("WORKS_AT", one)]
        told = [{"id": o, "kind": o.split("-")[0].capitalize(), "name": facts.name(o)} for o in owners]
        industries = [facts.get(i)["code"] for i in facts.out("IN_INDUSTRY", one)]
        licences = [
            {"id": link.target, "mode": link.properties.get("mode")}
            for link in sorted(facts.links["LICENSED_TO"], key=lambda link: link.target)
            if link.source == one
        ]
        rows.append([one, told, industries, licences])
    return rows
