// name: top-terms
// purpose: 需求提到最多的词，以及提到它的成果数
// param: limit integer = 50 | 最多几行 | 20
// column: id | 术语编号
// column: term | 词
// column: needs | 提到它的需求数
// column: achievements | 提到它的成果数

MATCH (n:Need)-[:MENTIONS]->(t:Term)
WITH t, count(DISTINCT n) AS needs
RETURN t.id AS id, t.name AS term, needs, COUNT { (t)<-[:MENTIONS]-(:Achievement) } AS achievements
ORDER BY needs DESC, id
LIMIT $limit
