// name: top-terms
// purpose: 需求提到最多的词，以及提到它的成果数
// params: limit: integer, 最多几行
// columns: id, term, needs, achievements
MATCH (n:Need)-[:MENTIONS]->(t:Term)
WITH t, count(DISTINCT n) AS needs
RETURN t.id AS id, t.name AS term, needs, COUNT { (t)<-[:MENTIONS]-(:Achievement) } AS achievements
ORDER BY needs DESC, id
LIMIT $limit
