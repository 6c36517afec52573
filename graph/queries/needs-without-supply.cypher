// name: needs-without-supply
// purpose: 没有一项成果与它同见足够多的词的需求
// param: county county = "" | 区县，名称或编号，含下辖各县，空为全部 | 山阳县
// param: words integer = 2 | 至少同见几个词才算有供给 | 3
// param: limit integer = 50 | 最多几行 | 20
// column: id | 需求编号
// column: title | 需求名称
// column: enterprise | 提出需求的企业
// column: most | 最接近的成果与它同见几个词

MATCH (n:Need)
WHERE $county = '' OR EXISTS {
  (:County {id: 'county-' + n.county})-[:BROADER*0..3]->(p:County) WHERE $county IN [p.id, p.code, p.name] }
OPTIONAL MATCH (n)-[:MENTIONS]->(t:Term)<-[:MENTIONS]-(a:Achievement)
WITH n, a, count(t) AS shared
WITH n, max(shared) AS most
WHERE most < $words
OPTIONAL MATCH (e:Enterprise)-[:HAS_NEED]->(n)
RETURN n.id AS id, n.title AS title, e.name AS enterprise, most
ORDER BY most, id, enterprise
LIMIT $limit
