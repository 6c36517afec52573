// name: doctors-of
// purpose: 任职于一家院所的博士
// param: id string | 院所编号 | institute-商洛示例学院
// column: member | 博士编号
// for: program

MATCH (i:Institute {id: $id})<-[:WORKS_AT]-(d:Doctor)
RETURN DISTINCT d.id AS member ORDER BY member
