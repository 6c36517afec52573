// name: context-achievement
// purpose: 成果周围：拥有它的院所和企业、被许可的企业、学科、应用行业
// param: ids list | 成果编号 | ["achievement-CG-001"]
// column: candidate | 成果编号
// column: near | 每个邻居的关系、许可方式、编号、类别、名称
// for: program

UNWIND $ids AS id
MATCH (c:Achievement {id: id})
OPTIONAL MATCH (c)-[r:OWNS|LICENSED_TO|IN_FIELD|IN_INDUSTRY]-(o)
RETURN c.id AS candidate,
       collect({relation: type(r), mode: r.mode, id: o.id, kind: labels(o)[0], name: o.name}) AS near
