// name: stationing-conflicts
// purpose: 博士要回避的企业：他持股、创办或任职的
// column: doctor_id | 博士编号
// column: doctor | 博士
// column: enterprise_id | 企业编号
// column: enterprise | 企业
// column: relation | 凭哪种关系：HOLDS_SHARES_IN 持股，FOUNDED 创办，WORKS_AT 任职

MATCH (d:Doctor)-[r:HOLDS_SHARES_IN|FOUNDED|WORKS_AT]->(e:Enterprise)
RETURN d.id AS doctor_id, d.name AS doctor, e.id AS enterprise_id, e.name AS enterprise, type(r) AS relation
ORDER BY doctor_id, enterprise_id, relation
