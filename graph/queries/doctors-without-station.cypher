// name: doctors-without-station
// purpose: 没有派驻企业的博士
// param: field field = "" | 学科，名称或代码，空为全部 | 冶金工程技术
// param: limit integer = 50 | 最多几行 | 20
// column: id | 博士编号
// column: doctor | 博士
// column: institute | 所在单位
// column: direction | 研究方向

MATCH (d:Doctor)
WHERE NOT EXISTS { (d)-[:STATIONED_AT]->(:Enterprise) }
  AND ($field = '' OR EXISTS { (d)-[:IN_FIELD]->(f:Field) WHERE $field IN [f.id, f.code, f.name] })
OPTIONAL MATCH (d)-[:WORKS_AT]->(o)
RETURN d.id AS id, d.name AS doctor, o.name AS institute, d.direction AS direction
ORDER BY id, institute
LIMIT $limit
