// name: scorecard-licences
// purpose: 成果许可一行一对成果和企业：方式、是否单列管理；日期取自双方就这项成果签的协议
// param: county county = "" | 区县，名称或编号，含下辖各县，空为全部 | 山阳县
// column: id | 成果编号
// column: title | 成果名称
// column: enterprise | 企业编号
// column: name | 企业
// column: county | 企业的区县编码，不明为空
// column: mode | 许可方式
// column: single | 是否单列管理，不明为空
// column: day | 企业涉及这项成果的最早一份技术许可或转让合同的签订日期，没有为空

MATCH (a:Achievement)-[l:LICENSED_TO]->(e:Enterprise)
WHERE $county = '' OR EXISTS {
  (e)-[:LOCATED_IN]->(:County)-[:BROADER*0..3]->(p:County) WHERE $county IN [p.id, p.code, p.name] }
OPTIONAL MATCH (e)-[:PARTY_TO]->(g:Agreement)-[:COVERS]->(a) WHERE g.type IN ['技术许可', '技术转让']
RETURN a.id AS id, a.title AS title, e.id AS enterprise, e.name AS name, e.county AS county, l.mode AS mode,
       a.single_list AS single, min(g.signed_on) AS day
ORDER BY id, enterprise
