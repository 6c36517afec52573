// name: check-dates
// purpose: 先后颠倒的日期：派驻或协议的结束早于开始
// column: kind | 派驻或协议
// column: id | 博士或协议的编号
// column: name | 博士或协议
// column: since | 开始
// column: until | 结束

CALL () {
  MATCH (d:Doctor)-[s:STATIONED_AT]->(:Enterprise)
  WHERE coalesce(s.to, s.to_max) + '~' < coalesce(s.from, s.from_min)
  RETURN '派驻' AS kind, d.id AS id, d.name AS name, coalesce(s.from, s.from_min) AS since,
         coalesce(s.to, s.to_max) AS until
  UNION ALL
  MATCH (g:Agreement)
  WHERE coalesce(g.expires_on, g.expires_on_max) + '~' < coalesce(g.signed_on, g.signed_on_min)
  RETURN '协议' AS kind, g.id AS id, g.title AS name, coalesce(g.signed_on, g.signed_on_min) AS since,
         coalesce(g.expires_on, g.expires_on_max) AS until
}
RETURN kind, id, name, since, until
ORDER BY kind, id, since, until
