// name: roadshow-achievements
// purpose: 可以上路演的成果：谁的、谁完成的、许可给了谁、上过和排进哪些路演、已定的计划排在哪里；一项一行
// column: id | 成果编号
// column: achievement | 成果
// column: body | 成果的全部属性
// column: owners | 拥有它的单位：编号、名称、上级单位的编号和名称
// column: makers | 完成人：编号、姓名、任职的院所
// column: takers | 许可给：企业编号、企业、方式
// column: shown | 上过或排进的路演：编号、名称、日期、区县连同上级的编码
// column: planned | 记在账上的路演计划：计划编号、日期、区县编码、区县

MATCH (a:Achievement)
RETURN a.id AS id, a.title AS achievement, a {.*} AS body,
       COLLECT { MATCH (o)-[:OWNS]->(a)
                 OPTIONAL MATCH (o)-[:PART_OF]->(w:Institute)
                 RETURN {id: o.id, name: o.name, whole: w.id, whole_name: w.name} AS one
                 ORDER BY o.id, w.id } AS owners,
       COLLECT { MATCH (d:Doctor)-[:CREATED]->(a)
                 OPTIONAL MATCH (d)-[:WORKS_AT]->(i:Institute)
                 RETURN {id: d.id, name: d.name, institute: i.name} AS one ORDER BY d.id, i.id } AS makers,
       COLLECT { MATCH (a)-[l:LICENSED_TO]->(e:Enterprise)
                 RETURN {id: e.id, name: e.name, mode: l.mode} AS one ORDER BY e.id, l.mode } AS takers,
       COLLECT { MATCH (a)-[:PRESENTED_AT]->(r:Roadshow)
                 RETURN {id: r.id, title: r.title, held_on: coalesce(r.held_on, r.held_on_max),
                         counties: COLLECT { MATCH (r)-[:HELD_IN]->(:County)-[:BROADER*0..3]->(k:County)
                                             RETURN k.code AS code ORDER BY k.code }} AS one
                 ORDER BY r.id } AS shown,
       COLLECT { MATCH (a)-[p:PLANNED]->(k:County) WHERE p.task = 'roadshow'
                 RETURN {plan: p.plan, dated: p.dated, county: k.code, name: k.name} AS one
                 ORDER BY p.plan, k.code } AS planned
ORDER BY id
