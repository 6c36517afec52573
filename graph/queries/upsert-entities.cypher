// name: upsert-entities
// purpose: 按 id 写入实体，属性整体替换
// param: rows list | 待写入的行：id、properties（含 id） | [{"id": "need-1", "properties": {"id": "need-1"}}]
// for: program
// template: KIND

UNWIND $rows AS row
MERGE (n:__KIND__ {id: row.id})
SET n = row.properties
