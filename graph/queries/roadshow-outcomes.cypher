// name: roadshow-outcomes
// purpose: 各场路演请了谁、来了谁、演了什么，以及此后到场企业和路演成果对接到哪一步；一场一行
// param: county county = "" | 举办区县，名称或编号，含下辖各县，空为全部 | 商州区
// column: id | 路演编号
// column: roadshow | 路演
// column: code | 编号
// column: county | 举办区县
// column: counties | 举办区县连同上级的编码
// column: held_on | 举办日期
// column: invited | 邀请企业
// column: attended | 到场企业
// column: presented | 路演成果
// column: talks | 路演之后的对接：企业、需求（没有为空）、成果的编号和名称，步骤，日期

MATCH (r:Roadshow)
WHERE $county = '' OR EXISTS {
  (r)-[:HELD_IN]->(:County)-[:BROADER*0..3]->(p:County) WHERE $county IN [p.id, p.code, p.name] }
RETURN r.id AS id, r.title AS roadshow, r.code AS code, r.county AS county,
       COLLECT { MATCH (r)-[:HELD_IN]->(:County)-[:BROADER*0..3]->(k:County)
                 RETURN k.code AS code ORDER BY k.code } AS counties,
       coalesce(r.held_on, r.held_on_max) AS held_on,
       COLLECT { MATCH (e:Enterprise)-[:INVITED_TO]->(r) RETURN e.id AS id ORDER BY e.id } AS invited,
       COLLECT { MATCH (e:Enterprise)-[:ATTENDED]->(r) RETURN e.id AS id ORDER BY e.id } AS attended,
       COLLECT { MATCH (a:Achievement)-[:PRESENTED_AT]->(r) RETURN a.id AS id ORDER BY a.id } AS presented,
       COLLECT { MATCH (e:Enterprise)-[:ATTENDED]->(r)<-[:PRESENTED_AT]-(a:Achievement),
                       (e)-[:HAS_NEED*0..1]->(s)-[m:MATCHED]->(a)
                 WHERE m.dated >= coalesce(r.held_on, r.held_on_min)
                 RETURN {enterprise: e.id, firm: e.name, subject: s.id, need: s.title, achievement: a.id,
                         title: a.title, status: m.status, dated: m.dated} AS one
                 ORDER BY e.id, a.id, s.id } AS talks
ORDER BY held_on, id
