// name: reform-vice-unit
// purpose: 科技副总：企业是不是他所在的高校院所（或其上级）入股；没有登记也没有声明的是不明
// param: pairs list | 每对的博士编号和企业编号 | [["doctor-BS-100", "enterprise-91611099MAD000596M"]]
// column: doctor | 博士编号
// column: enterprise | 企业编号
// column: state | met 声明没有，failed 有，unknown 没有登记也没有声明
// column: value | 持股的单位
// column: declared | 是否声明无利益冲突

UNWIND $pairs AS pair
MATCH (d:Doctor {id: pair[0]}), (e:Enterprise {id: pair[1]})
WITH d, e, COLLECT { MATCH (d)-[:WORKS_AT]->(:Institute)-[:PART_OF*0..3]->(i:Institute)-[:HOLDS_SHARES_IN]->(e)
                     RETURN DISTINCT i.name AS name ORDER BY name } AS value
RETURN d.id AS doctor, e.id AS enterprise,
       CASE WHEN size(value) > 0 THEN 'failed' WHEN coalesce(d.no_interest, false) THEN 'met'
            ELSE 'unknown' END AS state,
       value, d.no_interest AS declared
ORDER BY doctor, enterprise
