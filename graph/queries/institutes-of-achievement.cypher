// name: institutes-of-achievement
// purpose: 成果属于哪些院所
// param: ids list | 成果编号 | ["achievement-CG-001"]
// column: institute | 院所编号
// column: member | 成果编号
// for: program

UNWIND $ids AS id
MATCH (m:Achievement {id: id})<-[:OWNS]-(i:Institute)
RETURN i.id AS institute, m.id AS member ORDER BY institute, member
