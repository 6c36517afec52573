// name: doctors-stationed
// purpose: 派驻的博士、所在单位和服务的企业
// param: county county = "" | 区县，名称或编号，含下辖各县，空为全部 | 山阳县
// param: role string = "" | 派驻身份，空为全部 | 科技专员
// param: limit integer = 50 | 最多几行 | 20
// column: doctor_id | 博士编号
// column: doctor | 博士
// column: institute | 所在单位
// column: enterprise | 派驻企业
// column: role | 派驻身份
// column: since | 派驻开始
// column: until | 派驻结束

MATCH (d:Doctor)-[s:STATIONED_AT]->(e:Enterprise)
WHERE ($role = '' OR s.role = $role) AND ($county = '' OR EXISTS {
  (e)-[:LOCATED_IN]->(:County)-[:BROADER*0..3]->(p:County) WHERE $county IN [p.id, p.code, p.name] })
OPTIONAL MATCH (d)-[:WORKS_AT]->(o)
RETURN d.id AS doctor_id, d.name AS doctor, o.name AS institute, e.name AS enterprise, s.role AS role,
       coalesce(s.from, s.from_min) AS since, coalesce(s.to, s.to_max) AS until
ORDER BY doctor_id, enterprise, institute
LIMIT $limit
