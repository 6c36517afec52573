// name: chain-doctors
// purpose: 博士的学科，用来推断没有写学科的需求
// column: id | 博士编号
// column: doctor | 博士
// column: field | 学科代码

MATCH (d:Doctor)-[:IN_FIELD]->(f:Field)
RETURN d.id AS id, d.name AS doctor, min(f.code) AS field
ORDER BY id
