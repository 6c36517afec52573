// name: count-entities
// purpose: 一类实体有多少，核对用
// column: found | 个数
// for: program
// template: KIND

MATCH (n:__KIND__)
RETURN count(n) AS found
