// name: stationing-posts
// purpose: 在派的和近来到期的派驻，续派时要先看；没写结束日期的也列
// param: since date = "" | 只要这一天及以后结束的，空为不限 | 2025-06-30
// column: doctor_id | 博士编号
// column: doctor | 博士
// column: enterprise_id | 企业编号
// column: enterprise | 企业
// column: role | 派驻身份
// column: since | 派驻开始
// column: until | 派驻结束

MATCH (d:Doctor)-[s:STATIONED_AT]->(e:Enterprise)
WITH d, s, e, coalesce(s.to, s.to_max) AS until
WHERE until IS NULL OR until + '~' >= $since
RETURN d.id AS doctor_id, d.name AS doctor, e.id AS enterprise_id, e.name AS enterprise, s.role AS role,
       coalesce(s.from, s.from_min) AS since, until
ORDER BY doctor_id, enterprise_id, until, role
