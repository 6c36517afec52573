// name: agreements-platforms
// purpose: 企业与院所共建的平台：一起依托，或写进了协议
// param: county county = "" | 平台所在区县，名称或编号，含下辖各县，空为全部 | 山阳县
// column: id | 平台编号
// column: platform | 平台
// column: type | 平台类型
// column: level | 级别
// column: county | 区县编码，不明为空
// column: approved_on | 批准日期
// column: firms | 依托的企业：编号、名称
// column: institutes | 依托的院所：编号、名称
// column: agreements | 写到它的协议：编号、名称、签订日期

MATCH (f:Platform)
WHERE $county = '' OR EXISTS {
  (f)-[:LOCATED_IN]->(:County)-[:BROADER*0..3]->(p:County) WHERE $county IN [p.id, p.code, p.name] }
WITH f,
     COLLECT { MATCH (e:Enterprise)-[:OPERATES]->(f)
               RETURN {id: e.id, name: e.name} AS one ORDER BY e.id } AS firms,
     COLLECT { MATCH (i:Institute)-[:OPERATES]->(f)
               RETURN {id: i.id, name: i.name} AS one ORDER BY i.id } AS institutes,
     COLLECT { MATCH (g:Agreement)-[:COVERS]->(f)
               RETURN {id: g.id, title: g.title, signed_on: coalesce(g.signed_on, g.signed_on_min)} AS one
               ORDER BY g.id } AS agreements
WHERE (size(firms) > 0 AND size(institutes) > 0) OR size(agreements) > 0
RETURN f.id AS id, f.name AS platform, f.type AS type, f.level AS level, f.county AS county,
       coalesce(f.approved_on, f.approved_on_min) AS approved_on, firms, institutes, agreements
ORDER BY id
