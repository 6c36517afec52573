// name: scorecard-planned
// purpose: 用 --record 记下的决定，一行一对：哪个任务、哪一天；区县是其中企业或需求的
// param: task string = "push" | 任务的名字，空为全部 | stationing
// param: county county = "" | 区县，名称或编号，含下辖各县，空为全部 | 山阳县
// column: id | 一方编号
// column: name | 一方
// column: target | 另一方编号
// column: other | 另一方
// column: county | 区县编码，不明为空
// column: task | 任务
// column: day | 计划的日期
// column: plan | 计划编号

MATCH (s)-[l:PLANNED]->(t)
WHERE $task IN ['', l.task]
WITH s, l, t, CASE WHEN s:Enterprise OR s:Need THEN s.county
                   WHEN t:Enterprise OR t:Need THEN t.county END AS county
WHERE $county = '' OR EXISTS {
  (:County {id: 'county-' + county})-[:BROADER*0..3]->(p:County) WHERE $county IN [p.id, p.code, p.name] }
RETURN s.id AS id, coalesce(s.name, s.title) AS name, t.id AS target, coalesce(t.name, t.title) AS other,
       county, l.task AS task, l.dated AS day, l.plan AS plan
ORDER BY id, target, plan
