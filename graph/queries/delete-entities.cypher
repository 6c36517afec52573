// name: delete-entities
// purpose: 按 id 删除实体和它的全部关系
// params: ids: list, 实体 id
// template: __KIND__
UNWIND $ids AS id
MATCH (n:__KIND__ {id: id})
DETACH DELETE n
