// name: upsert-links
// purpose: 按 id 写入关系，属性整体替换；端点不在时先建
// param: rows list | 待写入的行：id、source、target、properties（含 id） | [{"id": "1", "source": "need-1", "target": "term-钒", "properties": {"id": "1"}}]
// for: program
// template: SOURCE TARGET RELATION

UNWIND $rows AS row
MERGE (a:__SOURCE__ {id: row.source})
MERGE (b:__TARGET__ {id: row.target})
MERGE (a)-[r:__RELATION__ {id: row.id}]->(b)
SET r = row.properties
