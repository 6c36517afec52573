"""The rule on 科技副总, which the stationing of doctors and the part of 三项改革 go by."""

from __future__ import annotations

from programme.rules import Values

RULE = "vice-president"
DEPUTY = "科技副总"
"""The role at a station that has conditions of its own."""


class ViceValues(Values):
    """`clauses`: name -> words; the code of the `province`; least `age` of the firm and least length of the
    `contract`, in years; what is in the type or ends the name of who is no legal person (`not_persons`) and
    of who is one (`persons`).
    """

    clauses: dict[str, str]
    province: str
    age: int
    contract: int
    not_persons: tuple[str, ...]
    persons: tuple[str, ...]
