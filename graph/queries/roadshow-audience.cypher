// name: roadshow-audience
// purpose: 路演该请的本地企业：需求与路演成果同见词多
// param: roadshow string | 路演的编号或名称 | SLLY-05
// param: words integer = 2 | 至少同见几个词 | 3
// param: limit integer = 50 | 最多几行 | 20
// column: enterprise_id | 企业编号
// column: enterprise | 企业
// column: need_id | 需求编号
// column: need | 需求
// column: achievement_id | 成果编号
// column: achievement | 路演成果
// column: shared | 同见几个词

MATCH (k:County)<-[:HELD_IN]-(r:Roadshow)<-[:PRESENTED_AT]-(a:Achievement)
WHERE $roadshow IN [r.id, r.code, r.title]
MATCH (k)<-[:LOCATED_IN]-(e:Enterprise)-[:HAS_NEED]->(n:Need)-[:MENTIONS]->(t:Term)<-[:MENTIONS]-(a)
WITH e, n, a, count(t) AS shared
WHERE shared >= $words
RETURN e.id AS enterprise_id, e.name AS enterprise, n.id AS need_id, n.title AS need,
       a.id AS achievement_id, a.title AS achievement, shared
ORDER BY shared DESC, enterprise_id, need_id, achievement_id
LIMIT $limit
