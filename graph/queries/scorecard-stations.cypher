// name: scorecard-stations
// purpose: 派驻一行一对博士和企业：身份、起止、企业的区县
// param: county county = "" | 区县，名称或编号，含下辖各县，空为全部 | 山阳县
// column: id | 博士编号
// column: doctor | 博士
// column: enterprise | 企业编号
// column: name | 企业
// column: county | 企业的区县编码，不明为空
// column: role | 派驻身份
// column: day | 派驻开始，不明为空
// column: until | 派驻结束，不明为空

MATCH (d:Doctor)-[s:STATIONED_AT]->(e:Enterprise)
WHERE $county = '' OR EXISTS {
  (e)-[:LOCATED_IN]->(:County)-[:BROADER*0..3]->(p:County) WHERE $county IN [p.id, p.code, p.name] }
RETURN d.id AS id, d.name AS doctor, e.id AS enterprise, e.name AS name, e.county AS county, s.role AS role,
       s.from AS day, s.to AS until
ORDER BY id, enterprise
