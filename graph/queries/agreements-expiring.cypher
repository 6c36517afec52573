// name: agreements-expiring
// purpose: 某日前到期的协议和各方
// param: since date = "" | 从哪一天起，空为不限；只有年月的按月末算 | 2027-01-01
// param: before date | 到哪一天为止 | 2029-03-31
// param: limit integer = 50 | 最多几行 | 20
// column: expires_on | 到期日期
// column: id | 协议编号
// column: title | 协议名称
// column: parties | 签约各方

MATCH (g:Agreement)
WITH g, coalesce(g.expires_on, g.expires_on_max) AS expires_on
WHERE expires_on + '~' >= $since AND expires_on <= $before
RETURN expires_on, g.id AS id, g.title AS title,
       COLLECT { MATCH (o)-[:PARTY_TO]->(g) RETURN o.name AS name ORDER BY o.id } AS parties
ORDER BY expires_on, id
LIMIT $limit
