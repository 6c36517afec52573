"""Agreements that cover a need or an achievement, with both parties, on every backend."""

from __future__ import annotations

from graph.store import GraphStore
from tests.conformance.test_named_queries import FLAWED


def test_covering_agreements_come_with_their_parties(graph: GraphStore) -> None:
    graph.write(FLAWED)
    rows = graph.run("agreements-covering", {"ids": ["need-1", "need-2", "achievement-9"]}).dicts()
    assert [(row["covered"], row["id"], row["signed_on"], row["expires_on"]) for row in rows] == [
        ("need-2", "agreement-2", "2026-03-01", "2029-03-01")
    ]
    assert sorted(rows[0]["parties"]) == ["enterprise-1", "institute-1"]
    assert rows[0]["expires_on_max"] is None
