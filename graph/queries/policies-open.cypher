// name: policies-open
// purpose: 某日还没有截止的政策，连同适用的行业和区县
// param: on date | 看哪一天；只有年月的截止日期按月末算 | 2026-12-01
// column: id | 政策编号
// column: title | 政策名称
// column: deadline | 截止日期
// column: industries | 适用行业，空为不限
// column: counties | 适用区县，空为不限

MATCH (p:Policy)
WITH p, coalesce(p.deadline, p.deadline_max) AS deadline
WHERE deadline IS NULL OR deadline + '~' >= $on
RETURN p.id AS id, p.title AS title, deadline,
       COLLECT { MATCH (p)-[:APPLIES_TO]->(i:Industry) RETURN i.name AS name ORDER BY i.code } AS industries,
       COLLECT { MATCH (p)-[:APPLIES_TO]->(c:County) RETURN c.name AS name ORDER BY c.code } AS counties
ORDER BY deadline, id
