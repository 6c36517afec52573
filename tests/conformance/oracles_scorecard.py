"""The queries of the scorecard, worked out in plain Python."""

from __future__ import annotations

from typing import Any

from tests.conformance.facts import Facts, Properties
from tests.conformance.oracles import CITY, COUNTY, EVERYWHERE, Given, Rows, oracle

PLACES = (EVERYWHERE, COUNTY, CITY)


def _upto(body: Properties, name: str) -> Any:
    return body.get(name, body.get(f"{name}_max"))


def _within(facts: Facts, county: Any, wanted: str) -> bool:
    """Whether a county's code lies in the one that is wanted; always, when none is."""
    if not wanted:
        return True
    places = facts.above(f"county-{county}") if county else set()
    return any(wanted in (one, *facts.get(one).values()) for one in places)


def _firms(facts: Facts, given: Given) -> list[tuple[str, Properties]]:
    return [one for one in facts.all("Enterprise") if facts.within("LOCATED_IN", one[0], given["county"])]


@oracle("scorecard-recognitions", *PLACES)
def _(facts: Facts, given: Given) -> Rows:
    rows = []
    for firm, body in _firms(facts, given):
        for one in facts.out("RECOGNISED_AS", firm):
            said = facts.get(one)
            days = (said.get("recognised_on"), said.get("recognised_on_min"), _upto(said, "valid_until"))
            rows.append([one, said["label"], firm, body["name"], body.get("county"), *days])
    return sorted(rows, key=lambda row: (row[0], row[2]))


@oracle("scorecard-stations", *PLACES)
def _(facts: Facts, given: Given) -> Rows:
    rows = []
    for link in facts.links["STATIONED_AT"]:
        if facts.within("LOCATED_IN", link.target, given["county"]):
            firm, said = facts.get(link.target), link.properties
            place = (link.target, firm["name"], firm.get("county"))
            times = (said.get("role"), said.get("from"), said.get("to"))
            rows.append([link.source, facts.name(link.source), *place, *times])
    return sorted(rows, key=lambda row: (row[0], row[2]))


def _city(facts: Facts, institute: str) -> Any:
    """Where an institute is, or else what it is a part of."""
    above = (facts.get(whole).get("city") for whole in facts.out("PART_OF", institute))
    return facts.get(institute).get("city") or next(above, None)


@oracle("scorecard-agreements", *PLACES)
def _(facts: Facts, given: Given) -> Rows:
    rows = []
    for one, body in facts.all("Agreement"):
        parties = [link for link in facts.links["PARTY_TO"] if link.target == one]
        ours = [link for link in parties if link.source_kind == "Enterprise"]
        if given["county"] and not any(
            facts.within("LOCATED_IN", link.source, given["county"]) for link in ours
        ):
            continue
        ours.sort(key=lambda link: (link.properties["role"] != "甲方", link.source))
        firms = [
            {
                "id": link.source,
                "name": facts.name(link.source),
                "county": facts.get(link.source).get("county"),
            }
            for link in ours
        ]
        institutes = [
            {
                "id": who,
                "name": facts.name(who),
                "county": facts.get(who).get("county"),
                "city": _city(facts, who),
            }
            for who in facts.into("PARTY_TO", one, "Institute")
        ]
        names = ("title", "type", "amount", "signed_on", "signed_on_min", "registered_on")
        rows.append([one, *map(body.get, names), firms, institutes])
    return rows


@oracle("scorecard-licences", *PLACES)
def _(facts: Facts, given: Given) -> Rows:
    rows = []
    for link in facts.links["LICENSED_TO"]:
        if not facts.within("LOCATED_IN", link.target, given["county"]):
            continue
        firm, gain = facts.get(link.target), facts.get(link.source)
        both = {*facts.out("PARTY_TO", link.target)} & {*facts.into("COVERS", link.source)}
        signed = [
            facts.get(one)["signed_on"]
            for one in both
            if facts.get(one).get("type") in ("技术许可", "技术转让") and "signed_on" in facts.get(one)
        ]
        place = (link.target, firm["name"], firm.get("county"))
        how = (link.properties.get("mode"), gain.get("single_list"), min(signed, default=None))
        rows.append([link.source, gain["title"], *place, *how])
    return sorted(rows, key=lambda row: (row[0], row[2]))


@oracle("scorecard-roadshows", *PLACES)
def _(facts: Facts, given: Given) -> Rows:
    return [
        [
            show,
            body["title"],
            body["county"],
            body.get("held_on"),
            body.get("held_on_min"),
            [{"id": one, "name": facts.name(one)} for one in facts.into("ATTENDED", show)],
        ]
        for show, body in facts.all("Roadshow")
        if facts.within("HELD_IN", show, given["county"])
    ]


@oracle("scorecard-incubated", *PLACES)
def _(facts: Facts, given: Given) -> Rows:
    return [
        [firm, body["name"], body.get("county"), one, facts.name(one)]
        for firm, body in _firms(facts, given)
        for one in facts.out("INCUBATED_IN", firm)
    ]


@oracle("scorecard-policies", EVERYWHERE, COUNTY, {"county": "镇安县"})
def _(facts: Facts, given: Given) -> Rows:
    rows = []
    for policy, body in facts.all("Policy"):
        named = facts.out("APPLIES_TO", policy, "County")
        wanted = [one for one, said in facts.all("County") if given["county"] in (one, *said.values())]
        inside = any(facts.above(one) & {*named} for one in wanted)
        if not given["county"] or not named or inside:
            rows.append([policy, body["title"], {**body, "id": policy}])
    return rows


@oracle("scorecard-planned", {}, {"task": "stationing", **COUNTY}, {"task": ""}, empty=True)
def _(facts: Facts, given: Given) -> Rows:
    rows = []
    for link in facts.links["PLANNED"]:
        ends = ((link.source_kind, link.source), (link.target_kind, link.target))
        county = next(
            (facts.get(one).get("county") for kind, one in ends if kind in ("Enterprise", "Need")), None
        )
        said = link.properties
        if given["task"] in ("", said["task"]) and _within(facts, county, given["county"]):
            names = (link.source, facts.name(link.source), link.target, facts.name(link.target))
            rows.append([*names, county, said["task"], said.get("dated"), said["plan"]])
    return sorted(rows, key=lambda row: (row[0], row[2], row[7]))


@oracle("scorecard-matched", {}, COUNTY, empty=True)
def _(facts: Facts, given: Given) -> Rows:
    rows = []
    for link in facts.links["MATCHED"]:
        county, said = facts.get(link.source).get("county"), link.properties
        if _within(facts, county, given["county"]):
            names = (link.source, facts.name(link.source), link.target, facts.name(link.target))
            rows.append([*names, county, said["status"], said.get("dated")])
    return sorted(rows, key=lambda row: (row[0], row[2]))
