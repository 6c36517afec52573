// name: chain-achievements
// purpose: 图谱里的成果：学科、应用行业、单位，许可给几家企业，到某日有几份协议涉及
// param: on date | 看哪一天：这一天之后签的协议不算 | 2026-06-30
// column: id | 成果编号
// column: title | 成果名称
// column: owners | 拥有它的单位：名称、所在市和区县编码（没有写的看上级单位），不明为空
// column: industry | 应用行业代码，不明为空
// column: field | 学科代码，不明为空
// column: day | 完成日期，不明为空
// column: licences | 许可给几家企业
// column: agreements | 涉及它的协议数

MATCH (a:Achievement)
OPTIONAL MATCH (a)-[:IN_INDUSTRY]->(i:Industry)
OPTIONAL MATCH (a)-[:IN_FIELD]->(d:Field)
WITH a, min(i.code) AS industry, min(d.code) AS field
RETURN a.id AS id, a.title AS title,
       COLLECT { MATCH (o)-[:OWNS]->(a)
                 RETURN {name: o.name,
                         city: coalesce(o.city, head([(o)-[:PART_OF]->(w:Institute) | w.city])),
                         county: coalesce(o.county, head([(o)-[:PART_OF]->(w:Institute) | w.county]))} AS one
                 ORDER BY o.name, o.id } AS owners,
       industry, field, a.completed_on AS day, COUNT { (a)-[:LICENSED_TO]->(:Enterprise) } AS licences,
       COUNT { (g:Agreement)-[:COVERS]->(a) WHERE g.signed_on IS NULL OR g.signed_on <= $on } AS agreements
ORDER BY id
