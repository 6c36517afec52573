// name: match-pair
// purpose: 与一项需求（或一家企业等）提到同样或相近技术词的，只在给定的成果、博士和院所里找；score 是占需求全部词分量的比例
// param: id string | 需求、企业、成果、博士或院所的编号 | need-XQ-001
// param: total integer | 有文本的实体数 | 500
// param: common integer | 多少处以上提到的词太常见，不凭它找 | 200
// param: ids list | 成果、博士、院所的编号 | ["achievement-CG-001"]
// column: candidate | 成果、博士或院所的编号
// column: score | 词的分量合上几成
// column: terms | 同见的词、经哪个词、各自的分量
// for: program

OPTIONAL MATCH (need:Need {id: $id})
OPTIONAL MATCH (enterprise:Enterprise {id: $id})
OPTIONAL MATCH (achievement:Achievement {id: $id})
OPTIONAL MATCH (doctor:Doctor {id: $id})
OPTIONAL MATCH (institute:Institute {id: $id})
WITH coalesce(need, enterprise, achievement, doctor, institute) AS s
MATCH (s)-[m:MENTIONS]->(t:Term)
WITH t, m.weight AS weight, log(1.0 + ($total + 1.0) / (t.df + 0.5)) AS rarity
WITH collect({term: t, rarity: rarity, importance: weight * rarity}) AS all, sum(weight * rarity) AS norm
UNWIND all AS one
WITH one.term AS t, one.rarity AS rarity, one.importance AS importance, norm
MATCH (t)-[near:SIMILAR_TO|BROADER*0..1]-(u:Term)
WITH t.name AS term, u, u.name AS via, u.df AS df, rarity, norm,
     importance * CASE WHEN size(near) = 0 THEN 1.0 ELSE 0.5 END AS whole
WHERE df <= $common
WITH term, u, via, norm, rarity, whole, log(1.0 + ($total + 1.0) / (df + 0.5)) AS other
WITH term, u, via, norm, whole * CASE WHEN other < rarity THEN other / rarity ELSE 1.0 END AS gain
MATCH (u)<-[m:MENTIONS]-(c)
WHERE c.id IN $ids
WITH c, norm, term, max(gain * m.weight) AS part, min(via) AS first,
     max(CASE WHEN via = term THEN 1 ELSE 0 END) AS direct
WITH c, norm, sum(part) AS total,
     collect({term: term, via: CASE WHEN direct = 1 THEN term ELSE first END, part: part}) AS terms
RETURN c.id AS candidate, total / norm AS score, terms
ORDER BY score DESC, candidate
