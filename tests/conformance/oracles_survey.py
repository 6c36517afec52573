"""The queries of the survey, worked out in plain Python."""

from __future__ import annotations

from typing import Any

from tests.conformance.facts import Facts
from tests.conformance.oracles import COUNTY, EVERYWHERE, Given, Rows, oracle


def first(body: dict[str, Any], *names: str) -> Any:
    """The first of some properties that is there."""
    return next((body[name] for name in names if name in body), None)


def bound(body: dict[str, Any], name: str) -> Any:
    """What is told of a day that is not told itself."""
    return first(body, f"{name}_min", f"{name}_max")


def dated(facts: Facts, ids: list[str], name: str) -> list[dict[str, Any]]:
    """Entities with a day of theirs."""
    found = ((one, facts.get(one)) for one in ids)
    return [{"id": one, "on": body.get(name), "bound": bound(body, name)} for one, body in found]


def surveyed(facts: Facts, firm: str) -> dict[str, Any]:
    """A firm with the day of its survey."""
    body = facts.get(firm)
    days = {"surveyed_on": body.get("surveyed_on"), "surveyed_bound": bound(body, "surveyed_on")}
    return {"id": firm, "name": body["name"], **days}


@oracle("survey-firms", EVERYWHERE, COUNTY, {"county": "镇安县"})
def _(facts: Facts, given: Given) -> Rows:
    rows = []
    for firm, body in facts.all("Enterprise"):
        if not facts.within("LOCATED_IN", firm, given["county"]):
            continue
        told = [body.get(name) for name in ("county", "address", "industry", "products", "scope")]
        asked = {
            link.properties["dated"]
            for link in facts.links["PLANNED"]
            if link.source == firm and link.target_kind == "County" and link.properties["task"] == "survey"
        }
        rows.append(
            [
                firm,
                body["name"],
                *told,
                body.get("surveyed_on"),
                bound(body, "surveyed_on"),
                dated(facts, facts.out("HAS_NEED", firm), "collected_on"),
                dated(facts, facts.out("COOPERATES_IN", firm), "since"),
                len(facts.out("PARTY_TO", firm)),
                len(facts.into("STATIONED_AT", firm)),
                sorted(asked),
            ]
        )
    return rows


@oracle("survey-needs", EVERYWHERE, COUNTY, {"county": "柞水县"})
def _(facts: Facts, given: Given) -> Rows:
    return [
        [
            need,
            body["title"],
            *(body.get(name) for name in ("type", "content", "keywords", "field", "county", "budget")),
            first(body, "budget", "budget_min", "budget_max") is not None,
            first(body, "deadline", "deadline_max", "deadline_min"),
            body.get("collected_on"),
            bound(body, "collected_on"),
            [surveyed(facts, one) for one in facts.into("HAS_NEED", need)],
        ]
        for need, body in facts.all("Need")
        if facts.need_in(need, given["county"])
    ]


@oracle("survey-cooperation", EVERYWHERE, COUNTY, {"county": "商州区"})
def _(facts: Facts, given: Given) -> Rows:
    rows = []
    for firm, body in facts.all("Enterprise"):
        for relation in ("COOPERATES_IN", "PARTY_TO"):
            for one in facts.out(relation, firm):
                said = facts.get(one)
                since = first(said, "since", "since_min", "signed_on", "signed_on_min")
                rows += [
                    [firm, institute, one, relation, body["name"], facts.name(institute), body.get("county"),
                     said["title"], since, said.get("amount")]
                    for institute in facts.into(relation, one, "Institute")
                    if facts.within("LOCATED_IN", firm, given["county"])
                ]  # fmt: skip
    return sorted(rows, key=lambda row: row[:3])
