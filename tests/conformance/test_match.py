"""The path's score is the same on every backend: what plain Python works out from the ledger's mentions."""

from __future__ import annotations

import datetime as dt
import math
from typing import Any

import pytest

from graph.store import GraphStore
from ingest.ledger import Ledger
from recommend.context import contexts

TOTAL = 500
DAY = dt.date(2026, 6, 30)
"""All posts of the demo data run on it."""
KINDS = ("Need", "Enterprise", "Achievement", "Doctor", "Institute")


class Facts:
    """What the ledger says of terms: who mentions them, how many do, which are near."""

    def __init__(self, ledger: Ledger) -> None:
        self.mentions = {kind: dict(ledger.mentions(kind)) for kind in KINDS}
        self.df: dict[str, float] = {}
        self.near: dict[str, set[str]] = {}
        names = {}
        for one in ledger.entities("Term"):
            name = str(one.entity.properties["name"])
            names[one.entity.id] = name
            self.df[name] = float(str(one.entity.properties["df"]))
            self.near[name] = {name}
        for relation in ("SIMILAR_TO", "BROADER"):
            for link in ledger.links(relation):
                if link.source in names and link.target in names:
                    self.near[names[link.source]].add(names[link.target])
                    self.near[names[link.target]].add(names[link.source])

    def rarity(self, term: str) -> float:
        return math.log(1.0 + (TOTAL + 1.0) / (self.df[term] + 0.5))

    def score(self, need: dict[str, float], theirs: dict[str, float], common: int) -> float:
        """The share of the need's terms, each by its best way."""
        got = 0.0
        for term, weight in need.items():
            ways = [
                weight * self.rarity(term) * theirs[via] * (1.0 if via == term else 0.5)
                * min(1.0, self.rarity(via) / self.rarity(term))
                for via in self.near[term] & theirs.keys()
                if self.df[via] <= common
            ]  # fmt: skip
            got += max(ways, default=0.0)
        return got / sum(weight * self.rarity(term) for term, weight in need.items())


@pytest.mark.parametrize("kind", ["Achievement", "Doctor"])
@pytest.mark.parametrize("common", [12, 10_000])
def test_a_match_scores_the_share_of_the_terms(
    demo_graph: GraphStore, demo_ledger: Ledger, kind: str, common: int
) -> None:
    facts = Facts(demo_ledger)
    seen = through_near = 0
    for need, terms in list(facts.mentions["Need"].items())[::6]:
        params = {"id": need, "total": TOTAL, "common": common, "limit": 1000}
        rows = demo_graph.run(f"match-{kind.lower()}", params).dicts()
        wanted = {one: facts.score(terms, theirs, common) for one, theirs in facts.mentions[kind].items()}
        assert {row["candidate"]: row["score"] for row in rows} == pytest.approx(
            {one: score for one, score in wanted.items() if score}
        )
        order = [(-round(row["score"], 9), row["candidate"]) for row in rows]
        assert order == sorted(order)
        for row in rows:
            assert 0 < row["score"] <= 1 + 1e-9
            for shared in row["terms"]:
                assert shared["term"] in terms
                assert shared["via"] in facts.mentions[kind][row["candidate"]]
                through_near += shared["via"] != shared["term"]
        seen += len(rows)
    assert seen > 20
    assert through_near


@pytest.mark.parametrize("kind", ["Need", "Enterprise"])
@pytest.mark.parametrize("common", [12, 10_000])
def test_a_match_found_from_the_other_side_scores_the_same(
    demo_graph: GraphStore, demo_ledger: Ledger, kind: str, common: int
) -> None:
    facts = Facts(demo_ledger)
    seen = 0
    for subject in ("Achievement", "Doctor", "Institute"):
        for one, theirs in list(facts.mentions[subject].items())[::6]:
            params = {"ids": [one], "total": TOTAL, "common": common, "limit": 1000}
            rows = demo_graph.run(f"match-{kind.lower()}", params).dicts()
            wanted = {asks: facts.score(ours, theirs, common) for asks, ours in facts.mentions[kind].items()}
            assert {row["candidate"]: row["score"] for row in rows} == pytest.approx(
                {asks: score for asks, score in wanted.items() if score}
            )
            order = [(-round(row["score"], 9), row["candidate"]) for row in rows]
            assert order == sorted(order)
            seen += len(rows)
    assert seen > 20


@pytest.mark.parametrize("kind", ["Need", "Enterprise"])
def test_of_several_the_best_counts(demo_graph: GraphStore, demo_ledger: Ledger, kind: str) -> None:
    works = [one for one, _ in demo_ledger.mentions("Achievement")][:4]

    def scores(ids: list[str]) -> dict[str, float]:
        params = {"ids": ids, "total": TOTAL, "common": 10_000, "limit": 1000}
        return {
            row["candidate"]: row["score"] for row in demo_graph.run(f"match-{kind.lower()}", params).dicts()
        }

    best: dict[str, float] = {}
    for one in works:
        best = {**best, **{c: max(s, best.get(c, 0.0)) for c, s in scores([one]).items()}}
    assert best
    assert scores(works) == pytest.approx(best)


