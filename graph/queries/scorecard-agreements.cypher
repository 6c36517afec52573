// name: scorecard-agreements
// purpose: 协议和合同一行一份：金额、签订和认定登记日期、签约的企业和院所
// param: county county = "" | 签约企业的区县，名称或编号，含下辖各县，空为全部 | 山阳县
// column: id | 协议编号
// column: title | 协议名称
// column: type | 合同类型
// column: amount | 合同金额（元），不明为空
// column: day | 签订日期，不明为空
// column: least | 只知道不早于哪一天时的那一天
// column: registered | 认定登记日期，没有登记或不明为空
// column: firms | 签约的企业，甲方在前：编号、名称、区县编码
// column: institutes | 签约的院所：编号、名称、所在市（没有写的看上级单位）、区县编码

MATCH (a:Agreement)
WHERE $county = '' OR EXISTS {
  (a)<-[:PARTY_TO]-(:Enterprise)-[:LOCATED_IN]->(:County)-[:BROADER*0..3]->(p:County)
  WHERE $county IN [p.id, p.code, p.name] }
RETURN a.id AS id, a.title AS title, a.type AS type, a.amount AS amount, a.signed_on AS day,
       a.signed_on_min AS least, a.registered_on AS registered,
       COLLECT { MATCH (e:Enterprise)-[s:PARTY_TO]->(a)
                 RETURN {id: e.id, name: e.name, county: e.county} AS one
                 ORDER BY s.role DESC, e.id } AS firms,
       COLLECT { MATCH (o:Institute)-[:PARTY_TO]->(a)
                 RETURN {id: o.id, name: o.name, county: o.county,
                         city: coalesce(o.city, head([(o)-[:PART_OF]->(w:Institute) | w.city]))} AS one
                 ORDER BY o.id } AS institutes
ORDER BY id
