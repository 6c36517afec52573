// name: institutes-of-doctor
// purpose: 博士任职于哪些院所
// param: ids list | 博士编号 | ["doctor-BS-001"]
// column: institute | 院所编号
// column: member | 博士编号
// for: program

UNWIND $ids AS id
MATCH (m:Doctor {id: id})-[:WORKS_AT]->(i:Institute)
RETURN i.id AS institute, m.id AS member ORDER BY institute, member
