// name: cooperation-network
// purpose: 企业与高校院所共同签了多少协议
// params: limit: integer, 最多几行
// columns: enterprise_id, enterprise, institute_id, institute, agreements
MATCH (e:Enterprise)-[:PARTY_TO]->(g:Agreement)<-[:PARTY_TO]-(i:Institute)
RETURN e.id AS enterprise_id, e.name AS enterprise, i.id AS institute_id, i.name AS institute,
       count(DISTINCT g) AS agreements
ORDER BY agreements DESC, enterprise_id, institute_id
LIMIT $limit
