// name: context-achievement
// purpose: 成果的主人、被谁许可、学科和行业
// param: ids list | 成果编号 | ["achievement-CG-001"]
// column: candidate | 成果编号
// column: owners | 拥有它的院所和企业
// column: takers | 被许可的企业
// column: fields | 学科
// column: industries | 应用行业
// for: program

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
