// name: reform-vice-terms
// purpose: 科技副总：本人在编，或聘期够不够年
// param: pairs list | 每对的博士编号和企业编号 | [["doctor-BS-100", "enterprise-91611099MAD000596M"]]
// param: years integer | 聘期至少几年 | 3
// column: doctor | 博士编号
// column: enterprise | 企业编号
// column: state | met 在编或聘期够，failed 都不是，unknown 没有登记
// column: regular | 是否在编
// column: years | 聘期（年）

UNWIND $pairs AS pair
MATCH (d:Doctor {id: pair[0]}), (e:Enterprise {id: pair[1]})
RETURN d.id AS doctor, e.id AS enterprise,
       CASE WHEN coalesce(d.regular, false) OR coalesce(d.contract_years, 0) >= $years THEN 'met'
            WHEN d.regular IS NULL OR d.contract_years IS NULL THEN 'unknown'
            ELSE 'failed' END AS state,
       d.regular AS regular, d.contract_years AS years
ORDER BY doctor, enterprise
