// name: reform-retained
// purpose: 单位留存份额：成果的权利人给自己留了多少，没有登记的只列单列管理的
// param: institute string = "" | 只看这家院所的成果：编号、代码或名称，空为全部 | 秦东示例大学
// column: id | 成果编号
// column: achievement | 成果
// column: state | met 留有份额，failed 没有留，unknown 没有登记
// column: value | 单位留存份额（%）
// column: owners | 权利人
// column: service | 是否职务成果

MATCH (a:Achievement)
WHERE (a.retained_share IS NOT NULL OR coalesce(a.single_list, false)) AND ($institute = '' OR EXISTS {
  MATCH (o)-[:OWNS]->(a) WHERE $institute IN [o.id, o.code, o.name] })
RETURN a.id AS id, a.title AS achievement,
       CASE WHEN a.retained_share IS NULL THEN 'unknown' WHEN a.retained_share > 0 THEN 'met'
            ELSE 'failed' END AS state,
       a.retained_share AS value,
       COLLECT { MATCH (o)-[:OWNS]->(a) RETURN o.name AS name ORDER BY o.id } AS owners,
       a.service_work AS service
ORDER BY id
