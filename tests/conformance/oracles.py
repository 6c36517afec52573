"""The answers of the named queries worked out in plain Python: one function a query, by its name.

A function gets the facts and the query's parameters and returns its rows in its order.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.conformance.facts import Facts

Given = dict[str, Any]
Rows = list[list[Any]]
Answer = Callable[[Facts, Given], Rows]


@dataclass(frozen=True)
class Oracle:
    """How to work out an answer, and what to ask with; `empty` where the demo data has no such rows."""

    answer: Answer
    asked: tuple[Given, ...]
    empty: bool


ORACLES: dict[str, Oracle] = {}
FIRM = {"enterprise": "商洛示例绿尾新型建材有限公司"}
COUNTY, CITY, EVERYWHERE = {"county": "611024"}, {"county": "商洛市"}, {"county": ""}


def oracle(name: str, *asked: Given, empty: bool = False) -> Callable[[Answer], Answer]:
    """Register the answer of a query, asked with each of some parameters."""

    def register(answer: Answer) -> Answer:
        ORACLES[name] = Oracle(answer, asked or ({},), empty)
        return answer

    return register


# -- needs ---------------------------------------------------------------------------------------------


@oracle("needs-without-supply", EVERYWHERE, COUNTY, {"county": "county-611024", "words": 3}, {"words": 1})
def _(facts: Facts, given: Given) -> Rows:
    rows = []
    for need, body in facts.all("Need"):
        most = max(len(facts.terms[need] & facts.terms[one]) for one in facts.kinds["Achievement"])
        if most < given["words"] and facts.need_in(need, given["county"]):
            rows.append([need, body["title"], facts.holder(need), most])
    return sorted(rows, key=lambda row: (row[3], row[0]))


@oracle("needs-with-supply", {}, COUNTY, {"county": "山阳县", "words": 5})
def _(facts: Facts, given: Given) -> Rows:
    rows = []
    for need, body in facts.all("Need"):
        shared = [len(facts.terms[need] & facts.terms[one]) for one in facts.kinds["Achievement"]]
        enough = [one for one in shared if one >= given["words"]]
        if enough and facts.need_in(need, given["county"]):
            rows.append([need, body["title"], facts.holder(need), len(enough), max(enough)])
    return sorted(rows, key=lambda row: (-row[4], -row[3], row[0]))


@oracle("needs-by-county")
def _(facts: Facts, given: Given) -> Rows:
    groups = defaultdict(list)
    for need, body in facts.all("Need"):
        holders = [need] if facts.out("LOCATED_IN", need) else facts.into("HAS_NEED", need)
        (county,) = facts.out("LOCATED_IN", holders[0])
        groups[county, facts.name(county), body["type"]].append(body.get("budget", 0))
    rows = [[*key, len(found), sum(found)] for key, found in groups.items()]
    return sorted(rows, key=lambda row: (row[0], -row[3], row[2]))


@oracle("needs-of-county", COUNTY, CITY, {"type": "平台培育"}, {"county": "商洛高新区", "type": "技术研发"})
def _(facts: Facts, given: Given) -> Rows:
    return [
        [need, body["title"], body["type"], facts.holder(need), body.get("budget"), body.get("deadline")]
        for need, body in facts.all("Need")
        if given["type"] in ("", body["type"]) and facts.need_in(need, given["county"])
    ]


@oracle("needs-of-field", {"field": "冶金工程技术"}, {"field": "210"})
def _(facts: Facts, given: Given) -> Rows:
    return [
        [need, body["title"], facts.holder(need), body.get("budget")]
        for need, body in facts.all("Need")
        if facts.within("IN_FIELD", need, given["field"])
    ]


@oracle("needs-of-enterprise", FIRM, {"enterprise": "丹源"})
def _(facts: Facts, given: Given) -> Rows:
    needs = facts.out("HAS_NEED", facts.one("Enterprise", given["enterprise"]))
    return [
        [
            one,
            facts.name(one),
            facts.get(one)["type"],
            facts.get(one)["deadline"],
            len(facts.into("COVERS", one)),
        ]
        for one in needs
    ]


def _uncovered(facts: Facts, county: str) -> list[tuple[str, dict[str, Any]]]:
    return [
        (need, body)
        for need, body in facts.all("Need")
        if not facts.into("COVERS", need) and facts.need_in(need, county)
    ]


@oracle("needs-due", {"before": "2027-05-20"}, {"before": "2027-05-20", "county": "山阳县"})
def _(facts: Facts, given: Given) -> Rows:
    rows = [
        [need, body["title"], facts.holder(need), body["deadline"]]
        for need, body in _uncovered(facts, given["county"])
        if body.get("deadline", "~") <= given["before"]
    ]
    return sorted(rows, key=lambda row: (row[3], row[0]))


@oracle("needs-largest", {}, COUNTY)
def _(facts: Facts, given: Given) -> Rows:
    rows = [
        [need, body["title"], facts.holder(need), body.get("budget", 0)]
        for need, body in _uncovered(facts, given["county"])
    ]
    return sorted(rows, key=lambda row: (-row[3], row[0]))


# -- enterprises ---------------------------------------------------------------------------------------


def _firms(facts: Facts, county: str) -> list[tuple[str, dict[str, Any]]]:
    return [one for one in facts.all("Enterprise") if facts.within("LOCATED_IN", one[0], county)]


@oracle("enterprises-without-needs", {}, {"county": "镇安县"})
def _(facts: Facts, given: Given) -> Rows:
    return [
        [firm, body["name"], body.get("products")]
        for firm, body in _firms(facts, given["county"])
        if not facts.out("HAS_NEED", firm)
    ]


@oracle("enterprises-without-agreements", {}, COUNTY)
def _(facts: Facts, given: Given) -> Rows:
    rows = [
        [firm, body["name"], len(facts.out("HAS_NEED", firm))]
        for firm, body in _firms(facts, given["county"])
        if not facts.out("PARTY_TO", firm)
    ]
    return sorted(rows, key=lambda row: (-row[2], row[0]))


@oracle("enterprise-activity", {}, CITY, COUNTY)
def _(facts: Facts, given: Given) -> Rows:
    rows = [
        [
            firm,
            body["name"],
            len(facts.out("HAS_NEED", firm)),
            len(facts.out("PARTY_TO", firm)),
            len(facts.into("STATIONED_AT", firm)),
            len(facts.out("OPERATES", firm)),
            len(facts.into("LICENSED_TO", firm)),
        ]
        for firm, body in _firms(facts, given["county"])
    ]
    return sorted(rows, key=lambda row: (-row[3], -row[2], row[0]))


@oracle("enterprises-of-industry", {"industry": "C32"}, {"industry": "农业"}, {"industry": "C3239"})
def _(facts: Facts, given: Given) -> Rows:
    firms = {
        firm: facts.wanted(firm)
        for firm, _ in facts.all("Enterprise")
        if facts.within("IN_INDUSTRY", firm, given["industry"])
    }
    rows = []
    for firm, words in firms.items():
        others = set[str]().union(*(theirs for other, theirs in firms.items() if other != firm))
        common = [facts.name(one) for one in sorted(words & others)]
        rows.append([firm, facts.name(firm), len(facts.out("HAS_NEED", firm)), common])
    return sorted(rows, key=lambda row: (-row[2], row[0]))


@oracle("enterprises-alike", FIRM, {"enterprise": "丹源"})
def _(facts: Facts, given: Given) -> Rows:
    firm = facts.one("Enterprise", given["enterprise"])
    rows = []
    for other, body in facts.all("Enterprise"):
        shared = sorted(facts.wanted(firm) & facts.wanted(other))
        if other != firm and shared:
            rows.append([other, body["name"], len(shared), [facts.name(one) for one in shared]])
    return sorted(rows, key=lambda row: (-row[2], row[0]))


@oracle("paths-to-institute", FIRM, {"enterprise": "山阳示例氮钒合金有限公司"})
def _(facts: Facts, given: Given) -> Rows:
    firm = facts.one("Enterprise", given["enterprise"])
    ways = {
        "Agreement": ("PARTY_TO", facts.out("PARTY_TO", firm), "PARTY_TO"),
        "Platform": ("OPERATES", facts.out("OPERATES", firm), "OPERATES"),
        "Doctor": ("STATIONED_AT", facts.into("STATIONED_AT", firm), "WORKS_AT"),
        "Achievement": ("LICENSED_TO", facts.into("LICENSED_TO", firm), "OWNS"),
    }
    return [
        [first, kind, via, facts.name(via), second, institute, facts.name(institute)]
        for kind, (first, middle, second) in sorted(ways.items())
        for via in middle
        for institute, _ in facts.all("Institute")
        if institute in facts.into(second, via) or institute in facts.out(second, via)
    ]


# -- policies ------------------------------------------------------------------------------------------


@oracle(
    "policies-of-enterprise", FIRM, {"enterprise": "丹源", "on": "2026-12-31"}, {**FIRM, "on": "2027-01-01"}
)
def _(facts: Facts, given: Given) -> Rows:
    firm = facts.one("Enterprise", given["enterprise"])
    industries, counties = (
        facts.above(facts.out(relation, firm)[0]) for relation in ("IN_INDUSTRY", "LOCATED_IN")
    )
    rows = []
    for policy, body in facts.all("Policy"):
        labels = set(body.get("labels", ()))
        if labels and not labels & set(facts.get(firm).get("labels", ())):
            continue
        named = [set(facts.out("APPLIES_TO", policy, kind)) for kind in ("Industry", "County")]
        if any(one and not one & lies for one, lies in zip(named, (industries, counties), strict=True)):
            continue
        deadline = body.get("deadline")
        if deadline is None or deadline >= given["on"]:
            rows.append([policy, body["title"], body["deadline"]])
    return sorted(rows, key=lambda row: (row[2], row[0]))


@oracle("policies-open", {"on": "2026-12-31"}, {"on": "2027-01-01"})
def _(facts: Facts, given: Given) -> Rows:
    rows = []
    for policy, body in facts.all("Policy"):
        deadline = body.get("deadline")
        if deadline is None or deadline >= given["on"]:
            applies = (facts.out("APPLIES_TO", policy, kind) for kind in ("Industry", "County"))
            rows.append([policy, body["title"], deadline, *([facts.name(x) for x in one] for one in applies)])
    return sorted(rows, key=lambda row: (row[2] is None, row[2] or "", row[0]))


# -- doctors -------------------------------------------------------------------------------------------


@oracle("doctors-by-county")
def _(facts: Facts, given: Given) -> Rows:
    rows = []
    for county, body in facts.all("County"):
        firms = [
            one for one in facts.into("LOCATED_IN", county, "Enterprise") if facts.into("STATIONED_AT", one)
        ]
        doctors = {doctor for firm in firms for doctor in facts.into("STATIONED_AT", firm)}
        if firms:
            rows.append([county, body["name"], len(doctors), [facts.name(one) for one in firms]])
    return rows


@oracle("doctors-stationed", {}, COUNTY, {"role": "科技专员"}, {"county": "商州区", "role": "工业科技特派员"})
def _(facts: Facts, given: Given) -> Rows:
    rows = []
    for link in facts.links["STATIONED_AT"]:
        said = link.properties
        if given["role"] in ("", said["role"]) and facts.within("LOCATED_IN", link.target, given["county"]):
            (place,) = facts.out("WORKS_AT", link.source)
            ends = [link.source, facts.name(link.source), facts.name(place), facts.name(link.target)]
            rows.append([*ends, said["role"], said["from"], said["to"]])
    return sorted(rows)


@oracle("doctors-without-station", {}, {"field": "冶金工程"}, {"field": "550"})
def _(facts: Facts, given: Given) -> Rows:
    return [
        [doctor, body["name"], facts.name(facts.out("WORKS_AT", doctor)[0]), body["direction"]]
        for doctor, body in facts.all("Doctor")
        if not facts.out("STATIONED_AT", doctor) and facts.within("IN_FIELD", doctor, given["field"])
    ]


@oracle("doctors-for-county", COUNTY, {**COUNTY, "words": 1}, {"county": "商洛市", "words": 3})
def _(facts: Facts, given: Given) -> Rows:
    needs = [need for need in facts.kinds["Need"] if facts.need_in(need, given["county"])]
    rows = []
    for doctor, body in facts.all("Doctor"):
        shared = [len(facts.terms[doctor] & facts.terms[need]) for need in needs]
        enough = [one for one in shared if one >= given["words"]]
        if enough:
            stationed = len(facts.out("STATIONED_AT", doctor))
            rows.append([doctor, body["name"], len(enough), max(enough), stationed])
    return sorted(rows, key=lambda row: (-row[2], -row[3], row[0]))


@oracle("stations-ending", {"before": "2027-02-28"}, {"before": "2027-12-31", "since": "2027-02-28"})
def _(facts: Facts, given: Given) -> Rows:
    return sorted(
        [one.properties["to"], one.source, facts.name(one.source), one.target, facts.name(one.target),
         one.properties["role"]]
        for one in facts.links["STATIONED_AT"]
        if given["since"] <= one.properties["to"] <= given["before"]
    )  # fmt: skip


# -- institutes and achievements -----------------------------------------------------------------------


@oracle("institutes-by-achievements")
def _(facts: Facts, given: Given) -> Rows:
    rows = []
    for institute, body in facts.all("Institute"):
        owned = facts.out("OWNS", institute)
        licensed = [one for one in owned if facts.out("LICENSED_TO", one)]
        doctors, agreements = facts.into("WORKS_AT", institute), facts.out("PARTY_TO", institute)
        rows.append([institute, body["name"], len(owned), len(licensed), len(doctors), len(agreements)])
    return sorted(rows, key=lambda row: (-row[2], row[0]))


@oracle("achievements-of-institute", {"institute": "商洛示例学院"}, {"institute": "示例商院"})
def _(facts: Facts, given: Given) -> Rows:
    return [
        [one, facts.name(one), facts.get(one)["stage"], [facts.name(d) for d in facts.into("CREATED", one)]]
        for one in facts.out("OWNS", facts.one("Institute", given["institute"]))
    ]


def _achievements(facts: Facts, given: Given) -> list[tuple[str, dict[str, Any]]]:
    return [
        (one, body)
        for one, body in facts.all("Achievement")
        if given["stage"] in ("", body["stage"]) and facts.within("IN_FIELD", one, given["field"])
    ]


@oracle("achievements-of-field", {"field": "450"}, {"field": "农学", "stage": "成熟应用"})
def _(facts: Facts, given: Given) -> Rows:
    return [
        [one, body["title"], body["stage"], facts.owner(one)] for one, body in _achievements(facts, given)
    ]


@oracle("achievements-unlicensed", {}, {"field": "450"}, {"stage": "成熟应用"})
def _(facts: Facts, given: Given) -> Rows:
    return [
        [one, body["title"], body["stage"], facts.owner(one), body.get("price")]
        for one, body in _achievements(facts, given)
        if not facts.out("LICENSED_TO", one)
    ]


@oracle("achievements-licensed", {}, {"county": "商州区"})
def _(facts: Facts, given: Given) -> Rows:
    return sorted(
        [one.source, facts.name(one.source), facts.owner(one.source), one.target, facts.name(one.target),
         one.properties.get("mode")]
        for one in facts.links["LICENSED_TO"]
        if facts.within("LOCATED_IN", one.target, given["county"])
    )  # fmt: skip


@oracle("achievements-without-demand", {}, {"words": 1}, {"words": 3})
def _(facts: Facts, given: Given) -> Rows:
    rows = []
    for one, body in facts.all("Achievement"):
        most = max(len(facts.terms[one] & facts.terms[need]) for need in facts.kinds["Need"])
        if most < given["words"]:
            rows.append([one, body["title"], facts.owner(one), most])
    return sorted(rows, key=lambda row: (row[3], row[0]))


@oracle("achievements-not-shown")
def _(facts: Facts, given: Given) -> Rows:
    return [
        [one, body["title"], facts.owner(one)]
        for one, body in facts.all("Achievement")
        if body["stage"] == "成熟应用" and not facts.out("PRESENTED_AT", one)
    ]


# -- agreements, cooperation, platforms, roadshows -----------------------------------------------------


@oracle("agreements-expiring", {"before": "2029-03-31"}, {"before": "2029-06-30", "since": "2029-03-14"})
def _(facts: Facts, given: Given) -> Rows:
    return sorted(
        [body["expires_on"], one, body["title"], [facts.name(party) for party in facts.into("PARTY_TO", one)]]
        for one, body in facts.all("Agreement")
        if given["since"] <= body["expires_on"] <= given["before"]
    )


@oracle("agreements-signed-by", FIRM)
def _(facts: Facts, given: Given) -> Rows:
    firm = facts.one("Enterprise", given["enterprise"])
    rows = []
    for one in facts.out("PARTY_TO", firm):
        body = facts.get(one)
        for party in facts.into("PARTY_TO", one):
            if party != firm:
                said = [body["type"], facts.name(party), body["amount"], body["signed_on"]]
                rows.append([one, body["title"], *said])
    rows.sort(key=lambda row: (row[0], row[3]))
    return sorted(rows, key=lambda row: row[5], reverse=True)


@oracle("agreements-by-county")
def _(facts: Facts, given: Given) -> Rows:
    rows = []
    for county, body in facts.all("County"):
        firms = [one for one in facts.into("LOCATED_IN", county, "Enterprise") if facts.out("PARTY_TO", one)]
        found = {one for firm in firms for one in facts.out("PARTY_TO", firm)}
        amount = sum(facts.get(one).get("amount", 0) for one in found)
        if firms:
            rows.append([county, body["name"], len(firms), len(found), amount])
    return rows


@oracle("cooperation-network")
def _(facts: Facts, given: Given) -> Rows:
    rows = []
    for firm, body in facts.all("Enterprise"):
        for institute, other in facts.all("Institute"):
            both = {*facts.out("PARTY_TO", firm)} & {*facts.out("PARTY_TO", institute)}
            if both:
                rows.append([firm, body["name"], institute, other["name"], len(both)])
    return sorted(rows, key=lambda row: (-row[4], row[0], row[2]))


ALONG = (
    "HAS_NEED", "OWNS", "CREATED", "WORKS_AT", "STATIONED_AT", "PARTY_TO", "COVERS", "LICENSED_TO",
    "OPERATES", "PRESENTED_AT",
)  # fmt: skip
ENDS = {"source": "绿尾", "target": "商洛示例学院"}


@oracle(
    "shortest-connection",
    ENDS,
    {**ENDS, "source": "山阳示例氮钒合金有限公司"},
    {**ENDS, "target": "need-XQ-001"},
)
def _(facts: Facts, given: Given) -> Rows:
    steps = defaultdict(set)
    for relation in ALONG:
        for link in facts.links[relation]:
            steps[link.source].add((relation, link.target))
            steps[link.target].add((relation, link.source))
    target = next(
        facts.one(kind, given["target"])
        for kind in ("Institute", "Need")
        if given["target"].startswith("need-") == (kind == "Need")
    )
    ways: list[tuple[list[str], list[str]]] = [([facts.one("Enterprise", given["source"])], [])]
    while ways and not any(nodes[-1] == target for nodes, _ in ways):
        ways = [
            ([*nodes, node], [*relations, relation])
            for nodes, relations in ways
            for relation, node in steps[nodes[-1]]
            if node not in nodes
        ]
    rows: Rows = [
        [len(relations), [facts.name(one) for one in nodes], relations, "".join(f" {one}" for one in nodes)]
        for nodes, relations in ways
        if nodes[-1] == target
    ]
    return sorted(rows, key=lambda row: row[3])


@oracle("platforms-operated", {}, {"county": "柞水县"})
def _(facts: Facts, given: Given) -> Rows:
    return [
        [one, body["name"], body["type"], body["level"], [facts.name(x) for x in facts.into("OPERATES", one)]]
        for one, body in facts.all("Platform")
        if facts.within("LOCATED_IN", one, given["county"])
    ]


@oracle("roadshow-contents", {}, {"roadshow": "SLLY-01"})
def _(facts: Facts, given: Given) -> Rows:
    rows = []
    for link in facts.links["PRESENTED_AT"]:
        show = facts.get(link.target)
        if given["roadshow"] in ("", show["code"]):
            what = [link.source, facts.name(link.source), facts.owner(link.source)]
            rows.append([link.target, show["title"], show["held_on"], *what])
    return sorted(rows, key=lambda row: (row[2], row[0], row[3]))


@oracle("roadshow-audience", {"roadshow": "SLLY-05"}, {"roadshow": "roadshow-SLLY-08", "words": 1})
def _(facts: Facts, given: Given) -> Rows:
    show = facts.one("Roadshow", given["roadshow"])
    rows = []
    for firm in facts.into("LOCATED_IN", facts.out("HELD_IN", show)[0], "Enterprise"):
        for need in facts.out("HAS_NEED", firm):
            for one in facts.into("PRESENTED_AT", show):
                shared = len(facts.terms[need] & facts.terms[one])
                if shared >= given["words"]:
                    rows.append(
                        [firm, facts.name(firm), need, facts.name(need), one, facts.name(one), shared]
                    )
    return sorted(rows, key=lambda row: (-row[6], row[0], row[2], row[4]))


# -- fields, industries, terms -------------------------------------------------------------------------


@oracle("supply-by-field")
def _(facts: Facts, given: Given) -> Rows:
    kinds = ("Need", "Achievement", "Doctor", "Institute")
    rows = [
        [one, body["name"], *(len(facts.into("IN_FIELD", one, kind)) for kind in kinds)]
        for one, body in facts.all("Field")
    ]
    return sorted(rows, key=lambda row: (-row[2], row[0]))


@oracle("supply-by-industry")
def _(facts: Facts, given: Given) -> Rows:
    rows = []
    for industry, body in facts.all("Industry"):
        if len(body["code"]) == 3:
            firms, supply = (
                [one for one in facts.kinds[kind] if facts.within("IN_INDUSTRY", one, industry)]
                for kind in ("Enterprise", "Achievement")
            )
            needs = sum(len(facts.out("HAS_NEED", firm)) for firm in firms)
            rows.append([industry, body["name"], len(firms), needs, len(supply)])
    return sorted(rows, key=lambda row: (-row[3], -row[2], row[0]))


@oracle("top-terms")
def _(facts: Facts, given: Given) -> Rows:
    needs, supply = facts.count("Need"), facts.count("Achievement")
    rows = [[one, facts.name(one), count, supply[one]] for one, count in needs.items()]
    return sorted(rows, key=lambda row: (-row[2], row[0]))


@oracle("terms-undersupplied")
def _(facts: Facts, given: Given) -> Rows:
    needs, supply, doctors = (facts.count(kind) for kind in ("Need", "Achievement", "Doctor"))
    rows = [
        [one, facts.name(one), count, supply[one], doctors[one]]
        for one, count in needs.items()
        if count > supply[one]
    ]
    return sorted(rows, key=lambda row: (row[3] - row[2], row[0]))


@oracle("terms-unwanted")
def _(facts: Facts, given: Given) -> Rows:
    needs = facts.count("Need")
    supply = facts.count("Achievement")
    rows = [[one, facts.name(one), count] for one, count in supply.items() if not needs[one]]
    return sorted(rows, key=lambda row: (-row[2], row[0]))


@oracle("terms-of-county", COUNTY, {"county": "商洛市"})
def _(facts: Facts, given: Given) -> Rows:
    supply, doctors = facts.count("Achievement"), facts.count("Doctor")
    local = [facts.terms[need] for need in facts.kinds["Need"] if facts.need_in(need, given["county"])]
    rows = [
        [term, facts.name(term), sum(term in one for one in local), supply[term], doctors[term]]
        for term in set[str]().union(*local)
    ]
    return sorted(rows, key=lambda row: (-row[2], row[0]))


@oracle("terms-near", {"term": "钒电池"}, {"term": "尾矿"}, {"term": "term-尾矿"})
def _(facts: Facts, given: Given) -> Rows:
    term = facts.one("Term", given["term"])
    near = {
        "近义": [*facts.out("SIMILAR_TO", term), *facts.into("SIMILAR_TO", term)],
        "上位": facts.out("BROADER", term),
        "下位": facts.into("BROADER", term),
    }
    needs, supply = facts.count("Need"), facts.count("Achievement")
    rows = [[x, facts.name(x), how, needs[x], supply[x]] for how, found in near.items() for x in set(found)]
    return sorted(rows, key=lambda row: (row[2], row[0]))


# -- data quality --------------------------------------------------------------------------------------


def _lacking(facts: Facts, kind: str, wanted: dict[str, Callable[[str, dict[str, Any]], Any]]) -> Rows:
    rows = []
    for one, body in facts.all(kind):
        lacks = [label for label, has in wanted.items() if not has(one, body)]
        if lacks:
            rows.append([one, facts.name(one), lacks])
    return rows


@oracle("check-needs", empty=True)
def _(facts: Facts, given: Given) -> Rows:
    wanted = {
        "企业": lambda one, _: facts.into("HAS_NEED", one),
        "需求内容": lambda _, body: body.get("content"),
        "技术词": lambda one, _: facts.terms[one],
    }
    return _lacking(facts, "Need", wanted)


@oracle("check-doctors", empty=True)
def _(facts: Facts, given: Given) -> Rows:
    wanted = {
        "单位": lambda one, _: facts.out("WORKS_AT", one),
        "学科": lambda one, _: facts.out("IN_FIELD", one),
        "研究方向": lambda _, body: body.get("direction"),
    }
    return _lacking(facts, "Doctor", wanted)


@oracle("check-enterprises", empty=True)
def _(facts: Facts, given: Given) -> Rows:
    wanted = {
        "信用代码": lambda _, body: body.get("uscc"),
        "区县": lambda one, _: facts.out("LOCATED_IN", one),
        "行业": lambda one, _: facts.out("IN_INDUSTRY", one),
    }
    return _lacking(facts, "Enterprise", wanted)


@oracle("check-achievements")
def _(facts: Facts, given: Given) -> Rows:
    wanted = {
        "拥有单位": lambda one, _: facts.into("OWNS", one),
        "博士": lambda one, _: facts.into("CREATED", one),
        "学科": lambda one, _: facts.out("IN_FIELD", one),
        "简介": lambda _, body: body.get("abstract"),
    }
    return _lacking(facts, "Achievement", wanted)


@oracle("check-same-name", empty=True)
def _(facts: Facts, given: Given) -> Rows:
    groups = defaultdict(list)
    for kind in ("Doctor", "Enterprise", "Institute"):
        for one, body in facts.all(kind):
            groups[kind, body["name"]].append(one)
    return [[*key, ids] for key, ids in sorted(groups.items()) if len(ids) > 1]


@oracle("check-dates", empty=True)
def _(facts: Facts, given: Given) -> Rows:
    rows: Rows = []
    for link in facts.links["STATIONED_AT"]:
        since, until = (str(link.properties[name]) for name in ("from", "to"))
        if until < since:
            rows.append(["派驻", link.source, facts.name(link.source), since, until])
    for one, body in facts.all("Agreement"):
        if body["expires_on"] < body["signed_on"]:
            rows.append(["协议", one, body["title"], body["signed_on"], body["expires_on"]])
    return sorted(rows, key=lambda row: (row[0] != "协议", row[1]))


@oracle("check-agreements", empty=True)
def _(facts: Facts, given: Given) -> Rows:
    rows = []
    for one, body in facts.all("Agreement"):
        parties, covers = len(facts.into("PARTY_TO", one)), len(facts.out("COVERS", one))
        if parties < 2 or not covers:
            rows.append([one, body["title"], parties, covers])
    return rows
