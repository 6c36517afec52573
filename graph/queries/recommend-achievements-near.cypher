// name: recommend-achievements-near
// purpose: 经相近词或上下位词相遇的成果，分数按 damp 打折
// params: ids: list, 出发实体的 id（需求或企业）
// params: total: integer, 有用词的实体总数
// params: limit: integer, 最多几行
// params: damp: float, 相近词的折扣，0 到 1
// columns: source, candidate, score, terms
UNWIND $ids AS id
MATCH (s {id: id})-[m1:MENTIONS]->(t:Term)-[:SIMILAR_TO|BROADER]-(near:Term)<-[m2:MENTIONS]-(c:Achievement)
WHERE s <> c AND t <> near
WITH DISTINCT s.id AS source, c.id AS candidate, t, near, m1.weight * m2.weight AS weight
WITH source, candidate, t, near, $damp * weight
     * log(($total + 1.0) / (coalesce(t.df, 1) + 0.5))
     * log(($total + 1.0) / (coalesce(near.df, 1) + 0.5)) AS part
ORDER BY part DESC, t.id, near.id
WITH source, candidate, sum(part) AS score,
     collect({id: near.id, term: near.name, via: t.name, part: part}) AS terms
RETURN source, candidate, score, terms[0..5] AS terms
ORDER BY score DESC, candidate, source
LIMIT $limit
