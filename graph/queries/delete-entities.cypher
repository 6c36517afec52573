// name: delete-entities
// purpose: 按 id 删除实体和它的全部关系
// param: ids list | 实体编号 | ["need-1"]
// for: program
// template: KIND

UNWIND $ids AS id
MATCH (n:__KIND__ {id: id})
DETACH DELETE n
