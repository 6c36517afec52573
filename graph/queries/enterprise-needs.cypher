// name: enterprise-needs
// purpose: 一家企业的需求
// params: id: 企业编号
MATCH (:Enterprise {id: $id})-[:HAS_NEED]->(n:Need)
RETURN n.id AS need, n.title AS title ORDER BY need
