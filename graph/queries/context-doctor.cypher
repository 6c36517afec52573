// name: context-doctor
// purpose: 博士的单位、双方协议、派驻在哪里、学科
// params: ids: 博士编号列表, enterprise: 企业编号
MATCH (c:Doctor) WHERE c.id IN $ids
OPTIONAL MATCH (c)-[:WORKS_AT]->(o)
OPTIONAL MATCH (o)-[:PARTY_TO]->(g:Agreement)<-[:PARTY_TO]-(:Enterprise {id: $enterprise})
WITH c, collect(DISTINCT {id: o.id, kind: labels(o)[0], name: o.name}) AS owners, collect(DISTINCT g.title) AS agreements
OPTIONAL MATCH (c)-[:STATIONED_AT]->(e:Enterprise)
WITH c, owners, agreements, collect(DISTINCT {id: e.id, name: e.name, how: '派驻'}) AS takers
OPTIONAL MATCH (c)-[:IN_FIELD]->(f:Field)
WITH c, owners, agreements, takers, collect({id: f.id, kind: 'Field', name: f.name}) AS fields
RETURN c.id AS candidate, [x IN owners WHERE x.id IS NOT NULL] AS owners, agreements,
       [x IN takers WHERE x.id IS NOT NULL] AS takers, [x IN fields WHERE x.id IS NOT NULL] AS fields
