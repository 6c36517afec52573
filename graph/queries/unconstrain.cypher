// name: unconstrain
// purpose: 去掉一类实体的编号唯一
// for: program
// template: KIND

DROP CONSTRAINT shuangjin___KIND___id IF EXISTS
