// name: counts
// purpose: 各类节点的数目
// columns: kind, total
MATCH (n)
UNWIND labels(n) AS kind
RETURN kind, count(*) AS total
ORDER BY kind
