// name: needs-due
// purpose: 某日前到期而还没有协议的需求
// param: before date | 到哪一天为止 | 2029-03-31
// param: county county = "" | 区县，名称或编号，含下辖各县，空为全部 | 山阳县
// param: limit integer = 50 | 最多几行 | 20
// column: id | 需求编号
// column: title | 需求名称
// column: enterprise | 提出需求的企业
// column: deadline | 期望完成日期

MATCH (n:Need)
WHERE coalesce(n.deadline, n.deadline_max) <= $before AND NOT EXISTS { (:Agreement)-[:COVERS]->(n) } AND ($county = '' OR EXISTS {
  (:County {id: 'county-' + n.county})-[:BROADER*0..3]->(p:County) WHERE $county IN [p.id, p.code, p.name] })
OPTIONAL MATCH (e:Enterprise)-[:HAS_NEED]->(n)
RETURN n.id AS id, n.title AS title, e.name AS enterprise, coalesce(n.deadline, n.deadline_max) AS deadline
ORDER BY deadline, id, enterprise
LIMIT $limit
