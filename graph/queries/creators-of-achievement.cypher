// name: creators-of-achievement
// purpose: 成果由哪些博士完成
// params: ids: 成果编号列表
UNWIND $ids AS id
MATCH (a:Achievement {id: id})<-[:CREATED]-(d:Doctor)
RETURN d.id AS doctor, a.id AS achievement ORDER BY doctor, achievement
