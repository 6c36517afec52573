// name: check-needs
// purpose: 资料不全的需求：没有企业、没有内容，或没有提到任何词
// param: limit integer = 50 | 最多几行 | 20
// column: id | 需求编号
// column: title | 需求名称
// column: lacks | 缺什么

MATCH (n:Need)
WITH n, [x IN [CASE WHEN NOT EXISTS { (:Enterprise)-[:HAS_NEED]->(n) } THEN '企业' END,
               CASE WHEN n.content IS NULL THEN '需求内容' END,
               CASE WHEN NOT EXISTS { (n)-[:MENTIONS]->(:Term) } THEN '技术词' END]
         WHERE x IS NOT NULL] AS lacks
WHERE size(lacks) > 0
RETURN n.id AS id, n.title AS title, lacks
ORDER BY id
LIMIT $limit
