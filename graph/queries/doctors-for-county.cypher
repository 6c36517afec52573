// name: doctors-for-county
// purpose: 研究内容与一个区县的需求同见词多的博士
// param: county county | 区县，名称或编号，含下辖各县 | 山阳县
// param: words integer = 2 | 与一项需求至少同见几个词 | 3
// param: limit integer = 50 | 最多几行 | 20
// column: id | 博士编号
// column: doctor | 博士
// column: needs | 对得上的需求数
// column: most | 与最接近的需求同见几个词
// column: stationed | 已派驻几家企业

MATCH (n:Need)
WHERE $county = '' OR EXISTS {
  (:County {id: 'county-' + n.county})-[:BROADER*0..3]->(p:County) WHERE $county IN [p.id, p.code, p.name] }
MATCH (n)-[:MENTIONS]->(t:Term)<-[:MENTIONS]-(d:Doctor)
WITH n, d, count(t) AS shared
WHERE shared >= $words
WITH d, count(n) AS needs, max(shared) AS most
RETURN d.id AS id, d.name AS doctor, needs, most, COUNT { (d)-[:STATIONED_AT]->(:Enterprise) } AS stationed
ORDER BY needs DESC, most DESC, id
LIMIT $limit
