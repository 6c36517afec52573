// name: works-of
// purpose: 院所拥有的成果、博士完成的成果
// param: id string | 院所或博士的编号 | doctor-BS-001
// column: member | 成果编号
// for: program

OPTIONAL MATCH (institute:Institute {id: $id})
OPTIONAL MATCH (doctor:Doctor {id: $id})
WITH coalesce(institute, doctor) AS s
MATCH (s)-[:OWNS|CREATED]-(m:Achievement)
RETURN DISTINCT m.id AS member ORDER BY member
