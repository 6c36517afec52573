// name: reform-assignments
// purpose: 转让合同（签了的和准备中的）涉及的成果、受让方和是否职务成果
// param: types list | 转让的合同类型 | ["技术转让"]
// param: institute string = "" | 只看这家院所的成果：编号、代码或名称，空为全部 | 秦东示例大学
// param: county county = "" | 受让企业所在区县，含下辖各县，空为全部 | 山阳县
// column: agreement | 合同编号
// column: title | 合同名称
// column: signed_on | 签订日期
// column: progress | 履行状态
// column: amount | 合同金额（元）
// column: id | 成果编号
// column: achievement | 成果
// column: service | 是否职务成果，没有登记为空
// column: owners | 权利人
// column: takers | 受让方：不是权利人的各方，编号、名称

MATCH (g:Agreement)-[:COVERS]->(a:Achievement)
WHERE g.type IN $types AND ($institute = '' OR EXISTS {
    MATCH (o)-[:OWNS]->(a) WHERE $institute IN [o.id, o.code, o.name] })
  AND ($county = '' OR EXISTS {
    MATCH (e:Enterprise)-[:PARTY_TO]->(g), (e)-[:LOCATED_IN]->(:County)-[:BROADER*0..3]->(p:County)
    WHERE $county IN [p.id, p.code, p.name] })
RETURN g.id AS agreement, g.title AS title, coalesce(g.signed_on, g.signed_on_min) AS signed_on,
       g.progress AS progress, g.amount AS amount, a.id AS id, a.title AS achievement,
       a.service_work AS service,
       COLLECT { MATCH (o)-[:OWNS]->(a) RETURN o.name AS name ORDER BY o.id } AS owners,
       COLLECT { MATCH (t)-[:PARTY_TO]->(g) WHERE NOT EXISTS { (t)-[:OWNS]->(a) }
                 RETURN {id: t.id, name: t.name} AS one ORDER BY t.id } AS takers
ORDER BY agreement, id
