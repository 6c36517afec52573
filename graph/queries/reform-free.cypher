// name: reform-free
// purpose: 单列管理（或未登记）的成果：有没有独占、排他许可给哪家企业
// param: exclusive list | 排斥他人的许可方式 | ["独占许可", "排他许可"]
// param: institute string = "" | 只看这家院所的成果：编号、代码或名称，空为全部 | 秦东示例大学
// column: id | 成果编号
// column: achievement | 成果
// column: state | met 没有，failed 已独占或排他许可，unknown 许可方式没有登记
// column: value | 以什么方式许可给了谁

MATCH (a:Achievement)
WHERE coalesce(a.single_list, true) AND ($institute = '' OR EXISTS {
  MATCH (o)-[:OWNS]->(a) WHERE $institute IN [o.id, o.code, o.name] })
RETURN a.id AS id, a.title AS achievement,
       CASE WHEN EXISTS { MATCH (a)-[l:LICENSED_TO]->(:Enterprise) WHERE l.mode IN $exclusive } THEN 'failed'
            WHEN EXISTS { MATCH (a)-[l:LICENSED_TO]->(:Enterprise) WHERE l.mode IS NULL } THEN 'unknown'
            ELSE 'met' END AS state,
       COLLECT { MATCH (a)-[l:LICENSED_TO]->(e:Enterprise)
                 RETURN coalesce(l.mode, '方式不明') + '给' + e.name AS one ORDER BY e.id, l.mode } AS value
ORDER BY id
