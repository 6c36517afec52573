"""The queries on roadshows, worked out in plain Python."""

from __future__ import annotations

from typing import Any

from tests.conformance.facts import Facts
from tests.conformance.oracles import COUNTY, EVERYWHERE, Given, Rows, oracle


@oracle("roadshow-achievements")
def _(facts: Facts, given: Given) -> Rows:
    return [
        [
            one,
            body["title"],
            {**body, "id": one},
            [owner for maker in facts.into("OWNS", one) for owner in _owner(facts, maker)],
            [maker for doctor in facts.into("CREATED", one) for maker in _maker(facts, doctor)],
            _takers(facts, one),
            [_show(facts, show) for show in facts.out("PRESENTED_AT", one)],
            _planned(facts, one),
        ]
        for one, body in facts.all("Achievement")
    ]


def _owner(facts: Facts, owner: str) -> list[dict[str, Any]]:
    said = {"id": owner, "name": facts.name(owner)}
    wholes = facts.out("PART_OF", owner)
    whole = [{**said, "whole": one, "whole_name": facts.name(one)} for one in wholes]
    return whole or [{**said, "whole": None, "whole_name": None}]


def _maker(facts: Facts, doctor: str) -> list[dict[str, Any]]:
    places = facts.out("WORKS_AT", doctor, "Institute")
    said = {"id": doctor, "name": facts.name(doctor)}
    return [{**said, "institute": facts.name(one)} for one in places] or [{**said, "institute": None}]


def _takers(facts: Facts, achievement: str) -> list[dict[str, Any]]:
    found = [
        {"id": link.target, "name": facts.name(link.target), "mode": link.properties.get("mode")}
        for link in facts.links["LICENSED_TO"]
        if link.source == achievement
    ]
    return sorted(found, key=lambda one: (one["id"], one["mode"]))


def _show(facts: Facts, show: str) -> dict[str, Any]:
    body = facts.get(show)
    return {
        "id": show,
        "title": body["title"],
        "held_on": body.get("held_on", body.get("held_on_max")),
        "counties": _counties(facts, show),
    }


def _counties(facts: Facts, show: str) -> list[str]:
    places = set[str]().union(*(facts.above(one) for one in facts.out("HELD_IN", show)))
    return sorted(facts.get(one)["code"] for one in places)


def _planned(facts: Facts, achievement: str) -> list[dict[str, Any]]:
    found = [
        {
            "plan": link.properties["plan"],
            "dated": link.properties["dated"],
            "county": facts.get(link.target)["code"],
            "name": facts.name(link.target),
        }
        for link in facts.links["PLANNED"]
        if link.source == achievement and link.properties["task"] == "roadshow"
    ]
    return sorted(found, key=lambda one: (one["plan"], one["county"]))


@oracle(
    "roadshow-guests", EVERYWHERE, COUNTY, {"county": "商州区", "settled": ["refused"]}, {"county": "6110G1"}
)
def _(facts: Facts, given: Given) -> Rows:
    return [
        [
            firm,
            body["name"],
            body.get("uscc"),
            body.get("county"),
            [{"id": one, "title": facts.get(one)["title"]} for one in facts.out("HAS_NEED", firm)],
            [
                {**_held(facts, one), "came": len(facts.into("ATTENDED", one))}
                for one in facts.out("INVITED_TO", firm)
            ],
            [_held(facts, one) for one in facts.out("ATTENDED", firm)],
            [
                {"id": link.target, "status": link.properties["status"]}
                for link in _matched(facts, firm)
                if link.properties["status"] in given["settled"]
            ],
        ]
        for firm, body in facts.all("Enterprise")
        if facts.within("LOCATED_IN", firm, given["county"])
    ]


def _held(facts: Facts, show: str) -> dict[str, Any]:
    body = facts.get(show)
    return {"id": show, "held_on": body.get("held_on", body.get("held_on_max"))}


def _matched(facts: Facts, firm: str) -> list[Any]:
    """The MATCHED links of a firm and of its needs to achievements, by achievement and subject."""
    subjects = {firm, *facts.out("HAS_NEED", firm)}
    found = [
        link
        for link in facts.links["MATCHED"]
        if link.source in subjects and link.target_kind == "Achievement"
    ]
    return sorted(found, key=lambda link: (link.target, link.source))


@oracle("roadshow-outcomes", EVERYWHERE, COUNTY, {"county": "洛南县"})
def _(facts: Facts, given: Given) -> Rows:
    rows = []
    for show, body in facts.all("Roadshow"):
        if not facts.within("HELD_IN", show, given["county"]):
            continue
        attended, presented = facts.into("ATTENDED", show), facts.into("PRESENTED_AT", show)
        talks = [
            {
                "enterprise": firm,
                "firm": facts.name(firm),
                "subject": link.source,
                "need": facts.get(link.source).get("title"),
                "achievement": link.target,
                "title": facts.get(link.target)["title"],
                "status": link.properties["status"],
                "dated": link.properties["dated"],
            }
            for firm in attended
            for link in _matched(facts, firm)
            if link.target in presented
            and link.properties["dated"] >= body.get("held_on", body.get("held_on_min"))
        ]
        rows.append(
            [
                show,
                body["title"],
                body.get("code"),
                body.get("county"),
                _counties(facts, show),
                body.get("held_on", body.get("held_on_max")),
                facts.into("INVITED_TO", show),
                attended,
                presented,
                talks,
            ]
        )
    return sorted(rows, key=lambda row: (row[5], row[0]))
