// name: institutes-of-doctor
// purpose: 博士任职于哪些院所
// params: ids: 博士编号列表
UNWIND $ids AS id
MATCH (m:Doctor {id: id})-[:WORKS_AT]->(i:Institute)
RETURN i.id AS institute, m.id AS member ORDER BY institute, member
