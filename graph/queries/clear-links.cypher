// name: clear-links
// purpose: 删掉若干条关系，返回删了几条
// param: limit integer | 一次几条 | 1000
// column: deleted | 删了几条
// for: program

MATCH ()-[r]->()
WITH r LIMIT $limit
DELETE r
RETURN count(*) AS deleted
