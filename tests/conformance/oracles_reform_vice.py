"""The queries on 科技副总, worked out in plain Python."""

from __future__ import annotations

from typing import Any

from tests.conformance.facts import Facts
from tests.conformance.oracles import COUNTY, Given, Rows, oracle

AT = {"at": "2026-06-30"}
STEP, FOREST = "enterprise-91611099MAD000596M", "enterprise-91611099MAD000588T"
PAIRS = {
    "pairs": [
        ["doctor-BS-100", STEP],
        ["doctor-BS-098", FOREST],
        ["doctor-BS-045", "enterprise-91611099MAD0005020"],
        ["doctor-BS-040", "enterprise-91611099MAD000289W"],
        ["doctor-BS-095", STEP],
    ]
}
VICE = {"role": "科技副总"} | AT


@oracle("reform-vice-stationed", VICE, VICE | {"county": "镇安县"}, VICE | {"institute": "西安示例理工大学"},
        VICE | {"at": "2027-03-01"}, AT | {"role": "科技专员"} | COUNTY)  # fmt: skip
def _(facts: Facts, given: Given) -> Rows:
    rows = []
    for link in facts.links["STATIONED_AT"]:
        said = link.properties
        units = [(one, facts.get(one)) for one in facts.out("WORKS_AT", link.source)]
        wanted = given["institute"]
        ours = not wanted or any(wanted in (one, body.get("code"), body["name"]) for one, body in units)
        until = str(said.get("to") or "9999")
        over = until < given["at"][: len(until)]
        near = facts.within("LOCATED_IN", link.target, given["county"])
        if said.get("role") == given["role"] and ours and near and not over:
            rows.append([link.source, link.target, said.get("from"), said.get("to")])
    return sorted(rows)


def _pairs(given: Given) -> list[tuple[str, str]]:
    return sorted((doctor, firm) for doctor, firm in given["pairs"])


def _units(facts: Facts, doctor: str) -> list[Any]:
    return [facts.name(one) for one in facts.out("WORKS_AT", doctor)]


@oracle("reform-vice-age", PAIRS | {"cutoff": "2025-06-30"}, PAIRS | {"cutoff": "2023-04-10"},
        PAIRS | {"cutoff": "2010-01-01"})  # fmt: skip
def _(facts: Facts, given: Given) -> Rows:
    rows = []
    for doctor, firm in _pairs(given):
        since, cutoff = facts.get(firm)["registered_on"], given["cutoff"]
        first, last = since, since if len(since) == len(cutoff) else f"{since}-99"
        state = "met" if last <= cutoff else "failed" if first > cutoff else "unknown"
        rows.append([doctor, firm, state, since, facts.name(doctor), facts.name(firm), _units(facts, doctor)])
    return rows


def _interest(facts: Facts, doctor: str, held: list[Any]) -> list[Any]:
    declared = facts.get(doctor).get("no_interest")
    return ["failed" if held else "met" if declared else "unknown", held, declared]


@oracle("reform-vice-person", PAIRS)
def _(facts: Facts, given: Given) -> Rows:
    return [
        [doctor, firm, *_interest(facts, doctor, [
            relation for relation in ("FOUNDED", "HOLDS_SHARES_IN") if firm in facts.out(relation, doctor)
        ])]
        for doctor, firm in _pairs(given)
    ]  # fmt: skip


@oracle("reform-vice-unit", PAIRS)
def _(facts: Facts, given: Given) -> Rows:
    rows = []
    for doctor, firm in _pairs(given):
        units = set(facts.out("WORKS_AT", doctor, "Institute"))
        for _ in range(3):
            units |= {up for one in units for up in facts.out("PART_OF", one)}
        held = sorted(facts.name(one) for one in units if firm in facts.out("HOLDS_SHARES_IN", one))
        rows.append([doctor, firm, *_interest(facts, doctor, held)])
    return rows


@oracle("reform-vice-terms", PAIRS | {"years": 3})
def _(facts: Facts, given: Given) -> Rows:
    rows = []
    for doctor, firm in _pairs(given):
        regular, years = (facts.get(doctor).get(name) for name in ("regular", "contract_years"))
        if regular or (years or 0) >= given["years"]:
            state = "met"
        else:
            state = "unknown" if regular is None or years is None else "failed"
        rows.append([doctor, firm, state, regular, years])
    return rows
