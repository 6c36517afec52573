// name: achievements-not-shown
// purpose: 成熟而从未上过路演的成果
// param: limit integer = 50 | 最多几行 | 20
// column: id | 成果编号
// column: title | 成果名称
// column: owner | 拥有它的单位

MATCH (a:Achievement {stage: '成熟应用'})
WHERE NOT EXISTS { (a)-[:PRESENTED_AT]->(:Roadshow) }
OPTIONAL MATCH (o)-[:OWNS]->(a)
RETURN a.id AS id, a.title AS title, o.name AS owner
ORDER BY id, owner
LIMIT $limit
