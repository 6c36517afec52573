// name: creators-of-achievement
// purpose: 成果由哪些博士完成
// params: ids: 成果编号列表
MATCH (d:Doctor)-[:CREATED]->(a:Achievement) WHERE a.id IN $ids
RETURN d.id AS doctor, a.id AS achievement ORDER BY doctor, achievement
