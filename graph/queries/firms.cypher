// name: firms
// purpose: 企业和与登高有关的一切：登记的情况、资质认定、研发平台和区县；一家企业一行
// param: county county = "" | 区县，名称或编号，含下辖各县，空为全部 | 山阳县
// param: enterprise string = "" | 只要这一家：企业编号，空为不限 | enterprise-91611099MAD000012U
// column: id | 企业编号
// column: enterprise | 企业
// column: county | 区县编码，不明为空
// column: body | 企业的全部属性
// column: recognitions | 资质认定：名称、认定日期、有效期
// column: platforms | 企业依托的平台：编号、类型

MATCH (e:Enterprise)
WHERE $enterprise IN ['', e.id] AND ($county = '' OR EXISTS {
  (e)-[:LOCATED_IN]->(:County)-[:BROADER*0..3]->(p:County) WHERE $county IN [p.id, p.code, p.name] })
RETURN e.id AS id, e.name AS enterprise, e.county AS county, e {.*} AS body,
       COLLECT { MATCH (e)-[:RECOGNISED_AS]->(r:Recognition)
                 RETURN {id: r.id, label: r.label, from: coalesce(r.recognised_on, r.recognised_on_min),
                         until: coalesce(r.valid_until, r.valid_until_max)} AS one
                 ORDER BY r.id } AS recognitions,
       COLLECT { MATCH (e)-[:OPERATES]->(f:Platform)
                 RETURN {id: f.id, type: f.type} AS one ORDER BY f.id } AS platforms
ORDER BY id
