// name: survey-cooperation
// purpose: 企业与院所已有的往来：调查表里的合作和签过的协议，一项一行
// param: county county = "" | 企业所在区县，名称或编号，含下辖各县，空为全部 | 山阳县
// column: enterprise_id | 企业编号
// column: institute_id | 院所编号
// column: id | 合作或协议的编号
// column: relation | 出自哪里：COOPERATES_IN 为调查表里的合作，PARTY_TO 为协议
// column: enterprise | 企业
// column: institute | 院所
// column: county | 企业的区县编码，不明为空
// column: title | 合作或协议的名称
// column: since | 开始或签订的日期
// column: amount | 金额（元）

MATCH (e:Enterprise)-[r:COOPERATES_IN|PARTY_TO]->(x)<-[:COOPERATES_IN|PARTY_TO]-(i:Institute)
WHERE $county = '' OR EXISTS {
  (e)-[:LOCATED_IN]->(:County)-[:BROADER*0..3]->(p:County) WHERE $county IN [p.id, p.code, p.name] }
RETURN DISTINCT e.id AS enterprise_id, i.id AS institute_id, x.id AS id, type(r) AS relation,
       e.name AS enterprise, i.name AS institute, e.county AS county, x.title AS title,
       coalesce(x.since, x.since_min, x.signed_on, x.signed_on_min) AS since, x.amount AS amount
ORDER BY enterprise_id, institute_id, id
