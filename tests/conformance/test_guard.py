"""What an analyst may not do, on every backend: each way out that is known is tried, and nothing changes."""

from __future__ import annotations

from contextlib import closing

import pytest

from devtools.servers import LOGIN, PASSWORD, Servers
from errors import UsageError
from graph.backends import Opening, open_graph
from graph.store import GraphStore
from ontology.entity import Batch, Entity, Link

UPDATING = {
    "create": "CREATE (n:Need {id: 'x'})",
    "create-path": "CREATE p = (a:Need {id: 'x'})-[:HAS_NEED]->(b:Need {id: 'y'}) RETURN p",
    "create-link": "MATCH (n:Need), (e:Enterprise) CREATE (n)-[:HAS_NEED]->(e)",
    "merge": "MERGE (n:Need {id: 'x'}) RETURN n",
    "merge-on-create": "MERGE (n:Need {id: 'need-1'}) ON CREATE SET n.x = 1 ON MATCH SET n.x = 2",
    "merge-link": "MATCH (a:Need), (b:Enterprise) MERGE (a)-[:HAS_NEED]->(b)",
    "delete": "MATCH (n:Need)<-[r:HAS_NEED]-() DELETE r",
    "delete-node": "MATCH (n:Term) DELETE n RETURN 1",
    "detach-delete": "MATCH (n) DETACH DELETE n",
    "nodetach-delete": "MATCH (n:Term) NODETACH DELETE n",
    "set-property": "MATCH (n) SET n.x = 1",
    "set-map": "MATCH (n:Need) SET n = {id: 'x'}",
    "set-plus-map": "MATCH (n:Need) SET n += {x: 1}",
    "set-label": "MATCH (n:Need) SET n:Term",
    "set-link": "MATCH ()-[r]->() SET r.x = 1",
    "remove-property": "MATCH (n) REMOVE n.title",
    "remove-label": "MATCH (n:Need) REMOVE n:Need",
    "foreach": "FOREACH (x IN [1] | CREATE (:Need {id: 'x'}))",
    "foreach-set": "MATCH p = (:Enterprise)-->() FOREACH (n IN nodes(p) | SET n.x = 1)",
    "subquery": "CALL { CREATE (n:Need {id: 'x'}) } RETURN 1",
    "subquery-returning": "MATCH (n:Need) CALL { WITH n SET n.x = 1 RETURN n AS m } RETURN m",
    "subquery-scope": "MATCH (n:Need) CALL (n) { SET n.x = 1 } RETURN 1",
    "union": "MATCH (n:Need) RETURN n.id AS a UNION CREATE (m:Need {id: 'x'}) RETURN m.id AS a",
    "in-transactions": "MATCH (n) CALL (n) { SET n.x = 1 } IN TRANSACTIONS",
    "in-transactions-reading": "UNWIND [1] AS i CALL (i) { CREATE (:Need) } IN TRANSACTIONS OF 1 ROW",
    "comment": "/* read */ MATCH (n) SET n.x = 1 // RETURN n",
    "case": "match (n) sEt n.x = 1 return n",
    "escape": "MATCH (n) \\u0053ET n.x = 1",
    "constraint": "CREATE CONSTRAINT c IF NOT EXISTS FOR (n:Need) REQUIRE n.title IS UNIQUE",
    "drop-constraint": "DROP CONSTRAINT shuangjin_Need_id IF EXISTS",
    "index": "CREATE INDEX i IF NOT EXISTS FOR (n:Need) ON (n.title)",
    "drop-index": "DROP INDEX shuangjin_Need_id IF EXISTS",
}
ADMINISTRATION = {
    "csv-file": "LOAD CSV FROM 'file:///etc/passwd' AS line RETURN line",
    "csv-http": "LOAD CSV FROM 'http://127.0.0.1:9/x.csv' AS line RETURN line",
    "csv-headers": "LOAD CSV WITH HEADERS FROM 'file:///etc/hostname' AS line RETURN line",
    "csv-subquery": "CALL { LOAD CSV FROM 'file:///etc/passwd' AS line RETURN line } RETURN line",
    "terminate": "TERMINATE TRANSACTIONS 'neo4j-transaction-1'",
    "show-settings": "SHOW SETTINGS",
    "show-transactions": "SHOW TRANSACTIONS",
    "show-procedures": "SHOW PROCEDURES",
    "show-users": "SHOW USERS",
    "create-user": "CREATE USER x SET PASSWORD 'abcdefgh'",
    "alter-user": "ALTER USER neo4j SET PASSWORD 'abcdefgh' CHANGE NOT REQUIRED",
    "alter-own": "ALTER CURRENT USER SET PASSWORD FROM 'loopback-tests-only' TO 'abcdefgh'",
    "drop-user": "DROP USER neo4j IF EXISTS",
    "create-database": "CREATE DATABASE other",
    "stop-database": "STOP DATABASE neo4j",
    "dbms-config": "CALL dbms.listConfig() YIELD name, value RETURN name, value",
    "dbms-kill": "CALL dbms.killConnection('bolt-1')",
    "dbms-components": "CALL dbms.components()",
    "jmx": "CALL dbms.queryJmx('*:*')",
    "create-label": "CALL db.createLabel('X')",
    "await": "CALL db.awaitIndexes(300)",
    "clear-caches": "CALL db.clearQueryCaches()",
    "apoc": "CALL apoc.load.json('http://127.0.0.1:9/')",
    "apoc-run": "CALL apoc.cypher.doIt('CREATE (n)', {})",
    "two": "MATCH (n) RETURN n; MATCH (n) DETACH DELETE n",
    "two-reading": "RETURN 1; RETURN 2",
    "transaction": "COMMIT",
    "profile": "PROFILE MATCH (n) DETACH DELETE n",
    "empty": "",
    "nonsense": "MATCH (n RETURN n",
}


