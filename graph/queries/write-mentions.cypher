// name: write-mentions
// purpose: 写入若干实体的 MENTIONS；先用 clear-mentions 删掉旧的，所以重做一遍也不会多
// param: rows list | 待写入的行：source，和等长的 targets、ids、weights（标量的列表过桥最快） | [{"source": "need-1", "targets": ["term-钒"], "ids": ["1"], "weights": [1.0]}]
// for: program
// template: SOURCE

UNWIND $rows AS row
MATCH (a:__SOURCE__ {id: row.source})
UNWIND range(0, size(row.targets) - 1) AS i
WITH a, row.targets[i] AS target, row.ids[i] AS id, row.weights[i] AS weight
MERGE (t:Term {id: target})
CREATE (a)-[:MENTIONS {id: id, weight: weight}]->(t)