def test_whose_a_need_is_and_what_a_firm_or_a_maker_has(demo_graph: GraphStore, demo_ledger: Ledger) -> None:
    def linked(relation: str, one: str, *, back: bool = False) -> list[str]:
        links = demo_ledger.links(relation)
        return sorted(
            {a.source if back else a.target for a in links if (a.target if back else a.source) == one}
        )

    firms = [change.entity.id for change in demo_ledger.entities("Enterprise")]
    for row in demo_graph.run("context-enterprise", {"ids": firms}).dicts():
        assert sorted(row["needs"]) == linked("HAS_NEED", row["candidate"])
        assert sorted(row["works"]) == linked("OWNS", row["candidate"])
    needs = [change.entity.id for change in demo_ledger.entities("Need")]
    rows = demo_graph.run("context-need", {"ids": needs}).dicts()
    assert {row["candidate"]: sorted(owner["id"] for owner in row["owners"]) for row in rows} == {
        need: linked("HAS_NEED", need, back=True) for need in needs
    }
    for kind, relation in (("Institute", "OWNS"), ("Doctor", "CREATED")):
        maker = next(
            change.entity.id for change in demo_ledger.entities(kind) if linked(relation, change.entity.id)
        )
        works = [row["member"] for row in demo_graph.run("works-of", {"id": maker}).dicts()]
        assert works == linked(relation, maker)


@pytest.mark.parametrize("kind", ["Achievement", "Doctor"])
def test_looked_at_alone_a_candidate_is_told_as_among_all(
    demo_graph: GraphStore, demo_ledger: Ledger, kind: str
) -> None:
    every = [change.entity.id for change in demo_ledger.entities(kind)]
    seen = 0
    for need, _ in list(demo_ledger.mentions("Need"))[::12]:
        params = {"id": need, "total": TOTAL, "common": 12}
        among = demo_graph.run(f"match-{kind.lower()}", {**params, "limit": 1000}).dicts()
        some = {row["candidate"] for row in among[::2]} | set(every[:3])
        alone = demo_graph.run("match-pair", {**params, "ids": sorted(some)}).dicts()
        wanted = {row["candidate"]: row for row in among if row["candidate"] in some}
        assert {row["candidate"] for row in alone} == set(wanted)
        for row in alone:
            other = wanted[row["candidate"]]
            assert row["score"] == pytest.approx(other["score"])
            assert _ways(row) == _ways(other)
        seen += len(alone)
    assert seen > 5


def _ways(row: dict[str, Any]) -> list[tuple[str, str, float]]:
    return sorted((term["term"], term["via"], round(term["part"], 9)) for term in row["terms"])


@pytest.mark.parametrize(
    ("kind", "parts"),
    [
        (
            "Achievement",
            {"OWNS": "owners", "LICENSED_TO": "takers", "IN_FIELD": "fields", "IN_INDUSTRY": "industries"},
        ),
        ("Doctor", {"WORKS_AT": "owners", "STATIONED_AT": "takers", "IN_FIELD": "fields"}),
        ("Doctor", {"HOLDS_SHARES_IN|FOUNDED": "interests"}),
    ],
)
def test_what_stands_round_a_candidate_is_what_the_ledger_links(
    demo_graph: GraphStore, demo_ledger: Ledger, kind: str, parts: dict[str, str]
) -> None:
    every = [change.entity.id for change in demo_ledger.entities(kind)]
    found = contexts(demo_graph, kind, every, DAY)
    assert set(found) == set(every)
    for relations, part in parts.items():
        wanted: dict[str, set[str]] = {}
        for link in (link for one in relations.split("|") for link in demo_ledger.links(one)):
            for one, other in ((link.source, link.target), (link.target, link.source)):
                if one in found:
                    wanted.setdefault(one, set()).add(other)
        assert wanted
        assert {
            one: {near["id"] for near in told[part]} for one, told in found.items() if told[part]
        } == wanted
    takers = [taker["how"] for told in found.values() for taker in told["takers"]]
    assert set(takers) <= {"派驻", "许可给", "独占许可给", "排他许可给", "普通许可给"}
    doctors = [change.entity.id for change in demo_ledger.entities("Doctor")]
    for institute in (change.entity.id for change in demo_ledger.entities("Institute")):
        people = [row["member"] for row in demo_graph.run("doctors-of", {"id": institute}).dicts()]
        links = demo_ledger.links("WORKS_AT")
        assert people == sorted({a.source for a in links if a.target == institute and a.source in doctors})


def test_only_posts_that_run_on_the_day_stand_round_a_doctor(
    demo_graph: GraphStore, demo_ledger: Ledger
) -> None:
    every = [change.entity.id for change in demo_ledger.entities("Doctor")]
    ends = {str(link.properties.get("to")) for link in demo_ledger.links("STATIONED_AT")}
    late = dt.date.fromisoformat(max(ends)) + dt.timedelta(days=1)
    for day in (dt.date(2020, 1, 1), late):
        found = contexts(demo_graph, "Doctor", every, day)
        assert not any(told["takers"] for told in found.values())
        assert any(told["owners"] for told in found.values())


def test_kinds_without_a_context_have_none(demo_graph: GraphStore) -> None:
    assert contexts(demo_graph, "Institute", ["institute-1"], DAY) == {}
