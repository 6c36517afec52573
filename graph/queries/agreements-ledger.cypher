// name: agreements-ledger
// purpose: 协议台账：各方、类型、金额、期限、履行、登记，和各方之间记下的对接步骤；一份协议一行
// param: county county = "" | 企业所在区县，名称或编号，含下辖各县，空为全部 | 山阳县
// column: id | 协议编号
// column: title | 协议名称
// column: code | 合同登记编号
// column: type | 合同类型，没填为空
// column: amount | 金额（元），不是一个数的为空
// column: signed_on | 签订日期
// column: expires_on | 到期日期
// column: progress | 履行状态
// column: contacted_on | 最近联系日期
// column: registered_on | 认定登记日期
// column: firms | 签约企业：编号、名称、区县编码
// column: institutes | 签约院所：编号、名称
// column: steps | 各方的需求、成果、博士之间记下的对接：步骤、日期

MATCH (g:Agreement)
WHERE $county = '' OR EXISTS {
  (g)<-[:PARTY_TO]-(:Enterprise)-[:LOCATED_IN]->(:County)-[:BROADER*0..3]->(p:County)
  WHERE $county IN [p.id, p.code, p.name] }
RETURN g.id AS id, g.title AS title, g.code AS code, g.type AS type, g.amount AS amount,
       coalesce(g.signed_on, g.signed_on_max, g.signed_on_min) AS signed_on,
       coalesce(g.expires_on, g.expires_on_max) AS expires_on, g.progress AS progress,
       coalesce(g.contacted_on, g.contacted_on_max, g.contacted_on_min) AS contacted_on,
       coalesce(g.registered_on, g.registered_on_max, g.registered_on_min) AS registered_on,
       COLLECT { MATCH (e:Enterprise)-[:PARTY_TO]->(g) WITH DISTINCT e
                 RETURN {id: e.id, name: e.name, county: e.county} AS one ORDER BY e.id } AS firms,
       COLLECT { MATCH (i:Institute)-[:PARTY_TO]->(g) WITH DISTINCT i
                 RETURN {id: i.id, name: i.name} AS one ORDER BY i.id } AS institutes,
       COLLECT { MATCH (g)<-[:PARTY_TO]-(:Enterprise)-[:HAS_NEED*0..1]->()-[m:MATCHED]->()
                       -[:OWNS|WORKS_AT*0..1]-(:Institute)-[:PARTY_TO]->(g)
                 WITH DISTINCT m.status AS status, m.dated AS dated
                 RETURN {status: status, dated: dated} AS one ORDER BY dated, status } AS steps
ORDER BY id
