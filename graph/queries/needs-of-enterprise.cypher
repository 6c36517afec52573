// name: needs-of-enterprise
// purpose: 一家企业的需求
// params: id: string, 企业 id
// columns: id, title
MATCH (e:Enterprise {id: $id})-[:HAS_NEED]->(n:Need)
RETURN n.id AS id, n.title AS title
ORDER BY id
