// name: policy-carriers
// purpose: 孵化器、众创空间等载体：在哪里、谁运营、容得下几家、现在有哪些企业入驻；一个载体一行
// param: types list = ["孵化器","众创空间","加速器","孵化"] | 平台类型里含有哪个词的算载体 | ["众创空间"]
// column: id | 平台编号
// column: carrier | 载体
// column: type | 平台类型
// column: level | 级别
// column: county | 区县编码，不明为空
// column: places | 可容纳企业数，不明为空
// column: approved_on | 批准日期
// column: operators | 运营单位
// column: tenants | 入驻的企业：编号、名称、区县编码

MATCH (f:Platform)
WHERE any(word IN $types WHERE f.type CONTAINS word)
RETURN f.id AS id, f.name AS carrier, f.type AS type, f.level AS level, f.county AS county,
       f.places AS places, f.approved_on AS approved_on,
       COLLECT { MATCH (o)-[:OPERATES]->(f) RETURN o.name AS name ORDER BY o.id } AS operators,
       COLLECT { MATCH (e:Enterprise)-[:INCUBATED_IN]->(f)
                 RETURN {id: e.id, name: e.name, county: e.county} AS one ORDER BY e.id } AS tenants
ORDER BY id
