"""Every query of the library gives, on every backend, what plain Python works out from the ledger."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pytest

from graph.named import named, readable
from graph.store import GraphStore
from ingest.ledger import Ledger
from ontology.entity import Batch, Entity, Link, Value, link_id
from ontology.model import ontology
from tests.conformance.facts import Facts
from tests.conformance.oracles import ORACLES, Given

for _task in sorted(Path(__file__).parent.glob("oracles_*.py")):
    import_module(f"tests.conformance.{_task.stem}")

LIBRARY = [query.name for query in readable()]


def link(relation: str, source: str, target: str, **said: Value) -> Link:
    ends = source, ontology().kind_of(source), target, ontology().kind_of(target)
    return Link(link_id(relation, source, target), relation, *ends, said)


FLAWED = Batch(
    [
        Entity("county-611024", "County", {"name": "山阳县", "code": "611024"}),
        Entity("enterprise-1", "Enterprise", {"name": "山阳示例一号有限公司", "products": "茶"}),
        Entity("enterprise-2", "Enterprise", {"name": "山阳示例一号有限公司", "uscc": "2"}),
        Entity("need-1", "Need", {"title": "无主的需求"}),
        Entity("need-2", "Need", {"title": "说清了的需求", "content": "提钒"}),
        Entity("term-钒", "Term", {"name": "钒", "df": 1}),
        Entity("doctor-1", "Doctor", {"name": "示例·张三"}),
        Entity("doctor-2", "Doctor", {"name": "示例·张三", "direction": "提钒"}),
        Entity("institute-1", "Institute", {"name": "示例学院"}),
        Entity("field-450", "Field", {"name": "冶金工程技术", "code": "450"}),
        Entity(
            "agreement-1",
            "Agreement",
            {"title": "倒着签的协议", "signed_on": "2026-03-01", "expires_on": "2025-03-01"},
        ),
        Entity(
            "agreement-2",
            "Agreement",
            {"title": "好协议", "signed_on": "2026-03-01", "expires_on": "2029-03-01"},
        ),
        Entity(
            "achievement-1", "Achievement", {"title": "在谈的成果", "service_work": True, "price": 100000}
        ),
    ],
    [
        link("OWNS", "institute-1", "achievement-1"),
        link(
            "MATCHED", "enterprise-1", "achievement-1", match="a_b", status="interested", dated="2026-02-01"
        ),
        link("MATCHED", "need-2", "achievement-1", match="c_d", status="agreed", dated="2026-05"),
        link("MATCHED", "need-1", "achievement-1", match="e_f", status="interested"),
        link("LOCATED_IN", "enterprise-1", "county-611024"),
        link("HAS_NEED", "enterprise-2", "need-2"),
        link("MENTIONS", "need-2", "term-钒", weight=1.0),
        link("WORKS_AT", "doctor-2", "institute-1"),
        link("IN_FIELD", "doctor-2", "field-450"),
        link("STATIONED_AT", "doctor-1", "enterprise-1", **{"from": "2026-03-01", "to": "2026-02-01"}),
        link("STATIONED_AT", "doctor-2", "enterprise-1", **{"from": "2026-03-01", "to": "2027-02-28"}),
        link("PARTY_TO", "enterprise-1", "agreement-1", role="甲方"),
        link("PARTY_TO", "enterprise-1", "agreement-2", role="甲方"),
        link("PARTY_TO", "institute-1", "agreement-2", role="乙方"),
        link("COVERS", "agreement-2", "need-2"),
        link("MATCHED", "need-2", "doctor-2", match="aaaaaa_bbbbbb", status="pushed", dated="2026-05-01"),
        link("PLANNED", "enterprise-1", "doctor-1", plan="plan-push-3", task="push", dated="2026-05-02"),
        link(
            "PLANNED",
            "doctor-1",
            "enterprise-1",
            plan="plan-stationing-4",
            task="stationing",
            dated="2026-05-02",
        ),
        link(
            "PLANNED", "doctor-2", "enterprise-1", plan="stationing-1", task="stationing", dated="2026-03-01"
        ),
        link("PLANNED", "need-2", "doctor-2", plan="push-2", task="push", dated="2026-04-01"),
    ],
)
"""Made-up flaws, which the demo data has not: what each check is there to find, beside what is right."""


@pytest.fixture(scope="module")
def facts(demo_ledger: Ledger) -> Facts:
    return Facts.in_ledger(demo_ledger)


def test_every_query_of_the_library_has_an_oracle() -> None:
    assert sorted(ORACLES) == sorted(LIBRARY)


@pytest.mark.parametrize("name", LIBRARY)
def test_a_query_answers_as_the_ledger_does(name: str, demo_graph: GraphStore, facts: Facts) -> None:
    rows = [check(name, demo_graph, facts, given) for given in ORACLES[name].asked]
    assert any(rows) is not ORACLES[name].empty


@pytest.mark.parametrize("name", [name for name, one in ORACLES.items() if one.empty])
def test_what_the_demo_data_lacks_is_found_where_it_is(name: str, graph: GraphStore) -> None:
    graph.write(FLAWED)
    flawed = Facts.of(FLAWED.entities, FLAWED.links)
    rows = [check(name, graph, flawed, given) for given in ORACLES[name].asked]
    assert any(rows)


def check(name: str, graph: GraphStore, facts: Facts, given: Given) -> int:
    """Compare whole answers, and their first rows where a query takes a limit; returns how many rows."""
    query = named(name)
    limited = any(one.name == "limit" for one in query.params)
    bound = query.bind({**given, **({"limit": 100_000} if limited else {})})
    expected = ORACLES[name].answer(facts, bound)
    found = graph.read(query.text, bound, limit=100_000)
    assert found.rows == expected
    assert found.columns == (list(query.columns) if expected else found.columns)
    if limited:
        assert graph.read(query.text, {**bound, "limit": 2}).rows == expected[:2]
    return len(expected)
