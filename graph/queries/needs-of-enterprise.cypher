// name: needs-of-enterprise
// purpose: 一家企业的需求，以及各有几份协议涉及
// param: enterprise string | 企业的编号、信用代码、全称或简称 | 商洛示例绿尾新型建材有限公司
// column: id | 需求编号
// column: title | 需求名称
// column: type | 需求类型
// column: deadline | 期望完成日期
// column: agreements | 涉及它的协议数

MATCH (e:Enterprise)-[:HAS_NEED]->(n:Need)
WHERE $enterprise IN [e.id, e.uscc, e.name, e.short_name]
RETURN n.id AS id, n.title AS title, n.type AS type, coalesce(n.deadline, n.deadline_max) AS deadline,
       COUNT { (:Agreement)-[:COVERS]->(n) } AS agreements
ORDER BY id
