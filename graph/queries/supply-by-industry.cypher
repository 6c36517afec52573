// name: supply-by-industry
// purpose: 各行业大类的企业、需求和可用的成果各有多少
// column: id | 行业编号
// column: industry | 行业大类
// column: enterprises | 企业数
// column: needs | 需求数
// column: achievements | 成果数

MATCH (i:Industry)
WHERE size(i.code) = 3
RETURN i.id AS id, i.name AS industry,
       COUNT { (:Enterprise)-[:IN_INDUSTRY]->(:Industry)-[:BROADER*0..2]->(i) } AS enterprises,
       COUNT { (:Need)<-[:HAS_NEED]-(:Enterprise)-[:IN_INDUSTRY]->(:Industry)-[:BROADER*0..2]->(i) } AS needs,
       COUNT { (:Achievement)-[:IN_INDUSTRY]->(:Industry)-[:BROADER*0..2]->(i) } AS achievements
ORDER BY needs DESC, enterprises DESC, id
