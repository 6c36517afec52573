// name: check-doctors
// purpose: 资料不全的博士：没有单位、学科或研究方向
// param: limit integer = 50 | 最多几行 | 20
// column: id | 博士编号
// column: doctor | 博士
// column: lacks | 缺什么

MATCH (d:Doctor)
WITH d, [x IN [CASE WHEN NOT EXISTS { (d)-[:WORKS_AT]->() } THEN '单位' END,
               CASE WHEN NOT EXISTS { (d)-[:IN_FIELD]->(:Field) } THEN '学科' END,
               CASE WHEN d.direction IS NULL THEN '研究方向' END]
         WHERE x IS NOT NULL] AS lacks
WHERE size(lacks) > 0
RETURN d.id AS id, d.name AS doctor, lacks
ORDER BY id
LIMIT $limit
