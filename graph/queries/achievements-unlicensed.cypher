// name: achievements-unlicensed
// purpose: 从未许可给企业的成果
// param: field field = "" | 学科，名称或代码，空为全部 | 冶金工程技术
// param: stage string = "" | 所处阶段，空为全部 | 成熟应用
// param: limit integer = 50 | 最多几行 | 20
// column: id | 成果编号
// column: title | 成果名称
// column: stage | 所处阶段
// column: owner | 拥有它的单位
// column: price | 意向价格（元）

MATCH (a:Achievement)
WHERE NOT EXISTS { (a)-[:LICENSED_TO]->(:Enterprise) } AND ($stage = '' OR a.stage = $stage)
  AND ($field = '' OR EXISTS { (a)-[:IN_FIELD]->(f:Field) WHERE $field IN [f.id, f.code, f.name] })
OPTIONAL MATCH (o)-[:OWNS]->(a)
RETURN a.id AS id, a.title AS title, a.stage AS stage, o.name AS owner, a.price AS price
ORDER BY id, owner
LIMIT $limit
