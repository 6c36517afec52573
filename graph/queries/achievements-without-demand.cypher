// name: achievements-without-demand
// purpose: 没有一项需求与它同见足够多的词的成果
// param: words integer = 2 | 至少同见几个词才算有需求 | 3
// param: limit integer = 50 | 最多几行 | 20
// column: id | 成果编号
// column: title | 成果名称
// column: owner | 拥有它的单位
// column: most | 最接近的需求与它同见几个词

MATCH (a:Achievement)
OPTIONAL MATCH (a)-[:MENTIONS]->(t:Term)<-[:MENTIONS]-(n:Need)
WITH a, n, count(t) AS shared
WITH a, max(shared) AS most
WHERE most < $words
OPTIONAL MATCH (o)-[:OWNS]->(a)
RETURN a.id AS id, a.title AS title, o.name AS owner, most
ORDER BY most, id, owner
LIMIT $limit
