// name: context-achievement
// purpose: 成果的主人、被谁许可、学科和行业
// params: ids: 成果编号列表
UNWIND $ids AS id
MATCH (c:Achievement {id: id})
OPTIONAL MATCH (c)<-[:OWNS]-(o)
WITH c, collect({id: o.id, kind: labels(o)[0], name: o.name}) AS owners
OPTIONAL MATCH (c)-[l:LICENSED_TO]->(e:Enterprise)
WITH c, owners, collect(DISTINCT {id: e.id, name: e.name, how: coalesce(l.mode, '许可') + '给'}) AS takers
OPTIONAL MATCH (c)-[:IN_FIELD]->(f:Field)
WITH c, owners, takers, collect({id: f.id, kind: 'Field', name: f.name}) AS fields
OPTIONAL MATCH (c)-[:IN_INDUSTRY]->(i:Industry)
RETURN c.id AS candidate, [x IN owners WHERE x.id IS NOT NULL] AS owners,
       [x IN takers WHERE x.id IS NOT NULL] AS takers, [x IN fields WHERE x.id IS NOT NULL] AS fields,
       [x IN collect({id: i.id, kind: 'Industry', name: i.name}) WHERE x.id IS NOT NULL] AS industries
