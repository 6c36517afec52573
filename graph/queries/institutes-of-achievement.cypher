// name: institutes-of-achievement
// purpose: 成果属于哪些院所
// params: ids: 成果编号列表
MATCH (i:Institute)-[:OWNS]->(m:Achievement) WHERE m.id IN $ids
RETURN i.id AS institute, m.id AS member ORDER BY institute, member
