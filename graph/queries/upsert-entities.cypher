// name: upsert-entities
// purpose: 按 id 写入实体，属性整体替换
// params: rows: list, 待写入的行：id、props（含 id）
// template: __KIND__
UNWIND $rows AS row
MERGE (n:__KIND__ {id: row.id})
SET n = row.properties
