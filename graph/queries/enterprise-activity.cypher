// name: enterprise-activity
// purpose: 每家企业的需求、协议、派驻博士、平台和受让成果各有几项
// param: county county = "" | 区县，名称或编号，含下辖各县，空为全部 | 山阳县
// param: limit integer = 50 | 最多几行 | 20
// column: id | 企业编号
// column: enterprise | 企业
// column: needs | 需求数
// column: agreements | 协议数
// column: doctors | 派驻博士数
// column: platforms | 平台数
// column: licences | 受让成果数

MATCH (e:Enterprise)
WHERE $county = '' OR EXISTS {
  (e)-[:LOCATED_IN]->(:County)-[:BROADER*0..3]->(p:County) WHERE $county IN [p.id, p.code, p.name] }
RETURN e.id AS id, e.name AS enterprise, COUNT { (e)-[:HAS_NEED]->(:Need) } AS needs,
       COUNT { (e)-[:PARTY_TO]->(:Agreement) } AS agreements,
       COUNT { (:Doctor)-[:STATIONED_AT]->(e) } AS doctors,
       COUNT { (e)-[:OPERATES]->(:Platform) } AS platforms,
       COUNT { (:Achievement)-[:LICENSED_TO]->(e) } AS licences
ORDER BY agreements DESC, needs DESC, id
LIMIT $limit
