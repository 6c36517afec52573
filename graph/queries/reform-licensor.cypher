// name: reform-licensor
// purpose: 单列管理（或未登记）的成果：许可方是不是三项改革试点的高校、院所或医院
// param: institute string = "" | 只看这家院所的成果：编号、代码或名称，空为全部 | 秦东示例大学
// column: id | 成果编号
// column: achievement | 成果
// column: state | met 有试点单位，failed 都不是，unknown 没有登记权利人或试点与否
// column: value | 权利人：编号、名称、是高校院所还是企业、是否试点

MATCH (a:Achievement)
WHERE coalesce(a.single_list, true) AND ($institute = '' OR EXISTS {
  MATCH (o)-[:OWNS]->(a) WHERE $institute IN [o.id, o.code, o.name] })
WITH a, COLLECT { MATCH (o)-[:OWNS]->(a)
                  RETURN {id: o.id, name: o.name, kind: labels(o)[0], pilot: o.pilot} AS one
                  ORDER BY o.id } AS value
RETURN a.id AS id, a.title AS achievement,
       CASE WHEN size(value) = 0 THEN 'unknown'
            WHEN any(o IN value WHERE o.kind = 'Institute' AND coalesce(o.pilot, false)) THEN 'met'
            WHEN any(o IN value WHERE o.kind = 'Institute' AND o.pilot IS NULL) THEN 'unknown'
            ELSE 'failed' END AS state,
       value
ORDER BY id
