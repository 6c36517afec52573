"""The queries of 三项改革, worked out in plain Python."""

from __future__ import annotations

from typing import Any

from tests.conformance.facts import Facts, Properties
from tests.conformance.oracles import COUNTY, Given, Rows, oracle

QINDONG = {"institute": "秦东示例大学"}
NOBODY = {"institute": "没有这家"}
PATENTS = {"types": ["发明专利", "实用新型"], "statuses": ["有效"]}
EXCLUSIVE = {"exclusive": ["独占许可", "排他许可"]}
AT = {"at": "2026-06-30"}
SOLD = {"types": ["技术转让"]}
CONTRACTS = {"types": ["技术转让", "技术许可"], "ended": ["已终止"]}
STEP, VANADIUM = "enterprise-91611099MAD000596M", "enterprise-91611099MAD000406N"
CARE = "enterprise-91611099MAD00057XT"


def _owned(facts: Facts, achievement: str, institute: str) -> bool:
    owners = [(one, facts.get(one)) for one in facts.into("OWNS", achievement)]
    return not institute or any(
        institute in (one, said.get("code"), said.get("name")) for one, said in owners
    )


def _works(facts: Facts, given: Given, *, listed: bool = True) -> list[tuple[str, Properties]]:
    return [
        (one, body)
        for one, body in facts.all("Achievement")
        if _owned(facts, one, given["institute"]) and not (listed and body.get("single_list") is False)
    ]


def _flag(value: bool | None) -> str:
    return "unknown" if value is None else "met" if value else "failed"


def _owners(facts: Facts, achievement: str) -> list[Any]:
    return [facts.name(one) for one in facts.into("OWNS", achievement)]


def _licences(facts: Facts, achievement: str) -> list[dict[str, Any]]:
    found = [one for one in facts.links["LICENSED_TO"] if one.source == achievement]
    return [
        {"id": one.target, "name": facts.name(one.target), "mode": one.properties.get("mode")}
        for one in sorted(found, key=lambda one: (one.target, str(one.properties.get("mode"))))
    ]


def _said(licences: list[dict[str, Any]]) -> list[str]:
    return [f"{one['mode'] or '方式不明'}给{one['name']}" for one in licences]


def _free(licences: list[dict[str, Any]], given: Given) -> str:
    modes = [one["mode"] for one in licences]
    if set(modes) & set(given["exclusive"]):
        return "failed"
    return "unknown" if None in modes else "met"


@oracle("reform-listed", {}, QINDONG, NOBODY)
def _(facts: Facts, given: Given) -> Rows:
    return [
        [one, body["title"], _flag(body.get("single_list")), body.get("single_list")]
        for one, body in _works(facts, given, listed=False)
    ]


@oracle(
    "reform-granted", PATENTS | AT, PATENTS | {"at": "2025-01-01"}, PATENTS | AT | QINDONG,
    {"types": ["软件著作权"], "statuses": ["审查中", "有效"], "at": "2080-01-01"},
)  # fmt: skip
def _(facts: Facts, given: Given) -> Rows:
    rows = []
    for one, body in _works(facts, given):
        kind, status = body.get("ip_type"), body.get("legal_status")
        granted, until = body.get("granted_on"), body.get("valid_until")
        wrong = (
            kind and kind not in given["types"],
            status and status not in given["statuses"],
            granted and granted > given["at"],
            until and until[:10] < given["at"][: len(until)],
        )
        state = "failed" if any(wrong) else "met" if kind and status else "unknown"
        rows.append([one, body["title"], state, kind, status, granted, until])
    return rows


@oracle("reform-licensor", {}, QINDONG)
def _(facts: Facts, given: Given) -> Rows:
    rows = []
    for one, body in _works(facts, given):
        owners = [(who, facts.get(who)) for who in facts.into("OWNS", one)]
        pilots = [said.get("pilot") for who, said in owners if who.startswith("institute-")]
        state = "met" if True in pilots else "unknown" if not owners or None in pilots else "failed"
        words = {True: "是试点单位", False: "不是试点单位", None: "没有登记是否试点"}
        value = [
            said["name"] + (words[said.get("pilot")] if who.startswith("institute-") else "是企业")
            for who, said in owners
        ]
        rows.append([one, body["title"], state, value, _owners(facts, one)])
    return rows


@oracle("reform-free", EXCLUSIVE, {"exclusive": ["普通许可"]} | QINDONG)
def _(facts: Facts, given: Given) -> Rows:
    return [
        [one, body["title"], _free(_licences(facts, one), given), _said(_licences(facts, one))]
        for one, body in _works(facts, given)
    ]


@oracle(
    "reform-pair",
    EXCLUSIVE | {"pairs": [
        ["achievement-CG-195", STEP],
        ["achievement-CG-195", CARE],
        ["achievement-CG-140", VANADIUM],
    ]},
    EXCLUSIVE | {"pairs": []},
)  # fmt: skip
def _(facts: Facts, given: Given) -> Rows:
    rows = []
    for work, firm in given["pairs"]:
        licences = _licences(facts, work)
        others = [one for one in licences if one["id"] != firm]
        own = [one["mode"] or "方式不明" for one in licences if one["id"] == firm]
        rows.append([work, firm, _free(others, given), _said(others), sorted(own)])
    return sorted(rows, key=lambda row: (row[0], row[1]))


