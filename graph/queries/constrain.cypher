// name: constrain
// purpose: 一类实体的 id 唯一
// for: program
// template: KIND

CREATE CONSTRAINT shuangjin___KIND___id IF NOT EXISTS FOR (n:__KIND__) REQUIRE n.id IS UNIQUE
