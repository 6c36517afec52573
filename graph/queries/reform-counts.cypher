// name: reform-counts
// purpose: 三项改革统计：每项成果的权利人、是否单列、许可给谁、转让或许可合同
// param: types list | 算作转化的合同类型 | ["技术转让", "技术许可"]
// param: ended list | 不算的履行状态 | ["已终止"]
// param: at date | 到哪一天为止签订的合同 | 2026-06-30
// param: institute string = "" | 只看这家院所的成果：编号、代码或名称，空为全部 | 秦东示例大学
// column: id | 成果编号
// column: achievement | 成果
// column: listed | 是否单列管理，没有登记为空
// column: share | 单位留存份额（%）
// column: owners | 权利人：编号、名称
// column: licences | 许可企业：编号、名称、区县编码
// column: contracts | 合同：编号、类型、企业编号、企业、区县编码，一方一行

MATCH (a:Achievement)
WHERE $institute = '' OR EXISTS { MATCH (o)-[:OWNS]->(a) WHERE $institute IN [o.id, o.code, o.name] }
RETURN a.id AS id, a.title AS achievement, a.single_list AS listed, a.retained_share AS share,
       COLLECT { MATCH (o)-[:OWNS]->(a) RETURN {id: o.id, name: o.name} AS one ORDER BY o.id } AS owners,
       COLLECT { MATCH (a)-[l:LICENSED_TO]->(e:Enterprise)
                 RETURN {id: e.id, name: e.name, county: e.county} AS one ORDER BY e.id, l.mode } AS licences,
       COLLECT { MATCH (g:Agreement)-[:COVERS]->(a)
                 WHERE g.type IN $types AND NOT coalesce(g.progress, '') IN $ended
                   AND coalesce(g.signed_on, g.signed_on_min) <= $at
                 OPTIONAL MATCH (e:Enterprise)-[:PARTY_TO]->(g)
                 RETURN {id: g.id, type: g.type, enterprise: e.id, name: e.name, county: e.county} AS one
                 ORDER BY g.id, e.id } AS contracts
ORDER BY id
