// name: context-doctor
// purpose: 博士周围：任职的单位、派驻的企业、持股和创办的企业、学科
// param: ids list | 博士编号 | ["doctor-BS-001"]
// column: candidate | 博士编号
// column: near | 每个邻居的关系、许可方式（博士没有）、编号、类别、名称，派驻的起止
// for: program

UNWIND $ids AS id
MATCH (c:Doctor {id: id})
OPTIONAL MATCH (c)-[r:WORKS_AT|STATIONED_AT|HOLDS_SHARES_IN|FOUNDED|IN_FIELD]-(o)
RETURN c.id AS candidate,
       collect({relation: type(r), mode: NULL, id: o.id, kind: labels(o)[0], name: o.name,
                since: coalesce(r.from, r.from_min), until: coalesce(r.to, r.to_max)}) AS near
