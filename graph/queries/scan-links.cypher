// name: scan-links
// purpose: 一种关系的全部，核对用
// column: id | 编号
// column: source | 起点编号
// column: target | 终点编号
// column: properties | 全部属性
// for: program
// template: RELATION

MATCH (a)-[r:__RELATION__]->(b)
RETURN r.id AS id, a.id AS source, b.id AS target, properties(r) AS properties
