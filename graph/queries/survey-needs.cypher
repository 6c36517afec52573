// name: survey-needs
// purpose: 调查收到的需求原文，和谁提的、哪一类、哪个学科、资金、期限
// param: county county = "" | 区县，名称或编号，含下辖各县，空为全部 | 山阳县
// column: id | 需求编号
// column: title | 需求名称
// column: type | 需求类型，没填为空
// column: content | 需求内容
// column: keywords | 关键词
// column: field | 学科代码
// column: county | 区县编码，不明为空
// column: budget | 拟投入资金（元），不是一个数的为空
// column: budgeted | 有没有写资金，写了范围也算
// column: deadline | 期望完成日期
// column: collected_on | 征集日期，不明为空
// column: collected_bound | 只知道不早于或不晚于哪一天时的那一天
// column: enterprises | 提出的企业：编号、名称、调查日期，只知道不早于或不晚于哪一天时的那一天

MATCH (n:Need)
WHERE $county = '' OR EXISTS {
  (:County {id: 'county-' + n.county})-[:BROADER*0..3]->(p:County) WHERE $county IN [p.id, p.code, p.name] }
RETURN n.id AS id, n.title AS title, n.type AS type, n.content AS content, n.keywords AS keywords,
       n.field AS field, n.county AS county, n.budget AS budget,
       coalesce(n.budget, n.budget_min, n.budget_max) IS NOT NULL AS budgeted,
       coalesce(n.deadline, n.deadline_max, n.deadline_min) AS deadline,
       n.collected_on AS collected_on, coalesce(n.collected_on_min, n.collected_on_max) AS collected_bound,
       COLLECT { MATCH (e:Enterprise)-[:HAS_NEED]->(n)
                 RETURN {id: e.id, name: e.name, surveyed_on: e.surveyed_on,
                         surveyed_bound: coalesce(e.surveyed_on_min, e.surveyed_on_max)} AS one
                 ORDER BY e.id } AS enterprises
ORDER BY id