@oracle("reform-retained", {}, QINDONG)
def _(facts: Facts, given: Given) -> Rows:
    rows = []
    for one, body in _works(facts, given, listed=False):
        share = body.get("retained_share")
        if share is None and not body.get("single_list"):
            continue
        state = "unknown" if share is None else "met" if share > 0 else "failed"
        rows.append([one, body["title"], state, share, _owners(facts, one), body.get("service_work")])
    return rows


@oracle(
    "reform-makers",
    {"achievements": ["achievement-CG-165", "achievement-CG-095", "achievement-CG-085"]},
    {"achievements": []},
)
def _(facts: Facts, given: Given) -> Rows:
    rows = []
    for wanted in sorted(given["achievements"]):
        for doctor in facts.into("CREATED", wanted):
            units = facts.out("WORKS_AT", doctor)
            inside = bool(set(units) & set(facts.into("OWNS", wanted)))
            rows.append([wanted, doctor, facts.name(doctor), [facts.name(one) for one in units], inside])
    return rows


@oracle("reform-counts", CONTRACTS | AT, CONTRACTS | {"at": "2026-12-31"}, CONTRACTS | AT | QINDONG)
def _(facts: Facts, given: Given) -> Rows:
    rows = []
    for one, body in _works(facts, given, listed=False):
        owners = [{"id": who, "name": facts.name(who)} for who in facts.into("OWNS", one)]
        takers = [
            {"id": made["id"], "name": made["name"], "county": facts.get(made["id"]).get("county")}
            for made in _licences(facts, one)
        ]
        contracts = []
        for agreement in facts.into("COVERS", one):
            said = facts.get(agreement)
            if said.get("type") not in given["types"] or said.get("progress") in given["ended"]:
                continue
            if said["signed_on"] > given["at"]:
                continue
            for firm in facts.into("PARTY_TO", agreement, "Enterprise"):
                told = {"enterprise": firm, "name": facts.name(firm), "county": facts.get(firm).get("county")}
                contracts.append({"id": agreement, "type": said["type"], **told})
        rows.append([one, body["title"], body.get("single_list"), body.get("retained_share"), owners, takers,
                     contracts])  # fmt: skip
    return rows


@oracle("reform-assignments", SOLD, SOLD | {"county": "镇安县"}, SOLD | COUNTY, SOLD | QINDONG,
        {"types": ["技术开发"], "county": "山阳县"}, {"types": ["技术开发"], **QINDONG})  # fmt: skip
def _(facts: Facts, given: Given) -> Rows:
    rows = []
    for agreement, said in facts.all("Agreement"):
        parties = facts.into("PARTY_TO", agreement)
        firms = facts.into("PARTY_TO", agreement, "Enterprise")
        for one in facts.out("COVERS", agreement, "Achievement"):
            near = not given["county"] or any(
                facts.within("LOCATED_IN", firm, given["county"]) for firm in firms
            )
            if said["type"] not in given["types"] or not near or not _owned(facts, one, given["institute"]):
                continue
            body, owners = facts.get(one), facts.into("OWNS", one)
            takers = [{"id": who, "name": facts.name(who)} for who in parties if who not in owners]
            contract = [said.get(name) for name in ("title", "signed_on", "progress", "amount")]
            work = [body["title"], body.get("service_work"), _owners(facts, one)]
            rows.append([agreement, *contract, one, *work, takers])
    return rows


@oracle(
    "reform-talks",
    {"statuses": ["interested", "agreed"], "at": "2026-06-30"},
    {"statuses": ["pushed", "interested"], "at": "2026-03-01", "county": "山阳县"},
    {"statuses": ["interested"], "at": "2026-06-30", "institute": "示例学院"},
    empty=True,
)
def _(facts: Facts, given: Given) -> Rows:
    rows = []
    for link in facts.links["MATCHED"]:
        said, one = link.properties, link.target
        if link.target_kind != "Achievement" or said["status"] not in given["statuses"]:
            continue
        need = link.source if link.source_kind == "Need" else None
        firm = next(iter(facts.into("HAS_NEED", need)), None) if need else link.source
        near = not given["county"] or (firm and facts.within("LOCATED_IN", firm, given["county"]))
        dated = str(said.get("dated") or "")
        if dated > given["at"] or not near or not _owned(facts, one, given["institute"]):
            continue
        body = facts.get(one)
        work = [body["title"], body.get("service_work"), body.get("price"), _owners(facts, one)]
        rows.append([firm, firm and facts.name(firm), need, said["status"], said.get("dated"), one, *work])
    return sorted(rows, key=lambda row: (row[5], row[0] is None, row[0] or "", row[2] is None, row[2] or ""))
