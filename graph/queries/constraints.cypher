// name: constraints
// purpose: 服务器里有哪些约束
// column: name | 约束的名字
// for: program

SHOW CONSTRAINTS YIELD name
RETURN name
