// name: supply-by-field
// purpose: 各学科的需求、成果、博士和院所各有多少
// column: id | 学科编号
// column: field | 学科
// column: needs | 需求数
// column: achievements | 成果数
// column: doctors | 博士数
// column: institutes | 院所数

MATCH (f:Field)
RETURN f.id AS id, f.name AS field, COUNT { (:Need)-[:IN_FIELD]->(f) } AS needs,
       COUNT { (:Achievement)-[:IN_FIELD]->(f) } AS achievements,
       COUNT { (:Doctor)-[:IN_FIELD]->(f) } AS doctors, COUNT { (:Institute)-[:IN_FIELD]->(f) } AS institutes
ORDER BY needs DESC, id
