// name: stations-ending
// purpose: 某日前到期的派驻
// param: since date = "" | 从哪一天起，空为不限；只有年月的按月末算 | 2027-01-01
// param: before date | 到哪一天为止 | 2029-03-31
// param: limit integer = 50 | 最多几行 | 20
// column: until | 派驻结束
// column: doctor_id | 博士编号
// column: doctor | 博士
// column: enterprise_id | 企业编号
// column: enterprise | 派驻企业
// column: role | 派驻身份

MATCH (d:Doctor)-[s:STATIONED_AT]->(e:Enterprise)
WITH d, s, e, coalesce(s.to, s.to_max) AS until
WHERE until + '~' >= $since AND until <= $before
RETURN until, d.id AS doctor_id, d.name AS doctor, e.id AS enterprise_id, e.name AS enterprise,
       s.role AS role
ORDER BY until, doctor_id, enterprise_id
LIMIT $limit
