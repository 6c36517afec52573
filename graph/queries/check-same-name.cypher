// name: check-same-name
// purpose: 同类而同名的企业、院所或博士，可能是同一个
// column: kind | 类别
// column: name | 名称
// column: ids | 各自的编号

MATCH (x)
WHERE x:Enterprise OR x:Institute OR x:Doctor
WITH labels(x)[0] AS kind, x.name AS name, x.id AS id
ORDER BY id
WITH kind, name, collect(id) AS ids
WHERE size(ids) > 1
RETURN kind, name, ids
ORDER BY kind, name
