"""The pairs of the 西商专场 on every backend: the demo tables hold no steps, so they are made up here."""

from __future__ import annotations

import pytest

from graph.store import GraphStore
from ontology.entity import Batch, Entity
from tests.conformance.facts import Facts
from tests.conformance.test_named_queries import check, link

TALKS = Batch(
    [
        Entity("county-611024", "County", {"name": "山阳县", "code": "611024"}),
        Entity("enterprise-1", "Enterprise", {"name": "山阳示例一号有限公司", "county": "611024"}),
        Entity("enterprise-2", "Enterprise", {"name": "示例二号有限公司"}),
        Entity("need-1", "Need", {"title": "提钒", "budget": 200_000.0}),
        Entity("need-2", "Need", {"title": "无主的需求"}),
        Entity("achievement-1", "Achievement", {"title": "提钒技术", "price": 100_000.0}),
        Entity("doctor-1", "Doctor", {"name": "示例·张三"}),
        Entity("institute-1", "Institute", {"name": "示例大学", "city": "西安市"}),
        Entity("institute-2", "Institute", {"name": "示例大学化工学院"}),
    ],
    [
        link("LOCATED_IN", "enterprise-1", "county-611024"),
        link("HAS_NEED", "enterprise-1", "need-1"),
        link("OWNS", "institute-2", "achievement-1"),
        link("OWNS", "enterprise-2", "achievement-1"),
        link("PART_OF", "institute-2", "institute-1"),
        link("WORKS_AT", "doctor-1", "institute-1"),
        link("LICENSED_TO", "achievement-1", "enterprise-2", mode="独占许可"),
        link("STATIONED_AT", "doctor-1", "enterprise-2", role="科技专员"),
        link(
            "MATCHED", "need-1", "achievement-1", match="a", status="agreed", dated="2026-06-01", note="谈妥"
        ),
        link("MATCHED", "need-2", "doctor-1", match="b", status="interested", dated="2026-06-02"),
        link("MATCHED", "enterprise-1", "institute-2", match="c", status="contacted", dated="2026-06-03"),
    ],
)


@pytest.mark.parametrize(("county", "rows"), [("", 3), ("山阳县", 2)])
def test_pairs_say_both_sides(graph: GraphStore, county: str, rows: int) -> None:
    graph.write(TALKS)
    facts = Facts.of(TALKS.entities, TALKS.links)
    assert check("signing-pairs", graph, facts, {"county": county}) == rows
