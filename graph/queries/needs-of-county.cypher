// name: needs-of-county
// purpose: 一个区县的需求，可以只看一类
// param: county county = "" | 区县，名称或编号，含下辖各县，空为全部 | 山阳县
// param: type string = "" | 需求类型，空为全部 | 技术研发
// param: limit integer = 50 | 最多几行 | 20
// column: id | 需求编号
// column: title | 需求名称
// column: type | 需求类型
// column: enterprise | 提出需求的企业
// column: budget | 拟投入资金（元）
// column: deadline | 期望完成日期

MATCH (n:Need)
WHERE ($type = '' OR n.type = $type) AND ($county = '' OR EXISTS {
  (:County {id: 'county-' + n.county})-[:BROADER*0..3]->(p:County) WHERE $county IN [p.id, p.code, p.name] })
OPTIONAL MATCH (e:Enterprise)-[:HAS_NEED]->(n)
RETURN n.id AS id, n.title AS title, n.type AS type, e.name AS enterprise, n.budget AS budget,
       coalesce(n.deadline, n.deadline_max) AS deadline
ORDER BY id, enterprise
LIMIT $limit
