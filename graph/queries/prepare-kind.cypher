// name: prepare-kind
// purpose: 一类实体的 id 唯一
// template: __KIND__
CREATE CONSTRAINT __KIND___id IF NOT EXISTS FOR (n:__KIND__) REQUIRE n.id IS UNIQUE
