// name: terms-undersupplied
// purpose: 提到它的需求比成果多的词，差得多的在前
// param: limit integer = 50 | 最多几行 | 20
// column: id | 术语编号
// column: term | 词
// column: needs | 提到它的需求数
// column: achievements | 提到它的成果数
// column: doctors | 提到它的博士数

MATCH (n:Need)-[:MENTIONS]->(t:Term)
WITH t, count(DISTINCT n) AS needs
WITH t, needs, COUNT { (t)<-[:MENTIONS]-(:Achievement) } AS achievements
WHERE needs > achievements
RETURN t.id AS id, t.name AS term, needs, achievements, COUNT { (t)<-[:MENTIONS]-(:Doctor) } AS doctors
ORDER BY needs - achievements DESC, id
LIMIT $limit
