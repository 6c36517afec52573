// name: roadshow-contents
// purpose: 路演上的成果和拥有它的单位
// param: roadshow string = "" | 路演的编号或名称，空为全部 | SLLY-01
// param: limit integer = 50 | 最多几行 | 20
// column: roadshow_id | 路演编号
// column: roadshow | 路演
// column: held_on | 举办日期
// column: achievement_id | 成果编号
// column: achievement | 成果
// column: owner | 拥有它的单位

MATCH (a:Achievement)-[:PRESENTED_AT]->(r:Roadshow)
WHERE $roadshow IN ['', r.id, r.code, r.title]
OPTIONAL MATCH (o)-[:OWNS]->(a)
RETURN r.id AS roadshow_id, r.title AS roadshow, r.held_on AS held_on, a.id AS achievement_id,
       a.title AS achievement, o.name AS owner
ORDER BY held_on, roadshow_id, achievement_id, owner
LIMIT $limit
