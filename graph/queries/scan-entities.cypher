// name: scan-entities
// purpose: 一类实体的全部属性，核对用
// params: 无
// template: KIND
MATCH (n:__KIND__)
RETURN n.id AS id, properties(n) AS properties
