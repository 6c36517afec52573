// name: needs-by-county
// purpose: 各区县各类需求的数量和拟投入资金
// column: county_id | 区县编号
// column: county | 区县
// column: type | 需求类型
// column: needs | 需求数
// column: budget | 拟投入资金合计（元）

MATCH (n:Need)
OPTIONAL MATCH (c:County {id: 'county-' + n.county})
WITH n, coalesce(c.id, '') AS county_id, coalesce(c.name, '未填') AS county,
     coalesce(n.type, '未填') AS type
RETURN county_id, county, type, count(n) AS needs, sum(coalesce(n.budget, 0)) AS budget
ORDER BY county_id, needs DESC, type
