// name: achievements-of-field
// purpose: 一个学科的成果和拥有它的单位
// param: field field | 学科，名称或代码 | 冶金工程技术
// param: stage string = "" | 所处阶段，空为全部 | 成熟应用
// param: limit integer = 50 | 最多几行 | 20
// column: id | 成果编号
// column: title | 成果名称
// column: stage | 所处阶段
// column: owner | 拥有它的单位

MATCH (a:Achievement)-[:IN_FIELD]->(f:Field)
WHERE $field IN [f.id, f.code, f.name] AND ($stage = '' OR a.stage = $stage)
OPTIONAL MATCH (o)-[:OWNS]->(a)
RETURN a.id AS id, a.title AS title, a.stage AS stage, o.name AS owner
ORDER BY id, owner
LIMIT $limit
