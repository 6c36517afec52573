// name: creators-of-achievement
// purpose: 成果由哪些博士完成
// param: ids list | 成果编号 | ["achievement-CG-001"]
// column: doctor | 博士编号
// column: achievement | 成果编号
// for: program

UNWIND $ids AS id
MATCH (a:Achievement {id: id})<-[:CREATED]-(d:Doctor)
RETURN d.id AS doctor, a.id AS achievement ORDER BY doctor, achievement
