// name: delete-links
// purpose: 删除一种关系中的若干条
// param: rows list | 待删的行：id、source（起点编号） | [{"id": "1", "source": "need-1"}]
// for: program
// template: SOURCE RELATION

UNWIND $rows AS row
MATCH (a:__SOURCE__ {id: row.source})-[r:__RELATION__ {id: row.id}]->()
DELETE r
