// name: roadshow-guests
// purpose: 可以请来路演的企业：需求、请过和来过的路演、已回绝或已登记合同的成果；一家一行
// param: county county = "" | 区县，名称或编号，含下辖各县，空为全部 | 商州区
// param: settled list = ["refused","registered","paid"] | 哪几步算已回绝或已成，英文名 | ["refused"]
// column: id | 企业编号
// column: enterprise | 企业
// column: uscc | 统一社会信用代码
// column: county | 区县编码，不明为空
// column: needs | 需求：编号、名称
// column: invited | 受邀的路演：编号、日期、到场名单有几家（0 为没有记录）
// column: attended | 到场的路演：编号、日期
// column: settled | 企业或其需求到了这几步的成果：编号、步骤

MATCH (e:Enterprise)
WHERE $county = '' OR EXISTS {
  (e)-[:LOCATED_IN]->(:County)-[:BROADER*0..3]->(p:County) WHERE $county IN [p.id, p.code, p.name] }
RETURN e.id AS id, e.name AS enterprise, e.uscc AS uscc, e.county AS county,
       COLLECT { MATCH (e)-[:HAS_NEED]->(n:Need)
                 RETURN {id: n.id, title: n.title} AS one ORDER BY n.id } AS needs,
       COLLECT { MATCH (e)-[:INVITED_TO]->(r:Roadshow)
                 RETURN {id: r.id, held_on: coalesce(r.held_on, r.held_on_max),
                         came: COUNT { (:Enterprise)-[:ATTENDED]->(r) }} AS one ORDER BY r.id } AS invited,
       COLLECT { MATCH (e)-[:ATTENDED]->(r:Roadshow)
                 RETURN {id: r.id, held_on: coalesce(r.held_on, r.held_on_max)} AS one
                 ORDER BY r.id } AS attended,
       COLLECT { MATCH (e)-[:HAS_NEED*0..1]->(s)-[m:MATCHED]->(a:Achievement)
                 WHERE m.status IN $settled
                 RETURN {id: a.id, status: m.status} AS one ORDER BY a.id, s.id } AS settled
ORDER BY id
