// name: needs-largest
// purpose: 还没有协议的需求，拟投入资金多的在前
// param: county county = "" | 区县，名称或编号，含下辖各县，空为全部 | 山阳县
// param: limit integer = 50 | 最多几行 | 20
// column: id | 需求编号
// column: title | 需求名称
// column: enterprise | 提出需求的企业
// column: budget | 拟投入资金（元）；填的是范围时取上限

MATCH (n:Need)
WHERE NOT EXISTS { (:Agreement)-[:COVERS]->(n) } AND ($county = '' OR EXISTS {
  (:County {id: 'county-' + n.county})-[:BROADER*0..3]->(p:County) WHERE $county IN [p.id, p.code, p.name] })
OPTIONAL MATCH (e:Enterprise)-[:HAS_NEED]->(n)
RETURN n.id AS id, n.title AS title, e.name AS enterprise, coalesce(n.budget, n.budget_max, n.budget_min, 0) AS budget
ORDER BY budget DESC, id, enterprise
LIMIT $limit
