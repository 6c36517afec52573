// name: institutes-by-achievements
// purpose: 院所的成果、博士和协议各有多少，成果多的在前
// param: limit integer = 50 | 最多几行 | 20
// column: id | 院所编号
// column: institute | 院所
// column: achievements | 成果数
// column: licensed | 已许可的成果数
// column: doctors | 博士数
// column: agreements | 协议数

MATCH (i:Institute)
RETURN i.id AS id, i.name AS institute, COUNT { (i)-[:OWNS]->(:Achievement) } AS achievements,
       COUNT { (i)-[:OWNS]->(a:Achievement) WHERE EXISTS { (a)-[:LICENSED_TO]->(:Enterprise) } } AS licensed,
       COUNT { (:Doctor)-[:WORKS_AT]->(i) } AS doctors, COUNT { (i)-[:PARTY_TO]->(:Agreement) } AS agreements
ORDER BY achievements DESC, id
LIMIT $limit
