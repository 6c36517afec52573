// name: delete-links
// purpose: 按 id 删除关系
// params: rows: list, 待写入的行：id、source、target
// template: __SOURCE__ __TARGET__ __RELATION__
UNWIND $rows AS row
MATCH (:__SOURCE__ {id: row.source})-[r:__RELATION__ {id: row.id}]->(:__TARGET__ {id: row.target})
DELETE r
