// name: agreements-covering
// purpose: 涉及某些需求或成果的协议、双方和日期
// param: ids list | 需求或成果编号 | ["need-XQ-001"]
// column: covered | 需求或成果编号
// column: id | 协议编号
// column: title | 协议名称
// column: signed_on | 签订日期
// column: expires_on | 到期日期
// column: expires_on_max | 到期日期的上限
// column: progress | 履行状态
// column: parties | 双方的编号
// for: program

UNWIND $ids AS id
OPTIONAL MATCH (n:Need {id: id})
OPTIONAL MATCH (a:Achievement {id: id})
WITH coalesce(n, a) AS c
MATCH (c)<-[:COVERS]-(g:Agreement)
OPTIONAL MATCH (o)-[:PARTY_TO]->(g)
WITH c, g, collect(DISTINCT o.id) AS parties
RETURN c.id AS covered, g.id AS id, g.title AS title, g.signed_on AS signed_on, g.expires_on AS expires_on,
       g.expires_on_max AS expires_on_max, g.progress AS progress, parties
ORDER BY covered, id
