// name: clear-mentions
// purpose: 删除若干实体的 MENTIONS，随后按新文本重写
// param: ids list | 实体编号 | ["need-1"]
// for: program
// template: KIND

UNWIND $ids AS id
MATCH (n:__KIND__ {id: id})-[r:MENTIONS]->(:Term)
DELETE r
