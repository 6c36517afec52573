// name: doctors-by-institute
// purpose: 各高校院所的博士数与派驻企业的博士数
// columns: id, institute, doctors, stationed
MATCH (d:Doctor)-[:WORKS_AT]->(i:Institute)
OPTIONAL MATCH (d)-[:STATIONED_AT]->(e:Enterprise)
RETURN i.id AS id, i.name AS institute, count(DISTINCT d) AS doctors,
       count(DISTINCT CASE WHEN e IS NULL THEN NULL ELSE d.id END) AS stationed
ORDER BY doctors DESC, id
