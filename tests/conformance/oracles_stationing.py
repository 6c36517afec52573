"""The queries of 百名博士下车间, worked out in plain Python."""

from __future__ import annotations

from typing import Any

from tests.conformance.facts import Facts
from tests.conformance.oracles import CITY, COUNTY, EVERYWHERE, Given, Rows, oracle


def _either(body: dict[str, Any], name: str, end: str) -> Any:
    """A value, or the end of what is known of it."""
    return body.get(name, body.get(f"{name}_{end}"))


@oracle("stationing-doctors")
def _(facts: Facts, given: Given) -> Rows:
    return [
        [
            doctor,
            body["name"],
            [facts.name(one) for one in facts.out("WORKS_AT", doctor)],
            body.get("capacity"),
            body.get("regular"),
            body.get("contract_years"),
        ]
        for doctor, body in facts.all("Doctor")
    ]


@oracle("stationing-posts", {}, {"since": "2027-02-28"}, {"since": "2027-03-01"})
def _(facts: Facts, given: Given) -> Rows:
    rows = []
    for link in facts.links["STATIONED_AT"]:
        said = dict(link.properties)
        until = _either(said, "to", "max")
        if until is None or until + "~" >= given["since"]:
            ends = [link.source, facts.name(link.source), link.target, facts.name(link.target)]
            rows.append([*ends, said.get("role"), _either(said, "from", "min"), until])
    return sorted(rows, key=lambda row: (row[0], row[2], str(row[6]), str(row[4])))


@oracle("stationing-conflicts")
def _(facts: Facts, given: Given) -> Rows:
    rows = [
        [link.source, facts.name(link.source), link.target, facts.name(link.target), relation]
        for relation in ("HOLDS_SHARES_IN", "FOUNDED", "WORKS_AT")
        for link in facts.links[relation]
        if (link.source_kind, link.target_kind) == ("Doctor", "Enterprise")
    ]
    return sorted(rows, key=lambda row: (row[0], row[2], row[4]))


@oracle("stationing-institute-shares")
def _(facts: Facts, given: Given) -> Rows:
    rows = set()
    for doctor, _ in facts.all("Doctor"):
        near = set(facts.out("WORKS_AT", doctor, "Institute"))
        for _ in range(3):
            near |= {above for one in near for above in facts.out("PART_OF", one, "Institute")}
        for one in near:
            for firm in facts.out("HOLDS_SHARES_IN", one, "Enterprise"):
                rows.add((doctor, facts.name(doctor), facts.name(one), firm, facts.name(firm)))
    return sorted(map(list, rows), key=lambda row: (row[0], row[3], row[2]))


@oracle("stationing-needs", EVERYWHERE, COUNTY, CITY)
def _(facts: Facts, given: Given) -> Rows:
    return [
        [firm, facts.name(firm), need, facts.name(need), facts.get(need).get("type")]
        for firm, _ in facts.all("Enterprise")
        if facts.within("LOCATED_IN", firm, given["county"])
        for need in facts.out("HAS_NEED", firm)
    ]
