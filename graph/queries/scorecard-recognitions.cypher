// name: scorecard-recognitions
// purpose: 资质认定一行一项：企业、区县、认定日期和有效期
// param: county county = "" | 区县，名称或编号，含下辖各县，空为全部 | 山阳县
// column: id | 资质认定编号
// column: label | 资质名称
// column: enterprise | 企业编号
// column: name | 企业
// column: county | 区县编码，不明为空
// column: day | 认定日期，可能只到年或月，不明为空
// column: least | 只知道不早于哪一天时的那一天
// column: until | 有效期至

MATCH (e:Enterprise)-[:RECOGNISED_AS]->(r:Recognition)
WHERE $county = '' OR EXISTS {
  (e)-[:LOCATED_IN]->(:County)-[:BROADER*0..3]->(p:County) WHERE $county IN [p.id, p.code, p.name] }
RETURN r.id AS id, r.label AS label, e.id AS enterprise, e.name AS name, e.county AS county,
       r.recognised_on AS day, r.recognised_on_min AS least, coalesce(r.valid_until, r.valid_until_max) AS until
ORDER BY id, enterprise
