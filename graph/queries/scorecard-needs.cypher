// name: scorecard-needs
// purpose: 征集到的需求一行一项：企业、区县、征集日期；需求没有写日期时带上企业的调查日期
// param: county county = "" | 区县，名称或编号，含下辖各县，空为全部 | 山阳县
// column: id | 需求编号
// column: title | 需求名称
// column: type | 需求类型
// column: enterprise | 企业编号，不明为空
// column: name | 企业
// column: county | 区县编码，不明为空
// column: day | 征集日期，不明为空
// column: least | 只知道不早于哪一天时的那一天
// column: surveyed | 企业的调查日期，不明为空

MATCH (n:Need)
WHERE $county = '' OR EXISTS {
  (:County {id: 'county-' + n.county})-[:BROADER*0..3]->(p:County) WHERE $county IN [p.id, p.code, p.name] }
OPTIONAL MATCH (e:Enterprise)-[:HAS_NEED]->(n)
WITH n, min(e.id) AS enterprise
OPTIONAL MATCH (f:Enterprise {id: enterprise})
RETURN n.id AS id, n.title AS title, n.type AS type, enterprise, f.name AS name, n.county AS county,
       n.collected_on AS day, n.collected_on_min AS least, f.surveyed_on AS surveyed
ORDER BY id
