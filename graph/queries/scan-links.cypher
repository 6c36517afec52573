// name: scan-links
// purpose: 一种关系的全部，核对用
// params: 无
// template: RELATION
MATCH (a)-[r:__RELATION__]->(b)
RETURN r.id AS id, a.id AS source, b.id AS target, properties(r) AS properties
