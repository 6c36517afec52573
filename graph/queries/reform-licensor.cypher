// name: reform-licensor
// purpose: 单列管理（或未登记）的成果：许可方是不是三项改革试点的高校、院所或医院
// param: institute string = "" | 只看这家院所的成果：编号、代码或名称，空为全部 | 秦东示例大学
// column: id | 成果编号
// column: achievement | 成果
// column: state | met 有试点单位，failed 都不是，unknown 没有登记权利人或试点与否
// column: value | 每家权利人是不是试点单位
// column: owners | 权利人

MATCH (a:Achievement)
WHERE coalesce(a.single_list, true) AND ($institute = '' OR EXISTS {
  MATCH (o)-[:OWNS]->(a) WHERE $institute IN [o.id, o.code, o.name] })
RETURN a.id AS id, a.title AS achievement,
       CASE WHEN EXISTS { MATCH (o:Institute)-[:OWNS]->(a) WHERE o.pilot } THEN 'met'
            WHEN NOT EXISTS { MATCH (o)-[:OWNS]->(a) } THEN 'unknown'
            WHEN EXISTS { MATCH (o:Institute)-[:OWNS]->(a) WHERE o.pilot IS NULL } THEN 'unknown'
            ELSE 'failed' END AS state,
       COLLECT { MATCH (o)-[:OWNS]->(a)
                 RETURN o.name + CASE WHEN o:Enterprise THEN '是企业' WHEN o.pilot THEN '是试点单位'
                                      WHEN o.pilot IS NULL THEN '没有登记是否试点'
                                      ELSE '不是试点单位' END AS one ORDER BY o.id } AS value,
       COLLECT { MATCH (o)-[:OWNS]->(a) RETURN o.name AS name ORDER BY o.id } AS owners
ORDER BY id
