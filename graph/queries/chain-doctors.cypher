// name: chain-doctors
// purpose: 博士的学科和工作单位在哪里，用来推断没有写学科的需求、认省内的供给
// column: id | 博士编号
// column: doctor | 博士
// column: field | 学科代码，不明为空
// column: employers | 工作单位：所在市和区县编码（没有写的看上级单位），不明为空

MATCH (d:Doctor)
OPTIONAL MATCH (d)-[:IN_FIELD]->(f:Field)
WITH d, min(f.code) AS field
RETURN d.id AS id, d.name AS doctor, field,
       COLLECT { MATCH (d)-[:WORKS_AT]->(o)
                 RETURN {city: coalesce(o.city, head([(o)-[:PART_OF]->(w:Institute) | w.city])),
                         county: coalesce(o.county, head([(o)-[:PART_OF]->(w:Institute) | w.county]))} AS one
                 ORDER BY o.id } AS employers
ORDER BY id
