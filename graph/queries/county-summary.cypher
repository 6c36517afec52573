// name: county-summary
// purpose: 各县区的企业数、需求数与协议数
// columns: id, county, enterprises, needs, agreements
MATCH (c:County)<-[:LOCATED_IN]-(e:Enterprise)
OPTIONAL MATCH (e)-[:HAS_NEED]->(n:Need)
OPTIONAL MATCH (e)-[:PARTY_TO]->(g:Agreement)
RETURN c.id AS id, c.name AS county, count(DISTINCT e) AS enterprises,
       count(DISTINCT n) AS needs, count(DISTINCT g) AS agreements
ORDER BY needs DESC, id
