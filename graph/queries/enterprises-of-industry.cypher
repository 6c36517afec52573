// name: enterprises-of-industry
// purpose: 一个行业的企业和它们的需求里都提到的词
// param: industry industry | 行业，名称或代码，含下级 | C32
// param: limit integer = 50 | 最多几行 | 20
// column: id | 企业编号
// column: enterprise | 企业
// column: needs | 需求数
// column: common | 至少另一家同行的需求也提到的词

MATCH (e:Enterprise)-[:IN_INDUSTRY]->(:Industry)-[:BROADER*0..3]->(i:Industry)
WHERE $industry IN [i.id, i.code, i.name]
OPTIONAL MATCH (e)-[:HAS_NEED]->(:Need)-[:MENTIONS]->(t:Term)
WITH DISTINCT e, i, t
WITH e, i, t, COUNT {
  MATCH (o:Enterprise)-[:HAS_NEED]->(:Need)-[:MENTIONS]->(t)
  WHERE o.id <> e.id AND EXISTS { (o)-[:IN_INDUSTRY]->(:Industry)-[:BROADER*0..3]->(i) } } AS others
ORDER BY e.id, t.id
WITH e, collect(CASE WHEN others > 0 THEN t.name END) AS common
RETURN e.id AS id, e.name AS enterprise, COUNT { (e)-[:HAS_NEED]->(:Need) } AS needs, common
ORDER BY needs DESC, id
LIMIT $limit
