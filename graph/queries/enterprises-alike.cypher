// name: enterprises-alike
// purpose: 需求与一家企业的需求用词最像的企业，可以合起来攻关
// param: enterprise string | 企业的编号、信用代码、全称或简称 | 商洛示例绿尾新型建材有限公司
// param: limit integer = 50 | 最多几行 | 20
// column: id | 企业编号
// column: enterprise | 企业
// column: shared | 同见几个词
// column: terms | 同见的词

MATCH (e:Enterprise)-[:HAS_NEED]->(:Need)-[:MENTIONS]->(t:Term)
WHERE $enterprise IN [e.id, e.uscc, e.name, e.short_name]
WITH DISTINCT e, t
MATCH (o:Enterprise)-[:HAS_NEED]->(:Need)-[:MENTIONS]->(t)
WHERE o.id <> e.id
WITH DISTINCT o, t
ORDER BY t.id
RETURN o.id AS id, o.name AS enterprise, count(t) AS shared, collect(t.name) AS terms
ORDER BY shared DESC, id
LIMIT $limit
