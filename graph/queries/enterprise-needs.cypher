// name: enterprise-needs
// purpose: 一家企业的需求
// param: id string | 企业编号 | enterprise-91611099MAD000019A
// column: need | 需求编号
// column: title | 需求名称
// for: program

MATCH (:Enterprise {id: $id})-[:HAS_NEED]->(n:Need)
RETURN n.id AS need, n.title AS title ORDER BY need
