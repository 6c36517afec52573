"""The queries of the agreements, worked out in plain Python."""

from __future__ import annotations

from tests.conformance.facts import Facts
from tests.conformance.oracles import COUNTY, EVERYWHERE, Given, Rows, oracle
from tests.conformance.oracles_survey import first


def called(facts: Facts, ids: list[str], *names: str) -> list[dict[str, object]]:
    """Entities with their names and some properties."""
    return [
        {"id": one, "name": facts.name(one), **{name: facts.get(one).get(name) for name in names}}
        for one in ids
    ]


def steps(facts: Facts, firms: list[str], institutes: list[str]) -> list[dict[str, object]]:
    """Steps between the firms or their needs and the institutes or what and whom they have."""
    asking = {*firms, *(need for firm in firms for need in facts.out("HAS_NEED", firm))}
    giving = set(institutes)
    for one in institutes:
        giving |= {*facts.out("OWNS", one), *facts.into("WORKS_AT", one)}
    found = {
        (link.properties["dated"], link.properties["status"])
        for link in facts.links["MATCHED"]
        if link.source in asking and link.target in giving
    }
    return [{"status": status, "dated": day} for day, status in sorted(found)]


@oracle("agreements-ledger", EVERYWHERE, COUNTY, {"county": "柞水县"})
def _(facts: Facts, given: Given) -> Rows:
    rows = []
    for one, body in facts.all("Agreement"):
        firms, institutes = (facts.into("PARTY_TO", one, kind) for kind in ("Enterprise", "Institute"))
        if given["county"] and not any(facts.within("LOCATED_IN", firm, given["county"]) for firm in firms):
            continue
        days = [
            first(body, name, f"{name}_max", f"{name}_min")
            for name in ("signed_on", "contacted_on", "registered_on")
        ]
        rows.append(
            [
                one,
                body["title"],
                *(body.get(name) for name in ("code", "type", "amount")),
                days[0],
                first(body, "expires_on", "expires_on_max"),
                body.get("progress"),
                *days[1:],
                called(facts, firms, "county"),
                called(facts, institutes),
                steps(facts, firms, institutes),
            ]
        )
    return rows


@oracle("agreements-platforms", EVERYWHERE, COUNTY, {"county": "柞水县"})
def _(facts: Facts, given: Given) -> Rows:
    rows = []
    for one, body in facts.all("Platform"):
        firms, institutes = (facts.into("OPERATES", one, kind) for kind in ("Enterprise", "Institute"))
        agreements = [
            {"id": g, "title": facts.name(g), "signed_on": first(facts.get(g), "signed_on", "signed_on_min")}
            for g in facts.into("COVERS", one, "Agreement")
        ]
        built = (firms and institutes) or agreements
        if built and facts.within("LOCATED_IN", one, given["county"]):
            told = [body.get(name) for name in ("type", "level", "county")]
            approved = first(body, "approved_on", "approved_on_min")
            both = [called(facts, ids) for ids in (firms, institutes)]
            rows.append([one, body["name"], *told, approved, *both, agreements])
    return rows
