// name: check-achievements
// purpose: 资料不全的成果：没有拥有单位、完成它的博士、学科或简介
// param: limit integer = 50 | 最多几行 | 20
// column: id | 成果编号
// column: title | 成果名称
// column: lacks | 缺什么

MATCH (a:Achievement)
WITH a, [x IN [CASE WHEN NOT EXISTS { ()-[:OWNS]->(a) } THEN '拥有单位' END,
               CASE WHEN NOT EXISTS { (:Doctor)-[:CREATED]->(a) } THEN '博士' END,
               CASE WHEN NOT EXISTS { (a)-[:IN_FIELD]->(:Field) } THEN '学科' END,
               CASE WHEN a.abstract IS NULL THEN '简介' END]
         WHERE x IS NOT NULL] AS lacks
WHERE size(lacks) > 0
RETURN a.id AS id, a.title AS title, lacks
ORDER BY id
LIMIT $limit
