// name: scan-links
// purpose: 一种关系的全部边
// columns: source, target, properties
// template: __RELATION__
MATCH (a)-[r:__RELATION__]->(b)
RETURN a.id AS source, b.id AS target, properties(r) AS properties
