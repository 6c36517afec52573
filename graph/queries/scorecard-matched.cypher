// name: scorecard-matched
// purpose: 用 decide 记过的供需对接，一行一对：走到哪一步、最近一次的日期；区县是需求或企业的
// param: county county = "" | 区县，名称或编号，含下辖各县，空为全部 | 山阳县
// column: id | 需求或企业编号
// column: name | 需求或企业
// column: target | 供给方编号
// column: other | 供给方
// column: county | 区县编码，不明为空
// column: status | 步骤
// column: day | 最近一次记录的日期

MATCH (s:Need|Enterprise)-[l:MATCHED]->(t)
WHERE $county = '' OR EXISTS {
  (:County {id: 'county-' + s.county})-[:BROADER*0..3]->(p:County) WHERE $county IN [p.id, p.code, p.name] }
RETURN s.id AS id, coalesce(s.name, s.title) AS name, t.id AS target, coalesce(t.name, t.title) AS other,
       s.county AS county, l.status AS status, l.dated AS day
ORDER BY id, target
