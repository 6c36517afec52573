"""The nine tasks of the programme, in the order of the notice: name -> what people call it."""

from __future__ import annotations

TASKS = {
    "ladder": "登高培育",
    "policy": "惠企政策",
    "survey": "需求调查",
    "stationing": "百名博士下车间",
    "push": "供需推送",
    "agreements": "协同创新协议",
    "roadshow": "常态路演",
    "reform": "三项改革",
    "signing": "西商专场",
}
