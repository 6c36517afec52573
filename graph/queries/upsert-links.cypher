// name: upsert-links
// purpose: 按 id 写入关系，属性整体替换；端点不在时先建
// params: rows: list, 待写入的行：id、source、target、props（含 id）
// template: __SOURCE__ __TARGET__ __RELATION__
UNWIND $rows AS row
MERGE (a:__SOURCE__ {id: row.source})
MERGE (b:__TARGET__ {id: row.target})
MERGE (a)-[r:__RELATION__ {id: row.id}]->(b)
SET r = row.properties
