// name: context-enterprise
// purpose: 企业提过的需求和自有的成果
// param: ids list | 企业编号 | ["enterprise-91611099MAD000019A"]
// column: candidate | 企业编号
// column: needs | 需求的编号
// column: works | 成果的编号
// for: program

UNWIND $ids AS id
MATCH (c:Enterprise {id: id})
OPTIONAL MATCH (c)-[:HAS_NEED]->(n:Need)
WITH c, collect(DISTINCT n.id) AS needs
OPTIONAL MATCH (c)-[:OWNS]->(a:Achievement)
WITH c, needs, collect(DISTINCT a.id) AS works
RETURN c.id AS candidate, needs, works
