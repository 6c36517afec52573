// name: policy-clauses
// purpose: 政策和它的条款：适用资质、规模、限额、日期在属性里，另有适用的行业和区县编码；一项政策一行
// column: id | 政策编号
// column: policy | 政策名称
// column: body | 政策的全部属性
// column: industries | 适用行业的编码，空为不限
// column: counties | 适用区县的编码，空为不限

MATCH (p:Policy)
RETURN p.id AS id, p.title AS policy, p {.*} AS body,
       COLLECT { MATCH (p)-[:APPLIES_TO]->(i:Industry) RETURN i.code AS code ORDER BY code } AS industries,
       COLLECT { MATCH (p)-[:APPLIES_TO]->(c:County) RETURN c.code AS code ORDER BY code } AS counties
ORDER BY id
