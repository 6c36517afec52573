// name: match-need
// purpose: 提到同样或相近技术词的需求，反过来找；score 与从需求出发时一样，是占需求全部词分量的比例
// param: ids list | 成果、博士或院所的编号 | ["achievement-CG-001"]
// param: total integer | 有文本的实体数 | 500
// param: common integer | 多少处以上提到的词太常见，不凭它找 | 200
// param: limit integer | 最多几行 | 20
// column: candidate | 需求编号
// column: score | 这些编号里最合的一个合上几成
// for: program

UNWIND $ids AS id
OPTIONAL MATCH (achievement:Achievement {id: id})
OPTIONAL MATCH (doctor:Doctor {id: id})
OPTIONAL MATCH (institute:Institute {id: id})
WITH coalesce(achievement, doctor, institute) AS s
MATCH (s)-[m:MENTIONS]->(u:Term)
WHERE u.df <= $common
WITH s, u, m.weight AS weight, log(1.0 + ($total + 1.0) / (u.df + 0.5)) AS other
MATCH (u)-[near:SIMILAR_TO|BROADER*0..1]-(t:Term)
WITH s, t, weight, other, log(1.0 + ($total + 1.0) / (t.df + 0.5)) AS rarity,
     CASE WHEN size(near) = 0 THEN 1.0 ELSE 0.5 END AS way
WITH s, t, weight * way * rarity * CASE WHEN other < rarity THEN other / rarity ELSE 1.0 END AS gain
WITH s, t, max(gain) AS gain
MATCH (t)<-[m:MENTIONS]-(c:Need)
WITH s, c, sum(gain * m.weight) AS part
WITH c, max(part) AS part
MATCH (c)-[m:MENTIONS]->(t:Term)
WITH c, part, sum(m.weight * log(1.0 + ($total + 1.0) / (t.df + 0.5))) AS norm
RETURN c.id AS candidate, part / norm AS score
ORDER BY score DESC, candidate
LIMIT $limit
