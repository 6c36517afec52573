// name: reform-granted
// purpose: 单列管理（或未登记）的成果：权利是不是可以许可的类型，已经授权并且有效
// param: types list | 可以许可的权利类型 | ["发明专利", "实用新型"]
// param: statuses list | 算作有效的法律状态 | ["有效"]
// param: at date | 哪一天 | 2026-06-30
// param: institute string = "" | 只看这家院所的成果：编号、代码或名称，空为全部 | 秦东示例大学
// column: id | 成果编号
// column: achievement | 成果
// column: state | met 授权有效，failed 类型不对、没有授权、失效或期满，unknown 没有登记
// column: type | 权利类型
// column: status | 法律状态
// column: granted | 授权日期
// column: until | 权利期满日

MATCH (a:Achievement)
WHERE coalesce(a.single_list, true) AND ($institute = '' OR EXISTS {
  MATCH (o)-[:OWNS]->(a) WHERE $institute IN [o.id, o.code, o.name] })
RETURN a.id AS id, a.title AS achievement,
       CASE WHEN NOT coalesce(a.ip_type, $types[0]) IN $types THEN 'failed'
            WHEN NOT coalesce(a.legal_status, $statuses[0]) IN $statuses THEN 'failed'
            WHEN coalesce(a.granted_on, a.granted_on_min, '') > $at THEN 'failed'
            WHEN coalesce(a.valid_until, a.valid_until_max, $at) + '~' < $at THEN 'failed'
            WHEN a.ip_type IS NULL OR a.legal_status IS NULL THEN 'unknown'
            ELSE 'met' END AS state,
       a.ip_type AS type, a.legal_status AS status, coalesce(a.granted_on, a.granted_on_min) AS granted,
       coalesce(a.valid_until, a.valid_until_max) AS until
ORDER BY id
