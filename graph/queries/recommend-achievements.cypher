// name: recommend-achievements
// purpose: 与出发实体共用技术词的成果，越稀有的词分越高
// params: ids: list, 出发实体的 id（需求或企业）
// params: total: integer, 有用词的实体总数
// params: limit: integer, 最多几行
// columns: source, candidate, score, terms
UNWIND $ids AS id
MATCH (s {id: id})-[m1:MENTIONS]->(t:Term)<-[m2:MENTIONS]-(c:Achievement)
WHERE s <> c
WITH s.id AS source, c.id AS candidate, t, m1.weight * m2.weight AS weight,
     log(($total + 1.0) / (coalesce(t.df, 1) + 0.5)) AS idf
WITH source, candidate, t, weight * idf * idf AS part
ORDER BY part DESC, t.id
WITH source, candidate, sum(part) AS score, collect({id: t.id, term: t.name, part: part}) AS terms
RETURN source, candidate, score, terms[0..5] AS terms
ORDER BY score DESC, candidate, source
LIMIT $limit
