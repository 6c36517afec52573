// name: stationing-doctors
// purpose: 可以派驻的博士：单位、可服务企业数、在编和聘期；一人一行，没写的为空
// column: id | 博士编号
// column: doctor | 博士
// column: employers | 所在单位
// column: capacity | 可服务企业数
// column: regular | 在编
// column: contract_years | 聘期（年）

MATCH (d:Doctor)
RETURN d.id AS id, d.name AS doctor,
       COLLECT { MATCH (d)-[:WORKS_AT]->(o) RETURN o.name AS name ORDER BY o.id } AS employers,
       d.capacity AS capacity, d.regular AS regular, d.contract_years AS contract_years
ORDER BY id
