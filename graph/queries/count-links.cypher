// name: count-links
// purpose: 一种关系有多少，核对用
// column: found | 条数
// for: program
// template: RELATION

MATCH ()-[r:__RELATION__]->()
RETURN count(r) AS found
