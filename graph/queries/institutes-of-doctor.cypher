// name: institutes-of-doctor
// purpose: 博士任职于哪些院所
// params: ids: 博士编号列表
MATCH (m:Doctor)-[:WORKS_AT]->(i:Institute) WHERE m.id IN $ids
RETURN i.id AS institute, m.id AS member ORDER BY institute, member
