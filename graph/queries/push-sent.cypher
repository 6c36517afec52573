// name: push-sent
// purpose: 推送过的一对对：对接记录（MATCHED）和记下的推送计划（PLANNED）
// param: county county = "" | 区县，名称或编号，含下辖各县，空为全部 | 山阳县
// column: firm | 企业编号，需求不知道是谁的为空
// column: asker | 需求或企业编号
// column: candidate | 成果、博士或院所编号
// column: how | 走到哪一步的英文名；计划里的为 planned
// column: dated | 日期

MATCH (s)-[m:MATCHED|PLANNED]->(c)
WHERE (s:Need OR s:Enterprise) AND (type(m) = 'MATCHED' OR m.task = 'push')
OPTIONAL MATCH (e:Enterprise)-[:HAS_NEED]->(s)
WITH s, m, c, coalesce(e.id, CASE WHEN s:Enterprise THEN s.id END) AS firm,
     coalesce(s.county, e.county) AS county
WHERE $county = '' OR EXISTS {
  (:County {id: 'county-' + county})-[:BROADER*0..3]->(p:County) WHERE $county IN [p.id, p.code, p.name] }
RETURN firm, s.id AS asker, c.id AS candidate, coalesce(m.status, 'planned') AS how, m.dated AS dated
ORDER BY asker, candidate, how, dated
