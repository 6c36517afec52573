// name: policies-of-enterprise
// purpose: 适用于一家企业的政策：没有写明行业、区县、资质的视为不限
// param: enterprise string | 企业的编号、信用代码、全称或简称 | 商洛示例绿尾新型建材有限公司
// param: on date = "" | 截止日期不早于这一天，空为不限；只有年月的按月末算 | 2026-12-01
// column: id | 政策编号
// column: title | 政策名称
// column: deadline | 截止日期

MATCH (e:Enterprise)
WHERE $enterprise IN [e.id, e.uscc, e.name, e.short_name]
WITH e
MATCH (p:Policy)
WITH e, p, coalesce(p.deadline, p.deadline_max) AS deadline
WHERE ($on = '' OR deadline IS NULL OR deadline + '~' >= $on)
  AND (p.labels IS NULL OR any(one IN p.labels WHERE one IN coalesce(e.labels, [])))
  AND (NOT EXISTS { (p)-[:APPLIES_TO]->(:Industry) } OR EXISTS {
    (e)-[:IN_INDUSTRY]->(:Industry)-[:BROADER*0..3]->(:Industry)<-[:APPLIES_TO]-(p) })
  AND (NOT EXISTS { (p)-[:APPLIES_TO]->(:County) } OR EXISTS {
    (e)-[:LOCATED_IN]->(:County)-[:BROADER*0..3]->(:County)<-[:APPLIES_TO]-(p) })
RETURN DISTINCT p.id AS id, p.title AS title, deadline
ORDER BY deadline, id
