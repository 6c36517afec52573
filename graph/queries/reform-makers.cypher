// name: reform-makers
// purpose: 成果的完成人和他们的单位，单位是不是权利人
// param: achievements list | 成果编号 | ["achievement-CG-085", "achievement-CG-165"]
// column: id | 成果编号
// column: doctor | 完成人编号
// column: name | 完成人
// column: institutes | 他的单位
// column: inside | 他的单位是不是权利人

UNWIND $achievements AS wanted
MATCH (d:Doctor)-[:CREATED]->(a:Achievement {id: wanted})
RETURN a.id AS id, d.id AS doctor, d.name AS name,
       COLLECT { MATCH (d)-[:WORKS_AT]->(i) RETURN i.name AS name ORDER BY i.id } AS institutes,
       EXISTS { MATCH (d)-[:WORKS_AT]->(i)-[:OWNS]->(a) } AS inside
ORDER BY id, doctor
