// name: scorecard-roadshows
// purpose: 路演一行一场：举办的区县和日期、到场的企业
// param: county county = "" | 举办的区县，名称或编号，含下辖各县，空为全部 | 山阳县
// column: id | 路演编号
// column: title | 路演名称
// column: county | 举办区县编码
// column: day | 举办日期，不明为空
// column: least | 只知道不早于哪一天时的那一天
// column: attended | 到场的企业：编号、名称

MATCH (r:Roadshow)
WHERE $county = '' OR EXISTS {
  (r)-[:HELD_IN]->(:County)-[:BROADER*0..3]->(p:County) WHERE $county IN [p.id, p.code, p.name] }
RETURN r.id AS id, r.title AS title, r.county AS county, r.held_on AS day, r.held_on_min AS least,
       COLLECT { MATCH (e:Enterprise)-[:ATTENDED]->(r)
                 RETURN {id: e.id, name: e.name} AS one ORDER BY e.id } AS attended
ORDER BY id
