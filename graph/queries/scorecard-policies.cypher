// name: scorecard-policies
// purpose: 政策一行一项：发布和截止日期；给了区县时是适用这个区县的
// param: county county = "" | 区县，名称或编号，空为全部；不限区县的政策总在内 | 山阳县
// column: id | 政策编号
// column: title | 政策名称
// column: day | 发布日期，不明为空
// column: until | 截止日期，不明为空

MATCH (p:Policy)
WHERE $county = '' OR NOT EXISTS { (p)-[:APPLIES_TO]->(:County) } OR EXISTS {
  (p)-[:APPLIES_TO]->(u:County)<-[:BROADER*0..3]-(c:County) WHERE $county IN [c.id, c.code, c.name] }
RETURN p.id AS id, p.title AS title, p.published_on AS day, coalesce(p.deadline, p.deadline_max) AS until
ORDER BY id
