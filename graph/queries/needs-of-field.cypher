// name: needs-of-field
// purpose: 一个学科的需求
// param: field field | 学科，名称或代码 | 冶金工程技术
// param: limit integer = 50 | 最多几行 | 20
// column: id | 需求编号
// column: title | 需求名称
// column: enterprise | 提出需求的企业
// column: budget | 拟投入资金（元）

MATCH (n:Need)-[:IN_FIELD]->(f:Field)
WHERE $field IN [f.id, f.code, f.name]
OPTIONAL MATCH (e:Enterprise)-[:HAS_NEED]->(n)
RETURN n.id AS id, n.title AS title, e.name AS enterprise, n.budget AS budget
ORDER BY id, enterprise
LIMIT $limit
