// name: needs-with-supply
// purpose: 与成果同见词多的需求，连同可供选择的成果数
// param: county county = "" | 区县，名称或编号，含下辖各县，空为全部 | 山阳县
// param: words integer = 3 | 至少同见几个词 | 4
// param: limit integer = 50 | 最多几行 | 20
// column: id | 需求编号
// column: title | 需求名称
// column: enterprise | 提出需求的企业
// column: achievements | 同见这么多词的成果数
// column: most | 最接近的成果与它同见几个词

MATCH (n:Need)
WHERE $county = '' OR EXISTS {
  (:County {id: 'county-' + n.county})-[:BROADER*0..3]->(p:County) WHERE $county IN [p.id, p.code, p.name] }
MATCH (n)-[:MENTIONS]->(t:Term)<-[:MENTIONS]-(a:Achievement)
WITH n, a, count(t) AS shared
WHERE shared >= $words
WITH n, count(a) AS achievements, max(shared) AS most
OPTIONAL MATCH (e:Enterprise)-[:HAS_NEED]->(n)
RETURN n.id AS id, n.title AS title, e.name AS enterprise, achievements, most
ORDER BY most DESC, achievements DESC, id, enterprise
LIMIT $limit
