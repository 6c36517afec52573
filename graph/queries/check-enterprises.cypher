// name: check-enterprises
// purpose: 资料不全的企业：没有信用代码、区县或行业
// param: limit integer = 50 | 最多几行 | 20
// column: id | 企业编号
// column: enterprise | 企业
// column: lacks | 缺什么

MATCH (e:Enterprise)
WITH e, [x IN [CASE WHEN e.uscc IS NULL THEN '信用代码' END,
               CASE WHEN NOT EXISTS { (e)-[:LOCATED_IN]->(:County) } THEN '区县' END,
               CASE WHEN NOT EXISTS { (e)-[:IN_INDUSTRY]->(:Industry) } THEN '行业' END]
         WHERE x IS NOT NULL] AS lacks
WHERE size(lacks) > 0
RETURN e.id AS id, e.name AS enterprise, lacks
ORDER BY id
LIMIT $limit
