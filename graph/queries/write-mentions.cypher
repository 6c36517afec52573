// name: write-mentions
// purpose: 写入若干实体的 MENTIONS；先用 clear-mentions 删掉旧的，所以重做一遍也不会多
// params: rows: 待写入的行：source、mentions（每项 target、id、weight）
// template: SOURCE
UNWIND $rows AS row
MATCH (a:__SOURCE__ {id: row.source})
UNWIND row.mentions AS mention
MATCH (t:Term {id: mention.target})
CREATE (a)-[:MENTIONS {id: mention.id, weight: mention.weight}]->(t)
