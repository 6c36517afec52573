// name: agreements-of-enterprise
// purpose: 一家企业签过的协议和对方
// params: id: 企业编号
MATCH (:Enterprise {id: $id})-[:PARTY_TO]->(g:Agreement)<-[:PARTY_TO]-(o)
WHERE o.id <> $id
RETURN DISTINCT o.id AS party, g.title AS agreement ORDER BY party, agreement
