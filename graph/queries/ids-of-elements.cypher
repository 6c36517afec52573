// name: ids-of-elements
// purpose: 服务器自己的元素号对应哪个编号
// param: elements list | 元素号列表 | ["4:0:1"]
// column: element | 元素号
// column: id | 编号
// for: program

UNWIND $elements AS element
MATCH (n) WHERE elementId(n) = element
RETURN element, n.id AS id
