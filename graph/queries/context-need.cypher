// name: context-need
// purpose: 需求是哪些企业提的
// param: ids list | 需求编号 | ["need-XQ-001"]
// column: candidate | 需求编号
// column: owners | 提出它的企业
// for: program

UNWIND $ids AS id
MATCH (c:Need {id: id})
OPTIONAL MATCH (c)<-[:HAS_NEED]-(o:Enterprise)
WITH c, collect(DISTINCT {id: o.id, kind: 'Enterprise', name: o.name}) AS owners
RETURN c.id AS candidate, [x IN owners WHERE x.id IS NOT NULL] AS owners
