// name: platforms-operated
// purpose: 平台和它的依托单位
// param: county county = "" | 区县，名称或编号，含下辖各县，空为全部 | 山阳县
// param: limit integer = 50 | 最多几行 | 20
// column: id | 平台编号
// column: platform | 平台
// column: type | 平台类型
// column: level | 级别
// column: operators | 依托单位

MATCH (f:Platform)
WHERE $county = '' OR EXISTS {
  (f)-[:LOCATED_IN]->(:County)-[:BROADER*0..3]->(p:County) WHERE $county IN [p.id, p.code, p.name] }
RETURN f.id AS id, f.name AS platform, f.type AS type, f.level AS level,
       COLLECT { MATCH (o)-[:OPERATES]->(f) RETURN o.name AS name ORDER BY o.id } AS operators
ORDER BY id
LIMIT $limit
