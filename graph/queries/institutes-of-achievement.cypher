// name: institutes-of-achievement
// purpose: 成果属于哪些院所
// params: ids: 成果编号列表
UNWIND $ids AS id
MATCH (m:Achievement {id: id})<-[:OWNS]-(i:Institute)
RETURN i.id AS institute, m.id AS member ORDER BY institute, member
