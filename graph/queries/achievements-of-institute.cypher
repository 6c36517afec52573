// name: achievements-of-institute
// purpose: 一所高校院所的成果，连同完成它的博士
// param: institute string | 院所的编号、代码、全称或别名 | 商洛示例学院
// param: limit integer = 50 | 最多几行 | 20
// column: id | 成果编号
// column: title | 成果名称
// column: stage | 所处阶段
// column: doctors | 完成它的博士

MATCH (i:Institute)-[:OWNS]->(a:Achievement)
WHERE $institute IN [i.id, i.code, i.name] OR $institute IN coalesce(i.aliases, [])
RETURN a.id AS id, a.title AS title, a.stage AS stage,
       COLLECT { MATCH (d:Doctor)-[:CREATED]->(a) RETURN d.name AS name ORDER BY d.id } AS doctors
ORDER BY id
LIMIT $limit
