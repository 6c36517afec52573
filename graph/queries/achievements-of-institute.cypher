// name: achievements-of-institute
// purpose: 一所高校院所的成果，连同完成它的博士
// params: id: string, 高校院所 id
// columns: id, title, doctors
MATCH (i:Institute {id: $id})-[:OWNS]->(a:Achievement)
OPTIONAL MATCH (d:Doctor)-[:CREATED]->(a)
WITH a, d ORDER BY d.id
RETURN a.id AS id, a.title AS title, collect(d.name) AS doctors
ORDER BY id
