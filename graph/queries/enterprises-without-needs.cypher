// name: enterprises-without-needs
// purpose: 没有登记需求的企业
// param: county county = "" | 区县，名称或编号，含下辖各县，空为全部 | 山阳县
// param: limit integer = 50 | 最多几行 | 20
// column: id | 企业编号
// column: enterprise | 企业
// column: products | 主要产品

MATCH (e:Enterprise)
WHERE NOT EXISTS { (e)-[:HAS_NEED]->(:Need) } AND ($county = '' OR EXISTS {
  (e)-[:LOCATED_IN]->(:County)-[:BROADER*0..3]->(p:County) WHERE $county IN [p.id, p.code, p.name] })
RETURN e.id AS id, e.name AS enterprise, e.products AS products
ORDER BY id
LIMIT $limit
