// name: stationing-institute-shares
// purpose: 博士的单位或其上级单位持股的企业：派驻要提请注意，任科技副总要回避
// column: doctor_id | 博士编号
// column: doctor | 博士
// column: institute | 持股的单位
// column: enterprise_id | 企业编号
// column: enterprise | 企业

MATCH (d:Doctor)-[:WORKS_AT]->(:Institute)-[:PART_OF*0..3]->(i:Institute)-[:HOLDS_SHARES_IN]->(e:Enterprise)
RETURN DISTINCT d.id AS doctor_id, d.name AS doctor, i.name AS institute, e.id AS enterprise_id,
       e.name AS enterprise
ORDER BY doctor_id, enterprise_id, institute
