// name: cooperation-network
// purpose: 企业与高校院所共同签了多少协议
// param: limit integer = 50 | 最多几行 | 20
// column: enterprise_id | 企业编号
// column: enterprise | 企业
// column: institute_id | 院所编号
// column: institute | 院所
// column: agreements | 共同的协议数

MATCH (e:Enterprise)-[:PARTY_TO]->(g:Agreement)<-[:PARTY_TO]-(i:Institute)
RETURN e.id AS enterprise_id, e.name AS enterprise, i.id AS institute_id, i.name AS institute,
       count(DISTINCT g) AS agreements
ORDER BY agreements DESC, enterprise_id, institute_id
LIMIT $limit
