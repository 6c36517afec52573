// name: context-institute
// purpose: 院所与企业已有的协议
// params: ids: 院所编号列表, enterprise: 企业编号
MATCH (c:Institute) WHERE c.id IN $ids
OPTIONAL MATCH (c)-[:PARTY_TO]->(g:Agreement)<-[:PARTY_TO]-(:Enterprise {id: $enterprise})
RETURN c.id AS candidate, collect(DISTINCT g.title) AS agreements
