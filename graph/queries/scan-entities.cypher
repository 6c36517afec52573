// name: scan-entities
// purpose: 一类实体的全部属性，核对用
// column: id | 编号
// column: properties | 全部属性
// for: program
// template: KIND

MATCH (n:__KIND__)
RETURN n.id AS id, properties(n) AS properties
