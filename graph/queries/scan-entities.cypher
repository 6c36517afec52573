// name: scan-entities
// purpose: 一类实体的全部节点
// columns: id, properties
// template: __KIND__
MATCH (n:__KIND__)
RETURN n.id AS id, properties(n) AS properties
