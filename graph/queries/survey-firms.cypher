// name: survey-firms
// purpose: 企业回没回需求调查：需求、合作、调查日期；上门前要知道的，和上次催报
// param: county county = "" | 区县，名称或编号，含下辖各县，空为全部 | 山阳县
// column: id | 企业编号
// column: enterprise | 企业
// column: county | 区县编码，不明为空
// column: address | 地址
// column: industry | 行业代码
// column: products | 主要产品
// column: scope | 经营范围
// column: surveyed_on | 调查日期，不明为空
// column: surveyed_bound | 只知道不早于或不晚于哪一天时的那一天
// column: needs | 提出的需求：编号、征集日期，只知道不早于或不晚于哪一天时的那一天
// column: cooperations | 参与的合作：编号、开始时间，只知道不早于或不晚于哪一天时的那一天
// column: agreements | 签过的协议数
// column: doctors | 派驻过的博士数
// column: reminders | 记下过催报的日子

MATCH (e:Enterprise)
WHERE $county = '' OR EXISTS {
  (e)-[:LOCATED_IN]->(:County)-[:BROADER*0..3]->(p:County) WHERE $county IN [p.id, p.code, p.name] }
RETURN e.id AS id, e.name AS enterprise, e.county AS county, e.address AS address, e.industry AS industry,
       e.products AS products, e.scope AS scope,
       e.surveyed_on AS surveyed_on, coalesce(e.surveyed_on_min, e.surveyed_on_max) AS surveyed_bound,
       COLLECT { MATCH (e)-[:HAS_NEED]->(n:Need)
                 RETURN {id: n.id, on: n.collected_on,
                         bound: coalesce(n.collected_on_min, n.collected_on_max)} AS one
                 ORDER BY n.id } AS needs,
       COLLECT { MATCH (e)-[:COOPERATES_IN]->(c:Cooperation)
                 RETURN {id: c.id, on: c.since, bound: coalesce(c.since_min, c.since_max)} AS one
                 ORDER BY c.id } AS cooperations,
       COUNT { (e)-[:PARTY_TO]->(:Agreement) } AS agreements,
       COUNT { (:Doctor)-[:STATIONED_AT]->(e) } AS doctors,
       COLLECT { MATCH (e)-[p:PLANNED]->(:County) WHERE p.task = 'survey'
                 RETURN DISTINCT p.dated AS dated ORDER BY dated } AS reminders
ORDER BY id
