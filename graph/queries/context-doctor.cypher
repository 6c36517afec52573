// name: context-doctor
// purpose: 博士的单位、派驻在哪里、学科
// param: ids list | 博士编号 | ["doctor-BS-001"]
// column: candidate | 博士编号
// column: owners | 任职的单位
// column: takers | 派驻的企业
// column: fields | 学科
// for: program

UNWIND $ids AS id
MATCH (c:Doctor {id: id})
OPTIONAL MATCH (c)-[:WORKS_AT]->(o)
WITH c, collect({id: o.id, kind: labels(o)[0], name: o.name}) AS owners
OPTIONAL MATCH (c)-[:STATIONED_AT]->(e:Enterprise)
WITH c, owners, collect(DISTINCT {id: e.id, name: e.name, how: '派驻'}) AS takers
OPTIONAL MATCH (c)-[:IN_FIELD]->(f:Field)
WITH c, owners, takers, collect({id: f.id, kind: 'Field', name: f.name}) AS fields
RETURN c.id AS candidate, [x IN owners WHERE x.id IS NOT NULL] AS owners,
       [x IN takers WHERE x.id IS NOT NULL] AS takers, [x IN fields WHERE x.id IS NOT NULL] AS fields
