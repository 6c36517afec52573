// name: clear-mentions
// purpose: 删除若干实体的 MENTIONS，随后按新文本重写
// params: ids: 实体编号列表
// template: KIND
UNWIND $ids AS id
MATCH (n:__KIND__ {id: id})-[r:MENTIONS]->(:Term)
DELETE r
