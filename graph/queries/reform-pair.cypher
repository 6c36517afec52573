// name: reform-pair
// purpose: 成果和企业成对：成果有没有独占、排他许可给别家，这家自己是不是已有许可
// param: pairs list | 每对的成果编号和企业编号 | [["achievement-CG-105", "enterprise-91611099MAD0002700"]]
// param: exclusive list | 排斥他人的许可方式 | ["独占许可", "排他许可"]
// column: achievement | 成果编号
// column: enterprise | 企业编号
// column: state | met 没有许可给别家独占或排他，failed 有，unknown 给别家的许可没有登记方式
// column: value | 以什么方式许可给了哪些别家
// column: own | 给这家的许可方式，没有许可为空表

UNWIND $pairs AS pair
MATCH (a:Achievement {id: pair[0]}), (e:Enterprise {id: pair[1]})
RETURN a.id AS achievement, e.id AS enterprise,
       CASE WHEN EXISTS { MATCH (a)-[l:LICENSED_TO]->(o:Enterprise) WHERE o.id <> e.id AND l.mode IN $exclusive }
            THEN 'failed'
            WHEN EXISTS { MATCH (a)-[l:LICENSED_TO]->(o:Enterprise) WHERE o.id <> e.id AND l.mode IS NULL }
            THEN 'unknown' ELSE 'met' END AS state,
       COLLECT { MATCH (a)-[l:LICENSED_TO]->(o:Enterprise) WHERE o.id <> e.id
                 RETURN coalesce(l.mode, '方式不明') + '给' + o.name AS one ORDER BY o.id, l.mode } AS value,
       COLLECT { MATCH (a)-[l:LICENSED_TO]->(e) RETURN coalesce(l.mode, '方式不明') AS mode ORDER BY mode } AS own
ORDER BY achievement, enterprise