@pytest.fixture
def stocked(graph: GraphStore) -> GraphStore:
    entities = [
        Entity("enterprise-1", "Enterprise", {"name": "示例"}),
        Entity("need-1", "Need", {"title": "提钒"}),
        Entity("term-钒", "Term", {"name": "钒"}),
    ]
    graph.write(
        Batch(entities, [Link("1" * 24, "HAS_NEED", "enterprise-1", "Enterprise", "need-1", "Need", {})])
    )
    return graph


@pytest.mark.parametrize("name", [*UPDATING, *ADMINISTRATION])
def test_what_does_not_read_is_refused_and_changes_nothing(stocked: GraphStore, name: str) -> None:
    whole = (
        "MATCH (n) OPTIONAL MATCH (n)-[r]->() RETURN labels(n), properties(n), properties(r) ORDER BY n.id"
    )
    before = stocked.read(whole).rows
    with pytest.raises(UsageError):
        stocked.read((UPDATING | ADMINISTRATION)[name])
    assert stocked.read(whole).rows == before


def test_ordinary_reading_is_not_refused(stocked: GraphStore) -> None:
    """One text for each family of plan operators an analyst meets; the named queries cover the rest."""
    texts = [
        "MATCH (n:Need) RETURN count(n)",
        "MATCH (n:Need|Term) WHERE n.id STARTS WITH 'need' RETURN n.id",
        "MATCH p = shortestPath((a:Enterprise {id: 'enterprise-1'})-[*..4]-(b:Need)) RETURN length(p)",
        "MATCH (a:Enterprise)-[*1..3]-(b) RETURN DISTINCT b.id ORDER BY b.id",
        "MATCH (a:Enterprise) ((x)-[:HAS_NEED]->(y)){1,2} RETURN size(x)",
        "MATCH (a) WHERE NOT EXISTS { (a)-->() } RETURN a.id",
        "MATCH (a) OPTIONAL MATCH (a)-[r]->(b) RETURN a.id, collect(b.id)",
        "MATCH (a:Need), (b:Term) RETURN a.id, b.id",
        "CALL (*) { MATCH (n:Need) RETURN n } RETURN n.id UNION MATCH (t:Term) RETURN t.id AS `n.id`",
        "UNWIND [3, 1, 2] AS i WITH DISTINCT i ORDER BY i SKIP 1 LIMIT 1 RETURN i",
        "MATCH ()-[r]->() RETURN type(r), count(*)",
        "CALL db.labels() YIELD label RETURN label ORDER BY label",
    ]
    for text in texts:
        stocked.read(text)


PRODUCT = (
    "UNWIND range(1, 100000) AS a UNWIND range(1, 100000) AS b WITH a + b AS c WHERE c < 0 RETURN count(c)"
)


def test_a_product_of_ten_thousand_million_rows_is_stopped_by_the_clock(graph: GraphStore) -> None:
    with pytest.raises(UsageError, match="超过 2 秒"):
        graph.read(PRODUCT, timeout=2)


def test_a_collect_bomb_is_stopped_by_the_memory_cap(servers: Servers) -> None:
    bomb = "UNWIND range(1, 100000000) AS a RETURN collect(toString(a) + '钒钒钒钒钒钒钒钒钒钒') AS all"
    with closing(open_graph(servers.graph_url, Opening(True, 30.0, LOGIN))) as store:
        with pytest.raises(UsageError, match="内存"):
            store.read(bomb, timeout=120)
        assert store.read("RETURN 1").rows == [[1]]


def test_the_password_of_the_server_does_not_show(servers: Servers) -> None:
    opening = Opening(True, 30.0, LOGIN)
    assert PASSWORD not in repr(opening)
    with closing(open_graph(servers.graph_url, opening)) as store:
        for text in ("SHOW CURRENT USER", "CALL dbms.showCurrentUser()"):
            with pytest.raises(UsageError) as refused:
                store.read(text)
            assert PASSWORD not in str(refused.value)
