// name: terms-near
// purpose: 一个词的近义词、上位词和下位词，以及谁提到它们
// param: term string | 词或术语编号 | 钒电池
// column: id | 术语编号
// column: term | 词
// column: how | 与它的关系
// column: needs | 提到它的需求数
// column: achievements | 提到它的成果数

MATCH (t:Term)-[r:SIMILAR_TO|BROADER]-(u:Term)
WHERE $term IN [t.id, t.name]
WITH DISTINCT u,
     CASE WHEN type(r) = 'SIMILAR_TO' THEN '近义' WHEN startNode(r) = u THEN '下位' ELSE '上位' END AS how
RETURN u.id AS id, u.name AS term, how, COUNT { (u)<-[:MENTIONS]-(:Need) } AS needs,
       COUNT { (u)<-[:MENTIONS]-(:Achievement) } AS achievements
ORDER BY how, id
