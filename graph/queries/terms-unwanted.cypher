// name: terms-unwanted
// purpose: 成果提到而没有需求提到的词，成果多的在前
// param: limit integer = 50 | 最多几行 | 20
// column: id | 术语编号
// column: term | 词
// column: achievements | 提到它的成果数

MATCH (a:Achievement)-[:MENTIONS]->(t:Term)
WHERE NOT EXISTS { (t)<-[:MENTIONS]-(:Need) }
RETURN t.id AS id, t.name AS term, count(DISTINCT a) AS achievements
ORDER BY achievements DESC, id
LIMIT $limit
