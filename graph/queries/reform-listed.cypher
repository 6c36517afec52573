// name: reform-listed
// purpose: 三项改革第一条：成果是不是职务科技成果单列管理
// param: institute string = "" | 只看这家院所的成果：编号、代码或名称，空为全部 | 秦东示例大学
// column: id | 成果编号
// column: achievement | 成果
// column: state | met 是，failed 不是，unknown 没有登记
// column: value | 登记的是否单列管理

MATCH (a:Achievement)
WHERE $institute = '' OR EXISTS { MATCH (o)-[:OWNS]->(a) WHERE $institute IN [o.id, o.code, o.name] }
RETURN a.id AS id, a.title AS achievement,
       CASE WHEN a.single_list IS NULL THEN 'unknown' WHEN a.single_list THEN 'met' ELSE 'failed' END AS state,
       a.single_list AS value
ORDER BY id
