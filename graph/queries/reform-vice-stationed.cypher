// name: reform-vice-stationed
// purpose: 在任和待任的科技副总，到期的不算
// param: role string | 派驻身份 | 科技副总
// param: at date | 哪一天 | 2026-06-30
// param: institute string = "" | 只看这家单位的人：编号、代码或名称，空为全部 | 西安示例理工大学
// param: county county = "" | 企业所在区县，含下辖各县，空为全部 | 商洛高新区
// column: doctor | 博士编号
// column: enterprise | 企业编号
// column: from | 开始
// column: to | 结束

MATCH (d:Doctor)-[s:STATIONED_AT]->(e:Enterprise)
WHERE s.role = $role AND NOT coalesce(s.to, s.to_max, $at) + '~' < $at
  AND ($institute = '' OR EXISTS { MATCH (d)-[:WORKS_AT]->(i) WHERE $institute IN [i.id, i.code, i.name] })
  AND ($county = '' OR EXISTS { (e)-[:LOCATED_IN]->(:County)-[:BROADER*0..3]->(p:County)
                                WHERE $county IN [p.id, p.code, p.name] })
RETURN d.id AS doctor, e.id AS enterprise, coalesce(s.from, s.from_min) AS from, coalesce(s.to, s.to_max) AS to
ORDER BY doctor, enterprise, from, to
