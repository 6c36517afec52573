// name: signing-agreements
// purpose: 全部协议的双方、涉及的需求和成果、日期和金额：看哪一对已经签过
// column: id | 协议编号
// column: agreement | 协议名称
// column: signed_on | 签订日期
// column: expires_on | 到期日期，只知道上限的按上限
// column: progress | 履行状态
// column: amount | 合同金额（元）
// column: parties | 双方的编号
// column: covers | 涉及的需求和成果的编号

MATCH (a:Agreement)
RETURN a.id AS id, a.title AS agreement, coalesce(a.signed_on, a.signed_on_min) AS signed_on,
       coalesce(a.expires_on, a.expires_on_max) AS expires_on, a.progress AS progress, a.amount AS amount,
       COLLECT { MATCH (o)-[:PARTY_TO]->(a) RETURN o.id AS id ORDER BY id } AS parties,
       COLLECT { MATCH (a)-[:COVERS]->(c) WHERE c:Need OR c:Achievement RETURN c.id AS id ORDER BY id } AS covers
ORDER BY id
