// name: clear
// purpose: 删掉若干节点和它们的关系，返回删了几个
// param: limit integer | 一次几个 | 1000
// column: deleted | 删了几个
// for: program

MATCH (n)
WITH n LIMIT $limit
DETACH DELETE n
RETURN count(*) AS deleted
