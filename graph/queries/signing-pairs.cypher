// name: signing-pairs
// purpose: 每一对供需现在到了哪一步，连同企业、需求、成果（博士、院所）、对方单位和所在市、成果已给了谁；推送和回绝的也在内
// param: county county = "" | 企业所在区县，名称或编号，含下辖各县，空为全部 | 山阳县
// column: match | 匹配编号
// column: status | 步骤，英文名
// column: dated | 到这一步的日期
// column: note | 这一步记下的话
// column: subject | 需求或企业的全部属性
// column: candidate | 成果、博士或院所的全部属性
// column: firms | 企业：编号、名称、区县编码
// column: owners | 成果的拥有单位、博士的工作单位或院所自己：编号、类别、名称、所在市（没有写的看上级单位）、区县编码
// column: takers | 已许可或派驻给哪些企业，博士持股或创办的也列：编号、名称、关系、许可方式

MATCH (s)-[m:MATCHED]->(c)
WITH s, m, c,
     CASE WHEN s:Enterprise THEN [s] ELSE
       COLLECT { MATCH (e:Enterprise)-[:HAS_NEED]->(s) RETURN e ORDER BY e.id } END AS firms,
     CASE WHEN c:Institute THEN [c] ELSE
       COLLECT { MATCH (o)-[:OWNS|WORKS_AT]-(c) RETURN o ORDER BY o.id } END AS owners
WHERE $county = '' OR any(e IN firms WHERE EXISTS {
  (e)-[:LOCATED_IN]->(:County)-[:BROADER*0..3]->(p:County) WHERE $county IN [p.id, p.code, p.name] })
RETURN m.match AS match, m.status AS status, m.dated AS dated, m.note AS note,
       s {.*} AS subject, c {.*} AS candidate,
       [e IN firms | {id: e.id, name: e.name, county: e.county}] AS firms,
       [o IN owners | {id: o.id, kind: labels(o)[0], name: o.name, county: o.county,
        city: coalesce(o.city, head([(o)-[:PART_OF]->(w:Institute) | w.city]))}] AS owners,
       COLLECT { MATCH (c)-[l:LICENSED_TO|STATIONED_AT|HOLDS_SHARES_IN|FOUNDED]->(e:Enterprise)
                 RETURN {id: e.id, name: e.name, relation: type(l), mode: l.mode} AS one
                 ORDER BY e.id, type(l) } AS takers
ORDER BY match
