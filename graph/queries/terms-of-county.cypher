// name: terms-of-county
// purpose: 一个区县的需求提到最多的词，以及全部成果和博士里有多少提到它
// param: county county | 区县，名称或编号，含下辖各县 | 山阳县
// param: limit integer = 50 | 最多几行 | 20
// column: id | 术语编号
// column: term | 词
// column: needs | 本区县提到它的需求数
// column: achievements | 提到它的成果数
// column: doctors | 提到它的博士数

MATCH (n:Need)
WHERE $county = '' OR EXISTS {
  (:County {id: 'county-' + n.county})-[:BROADER*0..3]->(p:County) WHERE $county IN [p.id, p.code, p.name] }
MATCH (n)-[:MENTIONS]->(t:Term)
WITH t, count(DISTINCT n) AS needs
RETURN t.id AS id, t.name AS term, needs, COUNT { (t)<-[:MENTIONS]-(:Achievement) } AS achievements,
       COUNT { (t)<-[:MENTIONS]-(:Doctor) } AS doctors
ORDER BY needs DESC, id
LIMIT $limit
