// name: agreements-by-county
// purpose: 各区县企业签了多少协议、多少金额
// column: county_id | 区县编号
// column: county | 区县
// column: enterprises | 签约企业数
// column: agreements | 协议数
// column: amount | 合同金额合计（元）

MATCH (e:Enterprise)-[:PARTY_TO]->(g:Agreement)
OPTIONAL MATCH (e)-[:LOCATED_IN]->(c:County)
WITH coalesce(c.id, '') AS county_id, coalesce(c.name, '未填') AS county, count(DISTINCT e) AS enterprises,
     collect(DISTINCT g) AS found
RETURN county_id, county, enterprises, size(found) AS agreements,
       reduce(total = 0, g IN found | total + coalesce(g.amount, 0)) AS amount
ORDER BY county_id
