// name: needs-without-supply
// purpose: 没有任何成果提到其用词的需求；county 为空串时看全部县区
// params: county: string, 县区 id，空串为全部
// columns: id, title, enterprise
MATCH (n:Need)
WHERE ($county = '' OR EXISTS { (n)-[:LOCATED_IN]->(:County {id: $county}) }
       OR EXISTS { (n)<-[:HAS_NEED]-(:Enterprise)-[:LOCATED_IN]->(:County {id: $county}) })
  AND NOT EXISTS { (n)-[:MENTIONS]->(:Term)<-[:MENTIONS]-(:Achievement) }
OPTIONAL MATCH (e:Enterprise)-[:HAS_NEED]->(n)
RETURN n.id AS id, n.title AS title, e.name AS enterprise
ORDER BY id, enterprise
