// name: check-agreements
// purpose: 不完整的协议：不足两方，或没有涉及需求和成果
// param: limit integer = 50 | 最多几行 | 20
// column: id | 协议编号
// column: title | 协议名称
// column: parties | 签约方数
// column: covers | 涉及的需求和成果数

MATCH (g:Agreement)
WITH g, COUNT { ()-[:PARTY_TO]->(g) } AS parties, COUNT { (g)-[:COVERS]->() } AS covers
WHERE parties < 2 OR covers = 0
RETURN g.id AS id, g.title AS title, parties, covers
ORDER BY id
LIMIT $limit
