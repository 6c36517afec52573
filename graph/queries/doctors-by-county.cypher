// name: doctors-by-county
// purpose: 各区县派驻了多少博士，服务哪些企业
// column: county_id | 区县编号
// column: county | 区县
// column: doctors | 博士数
// column: enterprises | 服务的企业

MATCH (d:Doctor)-[:STATIONED_AT]->(e:Enterprise)
OPTIONAL MATCH (e)-[:LOCATED_IN]->(c:County)
WITH coalesce(c.id, '') AS county_id, coalesce(c.name, '未填') AS county, d, e
ORDER BY e.id
RETURN county_id, county, count(DISTINCT d) AS doctors, collect(DISTINCT e.name) AS enterprises
ORDER BY county_id
