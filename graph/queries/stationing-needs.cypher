// name: stationing-needs
// purpose: 企业提出的需求，派驻的博士要对着它们选
// param: county county = "" | 企业所在区县，名称或编号，含下辖各县，空为全部 | 山阳县
// column: enterprise_id | 企业编号
// column: enterprise | 企业
// column: need_id | 需求编号
// column: need | 需求名称
// column: type | 需求类型

MATCH (e:Enterprise)-[:HAS_NEED]->(n:Need)
WHERE $county = '' OR EXISTS {
  (e)-[:LOCATED_IN]->(:County)-[:BROADER*0..3]->(p:County) WHERE $county IN [p.id, p.code, p.name] }
RETURN e.id AS enterprise_id, e.name AS enterprise, n.id AS need_id, n.title AS need, n.type AS type
ORDER BY enterprise_id, need_id
