// name: scorecard-incubated
// purpose: 入驻孵化器、众创空间的企业，一行一对企业和载体
// param: county county = "" | 区县，名称或编号，含下辖各县，空为全部 | 山阳县
// column: id | 企业编号
// column: name | 企业
// column: county | 企业的区县编码，不明为空
// column: platform | 载体编号
// column: housed | 载体

MATCH (e:Enterprise)-[:INCUBATED_IN]->(f:Platform)
WHERE $county = '' OR EXISTS {
  (e)-[:LOCATED_IN]->(:County)-[:BROADER*0..3]->(p:County) WHERE $county IN [p.id, p.code, p.name] }
RETURN e.id AS id, e.name AS name, e.county AS county, f.id AS platform, f.name AS housed
ORDER BY id, platform
