// name: delete-mentions
// purpose: 去掉实体提到的全部词，随后重写
// params: ids: list, 实体 id
// template: __KIND__
UNWIND $ids AS id
MATCH (:__KIND__ {id: id})-[r:MENTIONS]->(:Term)
DELETE r
