"""What every graph promises: idempotent, ordered writes of any size and text; reading, and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from errors import UsageError
from graph.store import GraphStore
from ontology.entity import Batch, Entity, Link, link_id


def link(source: str, relation: str, target: str, **properties: object) -> Link:
    kinds = {"enterprise": "Enterprise", "need": "Need", "term": "Term", "achievement": "Achievement"}
    ends = [kinds[one.split("-", 1)[0]] for one in (source, target)]
    identity = link_id(relation, source, target)
    return Link(identity, relation, source, ends[0], target, ends[1], properties)  # type: ignore[arg-type]


SMALL = Batch(
    entities=[
        Entity("enterprise-1", "Enterprise", {"name": "山阳示例钒业有限公司", "staff": 40}),
        Entity("need-1", "Need", {"title": "提钒", "keywords": ["钒", "酸浸"]}),
        Entity("term-钒", "Term", {"name": "钒", "df": 2}),
    ],
    links=[link("enterprise-1", "HAS_NEED", "need-1"), link("need-1", "MENTIONS", "term-钒", weight=0.5)],
)


def nodes(graph: GraphStore, kind: str) -> dict[str, dict[str, object]]:
    return {row["id"]: row["properties"] for row in graph.scan("scan-entities", kind=kind).dicts()}


def links(graph: GraphStore, relation: str) -> set[tuple[str, str]]:
    return {(row["source"], row["target"]) for row in graph.scan("scan-links", relation=relation).dicts()}


def state(graph: GraphStore) -> tuple[object, ...]:
    kinds = [nodes(graph, kind) for kind in ("Enterprise", "Need", "Term", "Achievement")]
    return (*kinds, *(links(graph, one) for one in ("HAS_NEED", "MENTIONS")))


def test_a_batch_twice_is_a_batch_once(graph: GraphStore) -> None:
    graph.write(SMALL)
    once = state(graph)
    graph.write(SMALL)
    assert state(graph) == once
    assert links(graph, "HAS_NEED") == {("enterprise-1", "need-1")}
    assert links(graph, "MENTIONS") == {("need-1", "term-钒")}
    assert nodes(graph, "Enterprise")["enterprise-1"]["staff"] == 40


def test_an_empty_batch_changes_nothing(graph: GraphStore) -> None:
    graph.write(SMALL)
    before = state(graph)
    graph.write(Batch())
    assert state(graph) == before


def test_later_batches_win_and_replace_properties_whole(graph: GraphStore) -> None:
    graph.write(SMALL)
    graph.write(Batch(entities=[Entity("need-1", "Need", {"title": "提钒降耗"})]))
    assert nodes(graph, "Need")["need-1"] == {"id": "need-1", "title": "提钒降耗"}


def test_mentions_of_a_source_are_replaced_whole(graph: GraphStore) -> None:
    graph.write(SMALL)
    graph.write(Batch(links=[link("need-1", "MENTIONS", "term-矿", weight=1.0)]))
    assert links(graph, "MENTIONS") == {("need-1", "term-矿")}
    graph.write(Batch(refreshed=["need-1"]))
    assert links(graph, "MENTIONS") == set()


def test_a_link_before_its_end_makes_the_end_bare(graph: GraphStore) -> None:
    graph.write(Batch(links=[link("enterprise-7", "HAS_NEED", "need-7")]))
    assert nodes(graph, "Need") == {"need-7": {"id": "need-7"}}
    graph.write(Batch(entities=[Entity("need-7", "Need", {"title": "后来的"})]))
    assert nodes(graph, "Need")["need-7"]["title"] == "后来的"
    assert links(graph, "HAS_NEED") == {("enterprise-7", "need-7")}


def test_what_is_removed_goes_with_its_links(graph: GraphStore) -> None:
    graph.write(SMALL)
    graph.write(Batch(removed=[Entity("need-1", "Need")]))
    assert (nodes(graph, "Need"), links(graph, "HAS_NEED"), links(graph, "MENTIONS")) == ({}, set(), set())
    graph.write(Batch(removed=[Entity("need-1", "Need"), Entity("need-never", "Need")]))
    assert set(nodes(graph, "Enterprise")) == {"enterprise-1"}


def test_a_removed_link_goes_alone(graph: GraphStore) -> None:
    graph.write(SMALL)
    graph.write(Batch(removed_links=[link("enterprise-1", "HAS_NEED", "need-1")]))
    assert links(graph, "HAS_NEED") == set()
    assert set(nodes(graph, "Need")) == {"need-1"}


def test_removal_and_return_in_one_batch_ends_with_the_return(graph: GraphStore) -> None:
    graph.write(SMALL)
    graph.write(
        Batch(removed=[Entity("need-1", "Need")], entities=[Entity("need-1", "Need", {"title": "又来"})])
    )
    assert nodes(graph, "Need") == {"need-1": {"id": "need-1", "title": "又来"}}


def test_ten_thousand_at_once(graph: GraphStore) -> None:
    many = [Entity(f"need-{n:05}", "Need", {"title": f"需求{n}"}) for n in range(10_000)]
    ties = [link("enterprise-1", "HAS_NEED", one.id) for one in many]
    graph.write(Batch(many, ties))
    assert len(nodes(graph, "Need")) == 10_000
    assert links(graph, "HAS_NEED") == {("enterprise-1", one.id) for one in many}


def test_a_huge_property_comes_back_whole(graph: GraphStore) -> None:
    text = "钒" * 1_000_000
    graph.write(Batch(entities=[Entity("need-1", "Need", {"content": text})]))
    assert nodes(graph, "Need")["need-1"]["content"] == text


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
VALUE = st.one_of(
    TEXT,
    st.booleans(),
    st.integers(-(2**63), 2**63 - 1),
    st.floats(allow_nan=False, allow_infinity=False),
    st.lists(TEXT, max_size=4),
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(title=TEXT, value=VALUE, tail=st.text("𠮷é́钒'\"\\`$ \n\t{}☃", max_size=6))
def test_any_text_and_value_comes_back_as_it_went(
    graph: GraphStore, title: str, value: object, tail: str
) -> None:
    identity = f"need-{tail}"
    entity = Entity(identity, "Need", {"title": title, "value": value})  # type: ignore[dict-item]
    graph.write(Batch(entities=[entity]))
    found = graph.read("MATCH (n:Need {id: $id}) RETURN n.title AS t, n.value AS v", {"id": identity})
    assert found.rows == [[title, value]]


def test_what_was_prepared_is_current_and_what_was_cleared_is_not_prepared(graph: GraphStore) -> None:
    graph.write(SMALL)
    graph.clear()
    graph.prepare()
    assert state(graph) == ({}, {}, {}, {}, set(), set())


def test_nodes_links_and_paths_come_in_the_one_plain_form(graph: GraphStore) -> None:
    graph.write(SMALL)
    (row,) = graph.read(
        "MATCH p = (e:Enterprise)-[r:HAS_NEED]->(n:Need) RETURN e, r, [x IN nodes(p) | x.id], p"
    ).rows
    firm, relation, ids, path = row
    assert firm == {
        "id": "enterprise-1",
        "kind": "Enterprise",
        "properties": nodes(graph, "Enterprise")["enterprise-1"],
    }
    assert {key: relation[key] for key in ("relation", "source", "target")} == {
        "relation": "HAS_NEED", "source": "enterprise-1", "target": "need-1",
    }  # fmt: skip
    assert ids == ["enterprise-1", "need-1"]
    assert path == [
        firm,
        relation,
        {"id": "need-1", "kind": "Need", "properties": nodes(graph, "Need")["need-1"]},
    ]


def test_values_of_queries_come_as_plain_ones(graph: GraphStore) -> None:
    (row,) = graph.read(
        "RETURN date('2026-11-24') AS d, 0.0 / 0.0 AS n, {a: [1, 2.5, null]} AS m, true AS t"
    ).rows
    assert row == ["2026-11-24", None, {"a": [1, 2.5, None]}, True]


def test_rows_are_capped_and_the_cap_is_told(graph: GraphStore) -> None:
    cut = graph.read("UNWIND range(1, 10) AS i RETURN i", limit=4)
    assert (cut.columns, cut.rows, cut.truncated) == (["i"], [[1], [2], [3], [4]], True)
    whole = graph.read("UNWIND range(1, 4) AS i RETURN i", limit=4)
    assert (len(whole.rows), whole.truncated) == (4, False)


def test_a_missing_parameter_and_a_wrong_word_are_told(graph: GraphStore) -> None:
    with pytest.raises(UsageError, match="缺少参数"):
        graph.read("MATCH (n:Need {id: $wanted}) RETURN n")
    with pytest.raises(UsageError, match="不接受"):
        graph.read("MATCH (n RETURN n")


def test_a_query_that_takes_too_long_is_stopped(graph: GraphStore) -> None:
    with pytest.raises(UsageError, match="超过 1 秒"):
        graph.read(
            "UNWIND range(1, 100000) AS a UNWIND range(1, 100000) AS b "
            "WITH a, b WHERE a = b + 200000 RETURN count(*)",
            timeout=1,
        )
