// name: shortest-connection
// purpose: 两样东西之间最短的连接，不经过术语、学科、行业和区县
// param: source string | 起点的编号、名称或简称 | 山阳示例氮钒合金有限公司
// param: target string | 终点的编号、名称或简称 | 商洛示例学院
// param: limit integer = 5 | 最多几条 | 1
// column: steps | 走几步
// column: names | 途经各点的名称
// column: relations | 途经各条关系
// column: way | 途经各点的编号

MATCH (a)
WHERE $source IN [a.id, a.name, a.title, a.short_name]
WITH a
MATCH (b)
WHERE $target IN [b.id, b.name, b.title, b.short_name] AND a.id <> b.id
WITH a, b
MATCH p = allShortestPaths((a)-[:HAS_NEED|OWNS|CREATED|WORKS_AT|STATIONED_AT|PARTY_TO|COVERS|LICENSED_TO
                                |OPERATES|PRESENTED_AT*..8]-(b))
RETURN length(p) AS steps, [n IN nodes(p) | coalesce(n.name, n.title)] AS names,
       [r IN relationships(p) | type(r)] AS relations, reduce(way = '', n IN nodes(p) | way + ' ' + n.id) AS way
ORDER BY steps, way
LIMIT $limit
