// name: reform-vice-age
// purpose: 科技副总：企业成立够不够年限
// param: pairs list | 每对的博士编号和企业编号 | [["doctor-BS-100", "enterprise-91611099MAD000596M"]]
// param: cutoff date | 最迟哪天成立 | 2025-06-30
// column: doctor | 博士编号
// column: enterprise | 企业编号
// column: state | met 够，failed 不够，unknown 成立日期没有登记或不到日
// column: value | 成立日期
// column: name | 博士
// column: firm | 企业
// column: institutes | 博士的单位

UNWIND $pairs AS pair
MATCH (d:Doctor {id: pair[0]}), (e:Enterprise {id: pair[1]})
WITH d, e, coalesce(e.registered_on, e.registered_on_min) AS low,
     coalesce(e.registered_on, e.registered_on_max) AS high
RETURN d.id AS doctor, e.id AS enterprise,
       CASE WHEN high = $cutoff OR high + '~' < $cutoff THEN 'met' WHEN low > $cutoff THEN 'failed'
            ELSE 'unknown' END AS state,
       coalesce(low, high) AS value, d.name AS name, e.name AS firm,
       COLLECT { MATCH (d)-[:WORKS_AT]->(i) RETURN i.name AS name ORDER BY i.id } AS institutes
ORDER BY doctor, enterprise
