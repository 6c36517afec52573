"""The queries of the survey, worked out in plain Python."""

from __future__ import annotations

from typing import Any

from tests.conformance.facts import Facts
from tests.conformance.oracles import COUNTY, EVERYWHERE, Given, Rows, oracle


def first(body: dict[str, Any], *names: str) -> Any:
    """The first of some properties that is there."""
    return next((body[name] for name in names if name in body), None)


def dated(facts: Facts, ids: list[str], *names: str) -> list[dict[str, Any]]:
    """Entities with the first of some days that they tell."""
    return [{"id": one, "on": first(facts.get(one), *names)} for one in ids]


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
                first(body, "surveyed_on", "surveyed_on_min", "surveyed_on_max"),
                dated(facts, facts.out("HAS_NEED", firm), "collected_on", "collected_on_min"),
                dated(facts, facts.out("COOPERATES_IN", firm), "since", "since_min"),
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
            first(body, "collected_on", "collected_on_min"),
            [{"id": one, "name": facts.name(one)} for one in facts.into("HAS_NEED", need)],
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
