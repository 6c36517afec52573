// name: enterprises-without-agreements
// purpose: 没有签过协议的企业，需求多的在前
// param: county county = "" | 区县，名称或编号，含下辖各县，空为全部 | 山阳县
// param: limit integer = 50 | 最多几行 | 20
// column: id | 企业编号
// column: enterprise | 企业
// column: needs | 需求数

MATCH (e:Enterprise)
WHERE NOT EXISTS { (e)-[:PARTY_TO]->(:Agreement) } AND ($county = '' OR EXISTS {
  (e)-[:LOCATED_IN]->(:County)-[:BROADER*0..3]->(p:County) WHERE $county IN [p.id, p.code, p.name] })
RETURN e.id AS id, e.name AS enterprise, COUNT { (e)-[:HAS_NEED]->(:Need) } AS needs
ORDER BY needs DESC, id
LIMIT $limit
