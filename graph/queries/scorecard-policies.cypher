// name: scorecard-policies
// purpose: 政策一行一项：属性里有发布、受理、截止和失效的日期；给了区县时是适用这个区县的
// param: county county = "" | 区县，名称或编号，空为全部；不限区县的政策总在内 | 山阳县
// column: id | 政策编号
// column: title | 政策名称
// column: body | 政策的全部属性

MATCH (p:Policy)
WHERE $county = '' OR NOT EXISTS { (p)-[:APPLIES_TO]->(:County) } OR EXISTS {
  (p)-[:APPLIES_TO]->(u:County)<-[:BROADER*0..3]-(c:County) WHERE $county IN [c.id, c.code, c.name] }
RETURN p.id AS id, p.title AS title, p {.*} AS body
ORDER BY id
