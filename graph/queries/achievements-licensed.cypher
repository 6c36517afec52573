// name: achievements-licensed
// purpose: 许可出去的成果：谁的、给了谁、怎样给的
// param: county county = "" | 区县，名称或编号，含下辖各县，空为全部 | 山阳县
// param: limit integer = 50 | 最多几行 | 20
// column: id | 成果编号
// column: title | 成果名称
// column: owner | 拥有它的单位
// column: enterprise_id | 企业编号
// column: enterprise | 受让企业
// column: mode | 许可方式

MATCH (a:Achievement)-[l:LICENSED_TO]->(e:Enterprise)
WHERE $county = '' OR EXISTS {
  (e)-[:LOCATED_IN]->(:County)-[:BROADER*0..3]->(p:County) WHERE $county IN [p.id, p.code, p.name] }
OPTIONAL MATCH (o)-[:OWNS]->(a)
RETURN a.id AS id, a.title AS title, o.name AS owner, e.id AS enterprise_id, e.name AS enterprise,
       l.mode AS mode
ORDER BY id, enterprise_id, owner
LIMIT $limit
