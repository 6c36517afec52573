// name: agreements-signed-by
// purpose: 一家企业签过的协议和对方
// param: enterprise string | 企业的编号、信用代码、全称或简称 | 商洛示例绿尾新型建材有限公司
// column: id | 协议编号
// column: title | 协议名称
// column: type | 合同类型
// column: partner | 对方
// column: amount | 合同金额（元）
// column: signed_on | 签订日期

MATCH (e:Enterprise)-[:PARTY_TO]->(g:Agreement)
WHERE $enterprise IN [e.id, e.uscc, e.name, e.short_name]
OPTIONAL MATCH (g)<-[:PARTY_TO]-(o)
WHERE o.id <> e.id
RETURN g.id AS id, g.title AS title, g.type AS type, o.name AS partner, g.amount AS amount,
       g.signed_on AS signed_on
ORDER BY signed_on DESC, id, partner
