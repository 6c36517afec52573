// name: reform-talks
// purpose: 对接到意向或谈定的企业和成果：如果是转让，完成人要先知道
// param: statuses list | 算作在谈的步骤 | ["interested", "agreed"]
// param: at date | 到哪一天为止 | 2026-06-30
// param: institute string = "" | 只看这家院所的成果：编号、代码或名称，空为全部 | 秦东示例大学
// param: county county = "" | 企业所在区县，含下辖各县，空为全部 | 山阳县
// column: enterprise | 企业编号
// column: name | 企业
// column: need | 需求编号，直接对企业的为空
// column: status | 步骤
// column: dated | 日期
// column: id | 成果编号
// column: achievement | 成果
// column: service | 是否职务成果，没有登记为空
// column: price | 意向价格（元）
// column: owners | 权利人

MATCH (s)-[m:MATCHED]->(a:Achievement)
WHERE m.status IN $statuses AND coalesce(m.dated, '') <= $at AND ($institute = '' OR EXISTS {
  MATCH (o)-[:OWNS]->(a) WHERE $institute IN [o.id, o.code, o.name] })
OPTIONAL MATCH (h:Enterprise)-[:HAS_NEED]->(s)
WITH s, m, a, CASE WHEN s:Enterprise THEN s ELSE h END AS e
WHERE $county = '' OR EXISTS { MATCH (e)-[:LOCATED_IN]->(:County)-[:BROADER*0..3]->(p:County)
                               WHERE $county IN [p.id, p.code, p.name] }
RETURN e.id AS enterprise, e.name AS name, CASE WHEN s:Need THEN s.id ELSE null END AS need,
       m.status AS status, m.dated AS dated, a.id AS id, a.title AS achievement, a.service_work AS service,
       coalesce(a.price, a.price_max) AS price,
       COLLECT { MATCH (o)-[:OWNS]->(a) RETURN o.name AS name ORDER BY o.id } AS owners
ORDER BY id, enterprise, need
