// name: agreements-of-enterprise
// purpose: 一家企业签过的协议和对方
// param: id string | 企业编号 | enterprise-91611099MAD000019A
// column: party | 对方编号
// column: agreement | 协议名称
// column: signed_on | 签订日期
// for: program

MATCH (:Enterprise {id: $id})-[:PARTY_TO]->(g:Agreement)<-[:PARTY_TO]-(o)
WHERE o.id <> $id
RETURN DISTINCT o.id AS party, g.title AS agreement, g.signed_on AS signed_on
ORDER BY party, agreement, signed_on
