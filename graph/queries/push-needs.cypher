// name: push-needs
// purpose: 可以推送的需求：企业、区县，涉及它的协议和到期日；一项需求一行
// param: county county = "" | 区县，名称或编号，含下辖各县，空为全部 | 山阳县
// column: id | 需求编号
// column: need | 需求名称
// column: firm_id | 企业编号
// column: firm | 企业
// column: county | 区县编码，不明为空
// column: agreements | 涉及它的协议：编号、签订、到期、履行状态

MATCH (n:Need)
OPTIONAL MATCH (e:Enterprise)-[:HAS_NEED]->(n)
WITH n, e, coalesce(n.county, e.county) AS county
WHERE $county = '' OR EXISTS {
  (:County {id: 'county-' + county})-[:BROADER*0..3]->(p:County) WHERE $county IN [p.id, p.code, p.name] }
RETURN n.id AS id, n.title AS need, e.id AS firm_id, e.name AS firm, county,
       COLLECT { MATCH (g:Agreement)-[:COVERS]->(n)
                 RETURN {id: g.id, signed_on: g.signed_on, expires_on: g.expires_on,
                         expires_on_max: g.expires_on_max, progress: g.progress} AS one ORDER BY g.id } AS agreements
ORDER BY id, firm_id
