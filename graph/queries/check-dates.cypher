// name: check-dates
// purpose: 先后颠倒的日期：派驻或协议的结束早于开始
// column: kind | 派驻或协议
// column: id | 博士或协议的编号
// column: name | 博士或协议
// column: since | 开始
// column: until | 结束

CALL () {
  MATCH (d:Doctor)-[s:STATIONED_AT]->(:Enterprise)
  WHERE s.to < s.from
  RETURN '派驻' AS kind, d.id AS id, d.name AS name, s.from AS since, s.to AS until
  UNION ALL
  MATCH (g:Agreement)
  WHERE g.expires_on < g.signed_on
  RETURN '协议' AS kind, g.id AS id, g.title AS name, g.signed_on AS since, g.expires_on AS until
}
RETURN kind, id, name, since, until
ORDER BY kind, id, since, until
