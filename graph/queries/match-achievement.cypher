// name: match-achievement
// purpose: 与一项需求（或一家企业）提到同样或相近技术词的成果；score 是占需求全部词分量的比例
// param: id string | 需求或企业编号 | need-XQ-001
// param: total integer | 有文本的实体数 | 500
// param: limit integer | 最多几行 | 20
// column: candidate | 成果编号
// column: score | 词的分量合上几成
// column: terms | 同见的词和各自的分量
// for: program

MATCH (s {id: $id})-[m:MENTIONS]->(t:Term)
WITH s, t, m.weight * log(1.0 + ($total + 1.0) / (t.df + 0.5)) AS importance
WITH collect({term: t, importance: importance}) AS all, sum(importance * importance) AS norm
UNWIND all AS one
WITH one.term AS t, one.importance AS importance, norm
MATCH (t)-[near:SIMILAR_TO|BROADER*0..1]-(u:Term)<-[m:MENTIONS]-(c:Achievement)
WITH c, t, u, norm,
     importance * m.weight * log(1.0 + ($total + 1.0) / (u.df + 0.5))
       * CASE WHEN size(near) = 0 THEN 1.0 ELSE 0.5 END AS part
ORDER BY part DESC, u.id
WITH c, t, norm, collect({term: t.name, via: u.name, part: part})[0] AS best
WITH c, norm, best ORDER BY best.part DESC, best.term
WITH c, norm, sum(best.part) AS total, collect(best) AS terms
RETURN c.id AS candidate, total / norm AS score, terms[0..8] AS terms
ORDER BY score DESC, candidate
LIMIT $limit
