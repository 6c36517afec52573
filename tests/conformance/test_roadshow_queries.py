"""What the demo data cannot say about roadshows: steps after one, recorded plans, parts of institutes,
dates that are known in part. The same on every backend as in plain Python.
"""

from __future__ import annotations

import pytest

from graph.store import GraphStore
from ontology.entity import Batch, Entity
from tests.conformance import oracles_roadshow  # noqa: F401  registers the answers
from tests.conformance.facts import Facts
from tests.conformance.oracles import ORACLES
from tests.conformance.test_named_queries import check, link

STEP = {"match": "abc234_def567", "dated": "2026-05-20"}
PLAN = {"plan": "roadshow-7", "dated": "2026-06-30"}
MADE_UP = Batch(
    [
        Entity("county-611000", "County", {"name": "商洛市", "code": "611000"}),
        Entity("county-611021", "County", {"name": "洛南县", "code": "611021"}),
        Entity("county-6110G1", "County", {"name": "商洛高新区", "code": "6110G1"}),
        Entity("institute-1", "Institute", {"name": "示例大学"}),
        Entity("institute-2", "Institute", {"name": "示例大学冶金学院"}),
        Entity("doctor-1", "Doctor", {"name": "示例·张三"}),
        Entity("achievement-1", "Achievement", {"title": "提钒"}),
        Entity("achievement-2", "Achievement", {"title": "提钼"}),
        Entity("enterprise-1", "Enterprise", {"name": "洛南示例一号有限公司", "county": "611021"}),
        Entity("enterprise-2", "Enterprise", {"name": "商洛示例二号有限公司", "county": "6110G1"}),
        Entity("need-1", "Need", {"title": "收率"}),
        Entity(
            "roadshow-1",
            "Roadshow",
            {"title": "一", "code": "1", "county": "611021", "held_on": "2026-05-20"},
        ),
        Entity(
            "roadshow-2",
            "Roadshow",
            {"title": "二", "county": "6110G1", "held_on_min": "2026-05-01", "held_on_max": "2026-05-31"},
        ),
    ],
    [
        link("BROADER", "county-611021", "county-611000"),
        link("BROADER", "county-6110G1", "county-611000"),
        link("PART_OF", "institute-2", "institute-1"),
        link("OWNS", "institute-2", "achievement-1"),
        link("CREATED", "doctor-1", "achievement-1"),
        link("WORKS_AT", "doctor-1", "institute-2"),
        link("LICENSED_TO", "achievement-2", "enterprise-2", mode="独占许可"),
        link("LOCATED_IN", "enterprise-1", "county-611021"),
        link("LOCATED_IN", "enterprise-2", "county-6110G1"),
        link("HAS_NEED", "enterprise-1", "need-1"),
        link("HELD_IN", "roadshow-1", "county-611021"),
        link("HELD_IN", "roadshow-2", "county-6110G1"),
        link("PRESENTED_AT", "achievement-1", "roadshow-1"),
        link("PRESENTED_AT", "achievement-2", "roadshow-1"),
        link("PRESENTED_AT", "achievement-2", "roadshow-2"),
        link("INVITED_TO", "enterprise-1", "roadshow-1"),
        link("INVITED_TO", "enterprise-2", "roadshow-2"),
        link("ATTENDED", "enterprise-1", "roadshow-1"),
        link("ATTENDED", "enterprise-2", "roadshow-1"),
        link("ATTENDED", "enterprise-2", "roadshow-2"),
        link("MATCHED", "need-1", "achievement-1", status="signed", **STEP),
        link("MATCHED", "enterprise-1", "achievement-2", status="refused", **STEP),
        link(
            "MATCHED", "enterprise-2", "achievement-2", status="registered", **{**STEP, "dated": "2026-05-19"}
        ),
        link(
            "MATCHED", "enterprise-2", "achievement-1", status="contacted", **{**STEP, "dated": "2026-04-30"}
        ),
        link("PLANNED", "achievement-1", "county-6110G1", task="roadshow", **PLAN),
        link("PLANNED", "achievement-2", "county-611021", task="push", **PLAN),
    ],
)
"""`need-1` and `enterprise-1` have steps on the day of their roadshow; two of `enterprise-2` lie before
one.
"""


@pytest.mark.parametrize("name", ["roadshow-achievements", "roadshow-guests", "roadshow-outcomes"])
def test_a_query_on_roadshows_answers_as_plain_python_does(name: str, graph: GraphStore) -> None:
    graph.write(MADE_UP)
    facts = Facts.of(MADE_UP.entities, MADE_UP.links)
    assert sum(check(name, graph, facts, given) for given in ORACLES[name].asked)


def test_the_made_up_case_has_what_it_is_for() -> None:
    facts = Facts.of(MADE_UP.entities, MADE_UP.links)
    talks = [row[-1] for row in ORACLES["roadshow-outcomes"].answer(facts, {"county": ""})]
    assert [[one["status"] for one in some] for some in talks] == [["signed", "refused"], ["registered"]]
    planned = [row[-1] for row in ORACLES["roadshow-achievements"].answer(facts, {})]
    assert [len(one) for one in planned] == [1, 0]
