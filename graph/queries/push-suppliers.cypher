// name: push-suppliers
// purpose: 一些成果、博士、院所各属于哪些单位，成果的应用行业和许可；一个供方一行
// param: ids list | 成果、博士、院所的编号 | ["achievement-CG-001"]
// column: id | 成果、博士或院所编号
// column: owners | 单位：编号、类别、名称；院所就是自己
// column: industries | 应用行业编码
// column: licences | 许可：企业编号、方式

UNWIND $ids AS id
OPTIONAL MATCH (a:Achievement {id: id})
OPTIONAL MATCH (d:Doctor {id: id})
OPTIONAL MATCH (i:Institute {id: id})
WITH coalesce(a, d, i) AS s
WHERE s IS NOT NULL
RETURN s.id AS id,
       COLLECT { MATCH (o)-[:OWNS]->(s) RETURN {id: o.id, kind: labels(o)[0], name: o.name} AS one
                 ORDER BY o.id } +
       COLLECT { MATCH (s)-[:WORKS_AT]->(o) RETURN {id: o.id, kind: labels(o)[0], name: o.name} AS one
                 ORDER BY o.id } +
       CASE WHEN s:Institute THEN [{id: s.id, kind: 'Institute', name: s.name}] ELSE [] END AS owners,
       COLLECT { MATCH (s)-[:IN_INDUSTRY]->(i:Industry) RETURN i.code AS one ORDER BY i.code } AS industries,
       COLLECT { MATCH (s)-[l:LICENSED_TO]->(t:Enterprise) RETURN {id: t.id, mode: l.mode} AS one
                 ORDER BY t.id } AS licences
ORDER BY id
