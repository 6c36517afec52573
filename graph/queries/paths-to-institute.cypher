// name: paths-to-institute
// purpose: 一家企业经一份协议、一位博士、一个平台或一项成果到院所的路径
// param: enterprise string | 企业的编号、信用代码、全称或简称 | 商洛示例绿尾新型建材有限公司
// param: limit integer = 50 | 最多几行 | 20
// column: first | 企业一侧的关系
// column: kind | 中间是什么
// column: via_id | 中间的编号
// column: via | 中间的名称
// column: second | 院所一侧的关系
// column: institute_id | 院所编号
// column: institute | 院所

MATCH (e:Enterprise)-[r:PARTY_TO|OPERATES|STATIONED_AT|LICENSED_TO]-(x)
      -[s:PARTY_TO|OPERATES|WORKS_AT|OWNS]-(i:Institute)
WHERE $enterprise IN [e.id, e.uscc, e.name, e.short_name]
RETURN DISTINCT type(r) AS first, labels(x)[0] AS kind, x.id AS via_id, coalesce(x.name, x.title) AS via,
       type(s) AS second, i.id AS institute_id, i.name AS institute
ORDER BY kind, via_id, institute_id, first, second
LIMIT $limit
