// name: chain-needs
// purpose: 图谱里的需求：企业、企业的行业、需求写明的学科，到某日有几份协议涉及
// param: on date | 看哪一天：这一天之后签的协议不算 | 2026-06-30
// param: county county = "" | 区县，名称或编号，含下辖各县，空为全部 | 山阳县
// column: id | 需求编号
// column: title | 需求名称
// column: type | 需求类型
// column: enterprise | 企业编号，不明为空
// column: name | 企业
// column: industry | 企业的行业代码，不明为空
// column: field | 需求写明的学科代码，没有写为空
// column: day | 征集日期，不明为空
// column: agreements | 涉及它的协议数

MATCH (n:Need)
WHERE $county = '' OR EXISTS {
  (:County {id: 'county-' + n.county})-[:BROADER*0..3]->(p:County) WHERE $county IN [p.id, p.code, p.name] }
OPTIONAL MATCH (e:Enterprise)-[:HAS_NEED]->(n)
WITH n, min(e.id) AS enterprise
OPTIONAL MATCH (f:Enterprise {id: enterprise})
OPTIONAL MATCH (f)-[:IN_INDUSTRY]->(i:Industry)
OPTIONAL MATCH (n)-[:IN_FIELD]->(d:Field)
WITH n, enterprise, f.name AS name, min(i.code) AS industry, min(d.code) AS field
RETURN n.id AS id, n.title AS title, n.type AS type, enterprise, name, industry, field, n.collected_on AS day,
       COUNT { (g:Agreement)-[:COVERS]->(n) WHERE g.signed_on IS NULL OR g.signed_on <= $on } AS agreements
ORDER BY id
