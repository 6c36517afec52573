"""Grades: what a calibrated score is called, lowered by what blocks; and honesty where nothing is good."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from recommend.calibration import LABELS, Calibration
from recommend.model import Caution, Grade, Recommendation

GOOD = ("较强", "强")
BLOCKED = "弱"
"""What is blocked is at most this."""
_NAMES = {"achievement": "成果", "doctor": "博士", "institute": "院所", "need": "需求", "enterprise": "企业"}
_ASK = {
    "need": "请企业把需求写具体（材料、工艺、指标、现状）",
    "scope": "请企业登记需求（材料、工艺、指标、现状）",
    "supply": "请供方把简介或研究方向写具体（材料、工艺、指标、用途）",
}
"""What to ask whom for, by the basis of the answer."""


def graded(calibration: Calibration, kind: str, score: float, against: Sequence[Caution]) -> Grade:
    """The grade of a score; no probability for a kind the calibration was not fitted on."""
    label = calibration.label(score)
    if any(one.blocks for one in against) and LABELS.index(label) > LABELS.index(BLOCKED):
        label = BLOCKED
    if kind not in calibration.kinds:
        return Grade(label, None)
    low, high = calibration.seen
    return Grade(label, round(calibration.probability(score), 4), not low <= score <= high)


def free_first(made: Sequence[Recommendation]) -> list[Recommendation]:
    """By kind as before, what nothing blocks first: what was signed already is no news."""
    kinds = list(dict.fromkeys(one.kind for one in made))
    return sorted(made, key=lambda one: (kinds.index(one.kind), blocked(one)))


def blocked(one: Recommendation) -> bool:
    """Whether anything on record blocks it."""
    return any(caution.blocks for caution in one.reasons.cautions)


def advice(aims: Sequence[str], made: Sequence[Recommendation], basis: str) -> list[str]:
    """One sentence on all aims without an answer of at least 较强: what there is, and what to do; none
    where every aim has one.
    """
    by_aim = {aim: [one for one in made if one.kind.lower() == aim] for aim in aims}
    lacking = [
        aim for aim, some in by_aim.items() if not any(one.reasons.grade.label in GOOD for one in some)
    ]
    barred = [aim for aim in lacking if any(map(blocked, by_aim[aim]))]
    weak = _named(aim for aim in lacking if by_aim[aim] and aim not in barred)
    none = _named(aim for aim in lacking if not by_aim[aim])
    states = [f"没有找到合适的{none}"] if none else []
    states += [f"列出的{weak}都不到较强，只供参考"] if weak else []
    states += [f"列出的{_named(barred)}不到较强或已有障碍（见注意）"] if barred else []
    more = _named(lacking)
    cure = f"可以{_ASK[basis]}，或用 search 换更宽的词再找，或征集更多{more}"
    return ["；".join([*states, cure])] if lacking else []


def _named(aims: Iterable[str]) -> str:
    return "、".join(_NAMES.get(aim, aim) for aim in aims)
